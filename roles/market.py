"""Where an amount or a range of pay stands among the salary bands of a guide, and how that is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import TextChoices

from roles.amounts import format_amount, format_range
from roles.guide import SalaryBand

NO_DATA = "Dazu liegen uns noch keine belastbaren Zahlen vor."


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
    None unless the position is WITHIN. `low` and `high` are what was asked, in whole euros a year.
    """

    position: Position
    low: int
    high: int
    bands: tuple[SalaryBand, ...] = ()
    share: float | None = None

    @property
    def sentence(self) -> str:
        """Say the answer, such as "70.000 € brutto im Jahr liegen über der Spanne für …"."""
        if not self.bands:
            return NO_DATA
        asked = (
            format_amount(self.low) if self.low == self.high else format_range(self.low, self.high)
        )
        return f"{asked} brutto im Jahr liegen {self.phrase}."

    @property
    def phrase(self) -> str:
        """What follows "liegt" or "liegen"; "" without data. Bands are all it knows, no people."""
        spans = [f"{band.label} ({band})" for band in self.bands]
        match self.position:
            case Position.NO_DATA:
                return ""
            case Position.BELOW:
                return f"unter der Spanne für {spans[0]}"
            case Position.ABOVE:
                return f"über der Spanne für {spans[0]}"
            case Position.BETWEEN:
                return f"zwischen den Spannen für {_listed(spans)}"
            case Position.WITHIN:
                return f"{self._part_of(self.bands[0])} der Spanne für {spans[0]}"
        if self._is_border:
            return f"an der Grenze der Spannen für {_listed(spans)}"
        if all(band.minimum <= self.low and self.high <= band.maximum for band in self.bands):
            return f"zugleich in den Spannen für {_listed(spans)}"
        parts = [f"in der Spanne für {spans[0]}", *(f"in der für {span}" for span in spans[1:])]
        if self.low < min(band.minimum for band in self.bands):
            parts.append("darunter")
        if self.high > max(band.maximum for band in self.bands):
            parts.append("darüber")
        return ", ".join(f"teils {part}" for part in parts)

    @property
    def _is_border(self):
        """Whether one amount ends a band and begins the next."""
        ends = {self.low, self.high, self.bands[0].maximum, self.bands[-1].minimum}
        return len(self.bands) == 2 and len(ends) == 1

    def _part_of(self, band):
        """Name the thirds of a band that the range lies in; all three are the whole band."""
        width = band.maximum - band.minimum
        first, last = (_third(end - band.minimum, width) for end in (self.low, self.high))
        return THIRDS[first, last] if width else THIRDS[1, 3]


# By the third in which a range begins, and the one in which it ends.
THIRDS = {
    (1, 1): "im unteren Drittel",
    (2, 2): "in der Mitte",
    (3, 3): "im oberen Drittel",
    (1, 2): "in den unteren zwei Dritteln",
    (2, 3): "in den oberen zwei Dritteln",
    (1, 3): "innerhalb",
}


def _third(distance, width):
    """Number the third of a band at a distance from its minimum; the second has both its ends."""
    if 3 * distance < width:
        return 1
    return 3 if 3 * distance > 2 * width else 2


def _listed(words):
    *others, last = words
    return f"{', '.join(others)} und {last}"


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
        return Standing(Position.NO_DATA, low, high)

    holding = [band for band in bands if band.minimum <= low and high <= band.maximum]
    touched = [band for band in bands if band.minimum <= high and low <= band.maximum]
    lower = [band for band in bands if band.maximum < low]
    higher = [band for band in bands if band.minimum > high]
    highest_of_lower = max(lower, key=lambda band: band.maximum, default=None)

    def standing(position, *bands, share=None):
        return Standing(position, low, high, bands, share)

    if len(holding) == 1:
        return standing(Position.WITHIN, *holding, share=_share(holding[0], low, high))
    if touched:
        return standing(Position.STRADDLING, *touched)
    if not lower:
        return standing(Position.BELOW, higher[0])
    if not higher:
        return standing(Position.ABOVE, highest_of_lower)
    return standing(Position.BETWEEN, highest_of_lower, higher[0])


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
