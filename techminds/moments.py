"""Moments as people in Germany say and choose them: always with the zone, and right in the nights
when the clocks change.
"""

from datetime import UTC, datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format

EARLIEST, LATEST = 1900, 9000  # years; beyond, one is a slip and no zone can be reckoned with
GERMAN_ZONES = {"CET": "MEZ", "CEST": "MESZ"}


def in_words(moment: datetime) -> str:
    """Return a moment such as "29. März 2027, 8:00 Uhr (MESZ)"."""
    local = timezone.localtime(moment)
    zone = local.tzname() or ""
    return f"{date_format(local, 'j. F Y, G:i')} Uhr ({GERMAN_ZONES.get(zone, zone)})"


class MomentWidget(forms.SplitDateTimeWidget):
    """A day and a time of day, by the browser's own pickers."""

    def __init__(self):
        super().__init__(
            date_format="%Y-%m-%d",  # what browsers want to read, however they show it
            time_format="%H:%M",
            date_attrs={"type": "date", "aria-label": "Tag"},
            time_attrs={"type": "time", "aria-label": "Uhrzeit"},
        )


class MomentField(forms.SplitDateTimeField):
    """A moment in the site's time zone.

    Refuses the hour that is skipped in spring and the one that comes twice in autumn, with words
    that say so, instead of choosing for the person.
    """

    widget = MomentWidget
    default_error_messages = {
        "invalid_date": "Bitte einen Tag wie 29.03.2027.",
        "invalid_time": "Bitte eine Uhrzeit wie 8:30.",
    }

    def compress(self, data_list):
        if not any(data_list):
            return None
        day, time = data_list
        if day in self.empty_values:
            raise ValidationError(self.error_messages["invalid_date"], code="invalid_date")
        if time in self.empty_values:
            raise ValidationError(self.error_messages["invalid_time"], code="invalid_time")
        naive = datetime.combine(day, time)
        moment = naive.replace(tzinfo=timezone.get_current_timezone())
        said = f"Am {date_format(naive, 'j. F Y')}"
        if not EARLIEST <= naive.year <= LATEST:
            raise ValidationError(self.error_messages["invalid_date"], code="invalid_date")
        if moment.astimezone(UTC).astimezone(moment.tzinfo).replace(tzinfo=None) != naive:
            raise ValidationError(
                f"{said} gibt es {naive:%H:%M} Uhr nicht: Die Uhren werden eine Stunde vorgestellt.",
                code="skipped",
            )
        if moment.utcoffset() != moment.replace(fold=1).utcoffset():
            raise ValidationError(
                f"{said} gibt es {naive:%H:%M} Uhr zweimal: Die Uhren werden eine Stunde "
                "zurückgestellt. Bitte wählen Sie eine andere Uhrzeit.",
                code="twice",
            )
        return moment
