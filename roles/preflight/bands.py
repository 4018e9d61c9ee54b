"""Whether the salary bands are complete, and whether they make sense beside each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from django.utils import timezone
from django.utils.text import get_text_list

from roles.amounts import format_amount
from roles.guide import Guide, SalaryBand
from roles.preflight.finding import Finding, error, warning
from roles.preflight.texts import is_blank
from roles.vocabulary import Level

OLDEST = timedelta(days=2 * 366)  # pay rises by some per cent a year: older figures are well off
# Of the narrower band: who share more than that hardly tell two levels apart. And of the wider one:
# a gap beyond that leaves as much pay without a level as levels have.
MUCH = 0.5


def check_bands(guide: Guide) -> Iterator[Finding]:
    for index, band in enumerate(guide.salary_bands):
        yield from _band(index, band)
    for index, (lower, higher) in enumerate(pairwise(guide.salary_bands), start=1):
        yield from _neighbours(index, lower, higher)


def _band(index, band: SalaryBand) -> Iterator[Finding]:
    today = timezone.localdate()
    place = "salary_bands"
    if is_blank(band.source):
        message = f"Der Gehaltsspanne {band.label} fehlt die Quelle."
        yield error(place, message, index, "source")
    if is_blank(band.basis):
        message = f"Der Gehaltsspanne {band.label} fehlt die Grundlage."
        yield error(place, message, index, "basis")
    if band.as_of > today:
        message = f"Der Stand der Gehaltsspanne {band.label} liegt in der Zukunft."
        yield error(place, message, index, "as_of")
    elif band.as_of < today - OLDEST:
        message = (
            f"Der Stand der Gehaltsspanne {band.label} ({band.as_of:%d.%m.%Y}) ist über zwei Jahre "
            "alt. Prüfen Sie, ob die Zahlen noch gelten."
        )
        yield warning(place, message, index, "as_of")
    if band.is_due:
        message = f"Das Prüfdatum der Gehaltsspanne {band.label} ist vorbei."
        yield warning(place, message, index, "review_by")


def _neighbours(index, lower: SalaryBand, higher: SalaryBand) -> Iterator[Finding]:
    """Say what is odd about two bands that follow each other: a level between, or else their ends."""
    place = "salary_bands"
    levels = list(Level)
    between = levels[levels.index(lower.level) + 1 : levels.index(higher.level)]
    if between:
        names = get_text_list([level.label for level in between], "und")
        yield warning(
            place,
            f"Zwischen {lower.label} und {higher.label} fehlt die Gehaltsspanne für {names}.",
        )
    starts_below, ends_below = higher.minimum < lower.minimum, higher.maximum < lower.maximum
    shared = min(lower.maximum, higher.maximum) - max(lower.minimum, higher.minimum)
    narrower, wider = sorted(band.maximum - band.minimum for band in (lower, higher))
    if starts_below and ends_below:
        yield error(
            place,
            f"Die Gehaltsspanne {higher.label} ({higher}) liegt unter der für {lower.label} "
            f"({lower}). Sind die Levels vertauscht?",
            index,
            "minimum",
        )
    elif starts_below or ends_below:
        column, verb = ("minimum", "beginnt") if starts_below else ("maximum", "endet")
        yield warning(
            place,
            f"Die Gehaltsspanne {higher.label} {verb} mit {format_amount(getattr(higher, column))} "
            f"unter der für {lower.label} ({format_amount(getattr(lower, column))}). Prüfen Sie beide.",
            index,
            column,
        )
    elif shared > MUCH * narrower:
        yield warning(
            place,
            f"Die Gehaltsspannen {lower.label} und {higher.label} überschneiden sich um "
            f"{format_amount(shared)}; das ist mehr als die Hälfte der schmaleren. Prüfen Sie die Grenzen.",
            index,
            "minimum",
        )
    elif -shared > MUCH * wider and not between:
        yield warning(
            place,
            f"Zwischen den Gehaltsspannen {lower.label} und {higher.label} ist eine Lücke von "
            f"{format_amount(-shared)}. Prüfen Sie die Grenzen.",
            index,
            "minimum",
        )
