"""The parts of a profile as rows of its page."""

from collections.abc import Iterable

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple

from roles.admin.rows import KeptRows
from roles.amounts import AmountField
from roles.models import CareerStep, Illustration, KeyFact, Requirement, SalaryBand, Skill, Task
from roles.pictures import PictureField, PictureInput, stored_picture
from techminds.back_office import CleanText


class OrderedRows(KeptRows):
    """Rows in an order of their own, where a new one that has nothing but its place is none yet."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.pk is None and "position" in form.fields:
            form.fields["position"].has_changed = lambda initial, data: False


class Ordered(admin.options.InlineModelAdmin):
    """An inline whose rows stand in the order of `position`.

    The number is all that it takes; with a script there are buttons and a handle instead
    (static/js/ordering.js), which finds the rows by the class.
    """

    formset = OrderedRows
    classes = ["ordered"]

    class Media:
        js = [forms.Script("js/ordering.js", type="module")]


class PartInline(Ordered, CleanText, admin.StackedInline):
    extra = 0
    fields = [("position", "title"), "text"]


class KeyFactInline(PartInline):
    model = KeyFact


class IllustrationForm(forms.ModelForm):
    picture = PictureField(
        side=1600,
        label="Bild",
        help_text=Illustration._meta.get_field("picture").help_text,
        widget=PictureInput("roles:illustration"),
    )


class IllustrationInline(PartInline):
    model = Illustration
    form = IllustrationForm
    fields = [("position", "picture"), "alternative_text", "caption", "credit"]
    readonly_fields = ["shown"]

    def get_fields(self, request, obj=None):
        """Show the picture itself to who may only look; Django would link to where nothing is."""
        if self.has_change_permission(request, obj):
            return self.fields
        return ["shown", *self.fields[1:]]

    @admin.display(description="Bild")
    def shown(self, illustration):
        return stored_picture("roles:illustration", illustration.picture)


class TaskInline(PartInline):
    model = Task


class ChosenSkills(AutocompleteSelectMultiple):
    """Names the chosen skills as their row has brought them; Django's own asks again for each row."""

    chosen: Iterable[Skill] = ()

    def optgroups(self, name, value, attr=None):
        chosen = {str(skill.pk): skill for skill in self.chosen}
        if not chosen.keys() >= set(value):
            return super().optgroups(name, value, attr)
        options = (
            self.create_option(name, pk, str(skill), selected=True, index=index)
            for index, (pk, skill) in enumerate(chosen.items())
            if pk in value
        )
        return [(None, list(options), 0)]


class RequirementForm(forms.ModelForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk and "skills" in self.fields:
            self.fields["skills"].widget.widget.chosen = self.instance.skills.all()


class RequirementInline(PartInline):
    model = Requirement
    form = RequirementForm
    fields = [("position", "title", "importance"), "text", "skills"]
    autocomplete_fields = ["skills"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("skills")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = ChosenSkills(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class CareerStepInline(PartInline):
    model = CareerStep


class SalaryBandForm(forms.ModelForm):
    """Reads amounts as Germans write them: to Django's own field "90.000" is 90."""

    minimum = AmountField(label="Von", help_text="Brutto im Jahr, zum Beispiel 80.000.")
    maximum = AmountField(label="Bis")


class SalaryBandInline(CleanText, admin.StackedInline):
    model = SalaryBand
    form = SalaryBandForm
    formset = KeptRows
    extra = 0
    fields = [
        ("level", "minimum", "maximum"),
        "basis",
        "source",
        ("as_of", "review_by"),
        ("currency", "period", "region"),
    ]
