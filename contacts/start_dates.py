import re
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS

from techminds.text import clean_text

IN_WORDS = re.compile(r"(?:(?P<day>\d{1,2})\. ?)?(?P<month>[a-zä]{3,})\.? (?P<year>\d{4})")
IN_FIGURES = re.compile(r"(?P<month>\d{1,2})[./](?P<year>\d{4})")
AT_ONCE = {"sofort", "ab sofort", "asap", "so bald wie möglich", "schnellstmöglich"}


class StartField(forms.DateField):
    """A day as Germans write it, also with the name of its month, or a whole month: its first day."""

    widget = forms.DateInput(format="%d.%m.%Y")
    default_error_messages = {
        "invalid": "Bitte schreiben Sie das Datum so: 01.04.2027, oder so: April 2027."
    }

    def __init__(self, **kwargs):
        super().__init__(input_formats=["%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d"], **kwargs)

    def to_python(self, value):
        if not isinstance(value, str):
            return super().to_python(value)
        text = clean_text(value)
        said = text.casefold().removesuffix(".")
        if said in AT_ONCE:
            return timezone.localdate()
        if match := IN_WORDS.fullmatch(said):
            return self._day(match["year"], _month(match["month"]), match["day"] or 1)
        if match := IN_FIGURES.fullmatch(said):
            return self._day(match["year"], match["month"], 1)
        return super().to_python(text)

    def _day(self, year, month, day):
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


def _month(said):
    """Return the number of a month that is named in German, whole or by its beginning; else 0."""
    return next(
        (number for number, name in MONTHS.items() if str(name).casefold().startswith(said)), 0
    )
