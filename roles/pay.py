"""What roles pay, beside each other and held against one amount."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.urls import reverse

from roles.guide import SalaryBand, provenance
from roles.market import Position, Standing, stand
from roles.vocabulary import Level

CAUTION = "Bitte mit Vorsicht lesen: Diese Zahlen sind zur Prüfung fällig und können veraltet sein."


@dataclass(frozen=True)
class RolePay:
    """What the current guide of a role says about pay, and which edition says it."""

    slug: str
    title: str
    salary_bands: tuple[SalaryBand, ...]
    edition_number: int
    published_at: datetime

    def get_absolute_url(self):
        return reverse("roles:guide", args=[self.slug])

    @property
    def by_level(self) -> dict[Level, SalaryBand | None]:
        """One band a level, lowest level first; None where there is none."""
        found = {band.level: band for band in self.salary_bands}
        return {level: found.get(level) for level in Level}

    @property
    def provenance(self) -> tuple[str, ...]:
        """As Guide.provenance."""
        return provenance(self.salary_bands)


@dataclass(frozen=True)
class SalaryCheck:
    """Pay (whole euros a year) held against the bands of a role, or against one level's.

    Pay is an amount (`low` alone), or a range of which one end may be open (None).
    """

    role: RolePay
    low: int | None
    level: Level | None = None
    high: int | None = None

    @cached_property
    def standing(self) -> Standing:
        return stand(self.role.salary_bands, low=self.low, high=self.high, level=self.level)

    @cached_property
    def elsewhere(self) -> Standing | None:
        """Where pay stands that misses the band of its level but meets another level's."""
        if self.level is None or self.standing.position == Position.WITHIN:
            return None
        standing = stand(self.role.salary_bands, low=self.low, high=self.high)
        is_met = standing.position in {Position.WITHIN, Position.STRADDLING}
        return standing if is_met else None

    @property
    def bands(self) -> tuple[SalaryBand, ...]:
        """The bands that the answer speaks of."""
        return self.standing.bands + (self.elsewhere.bands if self.elsewhere else ())

    @property
    def is_of_one_band(self) -> bool:
        return len(self.bands) == 1

    @property
    def bases(self) -> tuple[str, ...]:
        """What those bands rest on; mostly one line for all."""
        return tuple(dict.fromkeys(band.basis for band in self.bands))

    @property
    def is_due(self) -> bool:
        """Whether one of those bands is due for review."""
        return any(band.is_due for band in self.bands)

    @property
    def caution(self) -> str:
        """What to say with figures that are due, "" where none is."""
        return CAUTION if self.is_due else ""
