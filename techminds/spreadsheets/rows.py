"""Forms that check what a row of a table says."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator

WRONG_YEAR = "Bitte prüfen Sie das Jahr."


class RowForm(forms.Form):
    """Checks the cells by which a row changes a record, or all that a new one needs.

    A new record has no key yet: each field of the form is asked for. Of one that is there, only
    what the row says is checked, so that nobody has to mend a value that they did not touch.
    """

    def __init__(self, said, *, instance):
        super().__init__(said)
        self.instance = instance
        if instance.pk is not None:
            self.fields = {name: self.fields[name] for name in self.fields if name in said}

    def value(self, name):
        """Return what the record will have: what the row says, else what is there."""
        return self.cleaned_data.get(name, getattr(self.instance, name))

    def write(self):
        """Set on the record what the row says; raises ValidationError by names of columns."""
        if not self.is_valid():
            raise ValidationError(self.errors.as_data())
        for name, value in self.cleaned_data.items():
            setattr(self.instance, name, value)


class LabelField(forms.Field):
    """A choice, named as people read it or as data keeps it; an empty cell means the default."""

    def __init__(self, choices, *, default=None, **kwargs):
        super().__init__(**kwargs)
        self.choices = choices
        self.default = default

    def clean(self, value):
        for choice, label in self.choices:
            if value and value.casefold() in {str(choice).casefold(), str(label).casefold()}:
                return choice
        if not value and not self.required:
            return self.default
        fault = f"„{value}“ gibt es hier nicht." if value else "Hier fehlt etwas."
        labels = ", ".join(str(label) for _, label in self.choices)
        raise ValidationError(f"{fault} Möglich: {labels}.", code="invalid")


class DayField(forms.DateField):
    """A day as Germans write it, as ISO has it, or from a cell with a date."""

    input_formats = ["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"]
    default_error_messages = {"invalid": "Bitte schreiben Sie das Datum so: 31.12.2026."}
    default_validators = [
        MinValueValidator(date(2000, 1, 1), WRONG_YEAR),
        MaxValueValidator(date(2099, 12, 31), WRONG_YEAR),
    ]
