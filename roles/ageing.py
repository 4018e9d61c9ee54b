"""What readers are told once the day has passed by which somebody should have looked again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.text import get_text_list

from roles.guide import Guide, SalaryBand


def notice(guide: Guide) -> str:
    """Return what stands at the head of a guide that is due; it speaks for figures that all are."""
    if not guide.is_due:
        return ""
    if not _is_due_throughout(guide):
        return (
            f"Dieses Jobprofil sollte bis zum {_day(guide.review_by)} geprüft werden. "
            "Das steht noch aus, es kann also überholt sein."
        )
    latest = max(guide.review_by, *(band.review_by for band in guide.salary_bands))
    figures = "seine Gehaltsspanne" if len(guide.salary_bands) == 1 else "seine Gehaltsspannen"
    return (
        f"Dieses Jobprofil und {figures} sollten bis zum {_day(latest)} geprüft werden. "
        "Das steht noch aus, sie können also überholt sein."
    )


def cautions(bands: Sequence[SalaryBand]) -> list[str]:
    """Return what has to be said beside figures: a sentence for each day that some were due by,
    or one for all of them.
    """
    due = [band for band in bands if band.is_due]
    if len(due) == len(bands) > 1:
        return [_caution("", due, max(band.review_by for band in due))]
    found = []
    for day in sorted({band.review_by for band in due}):
        of_day = [band for band in due if band.review_by == day]
        levels = get_text_list([band.label for band in of_day], "und")
        found.append(_caution(f" für {levels}", of_day, day))
    return found


def cautions_under_notice(guide: Guide) -> list[str]:
    """Return the cautions for the picture at the head: none where the notice there says it all."""
    return [] if _is_due_throughout(guide) else cautions(guide.salary_bands)


def _is_due_throughout(guide):
    return guide.is_due and bool(guide.salary_bands) and guide.due_bands == guide.salary_bands


def _caution(levels, bands, day):
    if len(bands) == 1:
        return (
            f"Die Gehaltsspanne{levels} sollte bis zum {_day(day)} geprüft werden; "
            "sie kann überholt sein."
        )
    return (
        f"Die Gehaltsspannen{levels} sollten bis zum {_day(day)} geprüft werden; "
        "sie können überholt sein."
    )


def _day(day: date) -> str:
    return date_format(day, "j. F Y")
