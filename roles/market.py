"""Where an amount or a range of pay stands among the salary bands of a guide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from roles.guide import SalaryBand


class Position(TextChoices):
    NO_DATA = "no_data", "keine Daten"
    BELOW = "below", "darunter"
    WITHIN = "within", "in der Spanne"
    BETWEEN = "between", "zwischen zwei Levels"
    STRADDLING = "straddling", "nur zum Teil in einer Spanne"
    ABOVE = "above", "darüber"


@dataclass(frozen=True)
class Standing:
    """The answer of `stand`.

    `bands` are those that the answer speaks of, lowest first: the band it lies in or is held
    against, the neighbours it lies between, the ones it touches; none without data. `share` is
    where in the band the middle of the range lies, 0.0 at its minimum and 1.0 at its maximum;
    None unless the position is WITHIN.
    """

    position: Position
    bands: tuple[SalaryBand, ...] = ()
    share: float | None = None


def stand(
    bands: Sequence[SalaryBand],
    *,
    low: int | None = None,
    high: int | None = None,
    level: str | None = None,
) -> Standing:
    """Hold a range (whole euros a year, ends included) against the bands, or against one level's.

    A single amount is a range with equal ends, and so is a range of which one end is given. Bands
    include both their ends. Raises ValueError when neither end is given or when the lower end is
    above the upper one.

    With a level: BELOW or ABOVE when the whole range lies outside its band, WITHIN when it lies
    inside, STRADDLING when it crosses an end. NO_DATA when the level has no band.

    Without a level: WITHIN when exactly one band holds the whole range, STRADDLING when the range
    touches several bands or sticks out of the only one it touches (an amount at the border of two
    adjoining bands touches both), BETWEEN when it lies in a gap, else BELOW or ABOVE all bands.
    """
    low, high = _ends(low, high)
    bands = sorted(
        (band for band in bands if level is None or band.level == level),
        key=lambda band: (band.minimum, band.maximum),
    )
    if not bands:
        return Standing(Position.NO_DATA)

    holding = [band for band in bands if band.minimum <= low and high <= band.maximum]
    touched = [band for band in bands if band.minimum <= high and low <= band.maximum]
    if len(holding) == 1:
        return Standing(Position.WITHIN, tuple(holding), _share(holding[0], low, high))
    if touched:
        return Standing(Position.STRADDLING, tuple(touched))
    lower = [band for band in bands if band.maximum < low]
    higher = [band for band in bands if band.minimum > high]
    if not lower:
        return Standing(Position.BELOW, (higher[0],))
    if not higher:
        return Standing(Position.ABOVE, (max(lower, key=lambda band: band.maximum),))
    return Standing(Position.BETWEEN, (max(lower, key=lambda band: band.maximum), higher[0]))


def _ends(low, high):
    low, high = (high if low is None else low), (low if high is None else high)
    if low is None:
        raise ValueError("A standing needs an amount.")
    if low > high:
        raise ValueError("The lower end is above the upper one.")
    return low, high


def _share(band, low, high):
    if band.minimum == band.maximum:
        return 0.5
    return ((low + high) / 2 - band.minimum) / (band.maximum - band.minimum)
