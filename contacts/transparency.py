"""What a vacancy still lacks before it can tell applicants openly what it pays.

The rules are those of directive (EU) 2023/970 (Art. 5: pay transparency prior to employment) and
of the AGG. How German law transposes the directive is not settled here: the sentences say what the
directive has applicants told, and claim no duty that holds today.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices

from roles.amounts import format_amount, format_range
from roles.preflight.titles import FOR_ALL, FOR_TWO, Lack, objections

PAY = "Art. 5 Abs. 1 Buchst. a der Richtlinie (EU) 2023/970"
PAY_AND_AGREEMENT = "Art. 5 Abs. 1 Buchst. a und b der Richtlinie (EU) 2023/970"
NEUTRAL_TITLE = "§ 11 mit § 1 und § 7 Abs. 1 AGG, Art. 5 Abs. 3 der Richtlinie (EU) 2023/970"
OPEN_TO_ALL = "§ 11 mit § 1 und § 7 Abs. 1 AGG"
HOUSE_RULE = "Hausregel von TechMinds"

# The widest band of our own guides goes from 80.000 to 120.000 euros. A range that is wider spans
# more than one level, and tells an applicant little.
WIDEST = 1.5

MARK = "(m/w/d)"


class Code(TextChoices):
    NO_RANGE = "no_range", "Keine Gehaltsspanne"
    HALF_RANGE = "half_range", "Halbe Gehaltsspanne"
    SWAPPED_RANGE = "swapped_range", "Gehaltsspanne vertauscht"
    NO_BASIS = "no_basis", "Keine Grundlage"
    WIDE_RANGE = "wide_range", "Sehr weite Gehaltsspanne"
    TITLE_EXCLUDES = "title_excludes", "Titel schließt aus"
    TITLE_FOR_TWO = "title_for_two", "Titel für zwei Geschlechter"
    TITLE_FOR_ONE = "title_for_one", "Titel für ein Geschlecht"


TITLES = {
    Lack.EXCLUDES: (Code.TITLE_EXCLUDES, OPEN_TO_ALL),
    Lack.TWO_SEXES: (Code.TITLE_FOR_TWO, NEUTRAL_TITLE),
    Lack.ONE_SEX: (Code.TITLE_FOR_ONE, NEUTRAL_TITLE),
}


@dataclass(frozen=True)
class Flag:
    """Something to clear up with the client before the vacancy is shown to applicants.

    `sentence` is for the consultant and names the `rule` it rests on.
    """

    code: Code
    sentence: str
    rule: str


def flags(*, title: str, minimum: int | None, maximum: int | None, basis: str) -> tuple[Flag, ...]:
    """Return what to clear up: first the pay, in whole euros a year, then the title as typed.

    `basis` is what the range rests on: an objective criterion or a collective agreement.
    """
    return (*_pay(minimum, maximum, basis), *_title(title))


# What is unknown as well where one of these stands.
COVERED = {
    Code.NO_RANGE: {Code.HALF_RANGE, Code.SWAPPED_RANGE, Code.WIDE_RANGE, Code.NO_BASIS},
    Code.HALF_RANGE: {Code.SWAPPED_RANGE, Code.WIDE_RANGE},
}


def is_less_clear(before: tuple[Flag, ...], after: tuple[Flag, ...]) -> bool:
    """Whether something is open afterwards that was clear before."""
    known = {flag.code for flag in before}
    known |= {code for flag in before for code in COVERED.get(flag.code, ())}
    return not {flag.code for flag in after} <= known


def _pay(minimum, maximum, basis) -> Iterator[Flag]:
    if minimum is None and maximum is None:
        yield Flag(
            Code.NO_RANGE,
            "Zum Gehalt gibt es noch keine Angabe. Bewerbende sollen das Einstiegsentgelt oder "
            f"seine Spanne vor dem Gespräch kennen ({PAY}). Fragen Sie nach der Spanne und danach, "
            "worauf sie beruht.",
            PAY,
        )
        return
    if minimum is None or maximum is None:
        there, missing = (
            (f"bis {format_amount(maximum)}", "untere")
            if minimum is None
            else (f"ab {format_amount(minimum)}", "obere")
        )
        yield Flag(
            Code.HALF_RANGE,
            f"Vom Gehalt ist nur „{there}“ bekannt. Zu einer Spanne ({PAY}) fehlt das {missing} "
            "Ende.",
            PAY,
        )
    elif minimum > maximum:
        yield Flag(
            Code.SWAPPED_RANGE,
            f"Die Spanne beginnt bei {format_amount(minimum)} und endet darunter, bei "
            f"{format_amount(maximum)}. Vermutlich sind die Beträge vertauscht; Bewerbende sollen "
            f"das Einstiegsentgelt oder seine Spanne kennen ({PAY}).",
            PAY,
        )
    if not basis.strip():
        yield Flag(
            Code.NO_BASIS,
            "Worauf das Gehalt beruht, ist noch offen. Es soll objektiven, geschlechtsneutralen "
            "Kriterien folgen; wendet der Arbeitgeber einen Tarifvertrag an, gehören dessen "
            f"Bestimmungen dazu ({PAY_AND_AGREEMENT}).",
            PAY_AND_AGREEMENT,
        )
    if minimum is not None and maximum is not None and maximum > WIDEST * minimum:
        yield Flag(
            Code.WIDE_RANGE,
            f"Die Spanne {format_range(minimum, maximum)} ist sehr weit: Ihr oberes Ende liegt mehr "
            f"als die Hälfte über dem unteren. Das ist eine {HOUSE_RULE}, keine Vorschrift. Fragen "
            "Sie, ob zwei Level gemeint sind.",
            HOUSE_RULE,
        )


def _title(title) -> Iterator[Flag]:
    for lack, rest in objections(title):
        code, rule = TITLES[lack]
        yield Flag(code, f"Der Titel „{title}“ {rest} Grundlage: {rule}.", rule)


def neutral_title(title: str) -> str:
    """Return the title as the headline of a vacancy, with "(m/w/d)" unless it is for all already."""
    title = title.strip()
    if not title or FOR_ALL.search(title):
        return title
    if FOR_TWO.search(title):
        return FOR_TWO.sub(_marked, title)
    return f"{title} {MARK}"


def _marked(match) -> str:
    """The mark for all in place of one for two, with the blank before it that may be missing."""
    before = match.string[: match.start()]
    return MARK if not before or before[-1].isspace() else f" {MARK}"
