"""Salary bands as bars on one axis, in the places where a picture draws them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from roles.amounts import format_amount
from roles.guide import Guide, SalaryBand
from roles.pay import RolePay
from techminds.typography import grouped

STEPS = (5_000, 10_000, 20_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000)
MOST_TICKS = 6
LEAST_WIDTH = 0.01  # of the axis: also a band of one amount is seen


class Scale:
    """An axis of pay, in whole euros a year, that holds all of the amounts between round ends.

    Raises ValueError without amounts.
    """

    def __init__(self, amounts: Sequence[int]):
        lowest, highest = min(amounts), max(amounts)
        for step in STEPS:
            self.lowest = max(lowest - 1, 0) // step * step
            self.highest = highest // step * step + step
            if (self.highest - self.lowest) / step < MOST_TICKS:
                break
        self.step = step

    @classmethod
    def of(cls, bands: Iterable[SalaryBand], *amounts: int) -> Scale:
        return cls([*amounts, *(end for band in bands for end in (band.minimum, band.maximum))])

    def share(self, amount: int) -> float:
        """Return where on the axis the amount lies: 0.0 at its start, 1.0 at its end."""
        return (amount - self.lowest) / (self.highest - self.lowest)

    def span(self, band: SalaryBand) -> tuple[float, float]:
        """Return the start and the width of a band's bar as shares of the axis, within its ends."""
        start = self.share(band.minimum)
        width = max(self.share(band.maximum) - start, LEAST_WIDTH)
        return min(start, 1 - width), width

    @property
    def ticks(self) -> list[int]:
        return list(range(self.lowest, self.highest + 1, self.step))


def percent(share: float) -> str:
    """Return a share as SVG writes it; never with a German comma."""
    return f"{100 * share:.2f}%"


@dataclass(frozen=True)
class Tick:
    """A label on the axis; `anchor` is SVG's text-anchor, so that none leaves the picture."""

    label: str
    x: str
    anchor: str


@dataclass(frozen=True)
class Bar:
    """One band: its words on one line, its bar under them.

    `title` is that of the role where the picture shows several. `label_y` is the baseline of the
    words and `y` the upper edge of the bar, in pixels; `x` and `width` are percents.
    """

    title: str
    band: SalaryBand
    label_y: int
    y: int
    x: str
    width: str

    @property
    def ground_y(self) -> int:
        """Where the ground begins that keeps the lines of the axis off the words."""
        return self.label_y - 17


@dataclass(frozen=True)
class Heading:
    """The name of the role whose bars follow; `y` is its baseline in pixels."""

    title: str
    y: int

    @property
    def ground_y(self) -> int:
        """As Bar.ground_y."""
        return self.y - 22


class PayChart:
    """The bands of one role, or of several under their titles, for includes/pay_chart.html.

    Lengths across are percents and those down are pixels, so that the picture grows with the page
    while its letters keep their size. With an amount in whole euros a year it is marked on all bars.
    A picture of several roles is high, so its axis stands above it too.
    """

    HEADING_HEIGHT, BAR_HEIGHT, AXIS_HEIGHT, TOP_HEIGHT = 44, 56, 44, 28

    def __init__(
        self, roles: Sequence[tuple[str, Sequence[SalaryBand]]], amount: int | None = None
    ):
        self.amount = amount
        every = [band for _, bands in roles for band in bands]
        self.scale = Scale.of(every, *([] if amount is None else [amount]))
        self.headings: list[Heading] = []
        self.bars: list[Bar] = []
        self.has_axis_above = amount is None and len(roles) > 1
        y = self.top = self.TOP_HEIGHT if self.has_axis_above or amount is not None else 0
        self.top_y, self.marker_top = 16, self.top - 6
        for title, bands in roles:
            if title:
                self.headings.append(Heading(title, y + 24))
                y += self.HEADING_HEIGHT
            for band in bands:
                start, width = self.scale.span(band)
                self.bars.append(Bar(title, band, y + 20, y + 30, percent(start), percent(width)))
                y += self.BAR_HEIGHT
        self.bottom = y
        self.tick_y, self.unit_y = y + 18, y + 38
        self.height = y + self.AXIS_HEIGHT

    @classmethod
    def of(cls, guide: Guide | RolePay, amount: int | None = None) -> PayChart | None:
        """Return the chart of one role; None without bands."""
        return cls([("", guide.salary_bands)], amount) if guide.salary_bands else None

    @classmethod
    def of_roles(cls, roles: Iterable[RolePay]) -> PayChart | None:
        """Return the chart of roles that all have bands; None without roles."""
        pairs = [(role.title, role.salary_bands) for role in roles]
        return cls(pairs) if pairs else None

    @cached_property
    def ticks(self) -> list[Tick]:
        return [self._tick(grouped(tick // 1000), tick) for tick in self.scale.ticks]

    @cached_property
    def marker(self) -> Tick | None:
        return self._tick(format_amount(self.amount), self.amount) if self.amount else None

    def _tick(self, label, amount):
        share = self.scale.share(amount)
        anchor = "start" if share < 0.12 else "end" if share > 0.88 else "middle"
        return Tick(label, percent(share), anchor)
