"""The parts of a profile as rows of its page."""

from django import forms
from django.contrib import admin

from roles.amounts import AmountField
from roles.models import CareerStep, KeyFact, Requirement, SalaryBand, Task
from techminds.back_office import CleanText


class PartInline(CleanText, admin.StackedInline):
    extra = 0
    fields = [("position", "title"), "text"]


class KeyFactInline(PartInline):
    model = KeyFact


class TaskInline(PartInline):
    model = Task


class RequirementInline(PartInline):
    model = Requirement
    fields = [("position", "title", "importance"), "text", "skills"]
    autocomplete_fields = ["skills"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("skills")


class CareerStepInline(PartInline):
    model = CareerStep


class SalaryBandForm(forms.ModelForm):
    """Reads amounts as Germans write them: to Django's own field "90.000" is 90."""

    minimum = AmountField(label="Von", help_text="Brutto im Jahr, zum Beispiel 80.000.")
    maximum = AmountField(label="Bis")


class SalaryBandInline(CleanText, admin.StackedInline):
    model = SalaryBand
    form = SalaryBandForm
    extra = 0
    fields = [
        ("level", "minimum", "maximum"),
        "basis",
        "source",
        ("as_of", "review_by"),
        ("currency", "period", "region"),
    ]
