"""The page of figures: how many requests came, what clients would pay, how fast we answered.

Counts only what the worker has counted, so that it is as fast with a million requests as with ten.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Max, Sum
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.formats import date_format

from contacts.models import MonthlyFigures
from contacts.models.monthly_figures import months_until_now
from roles.market import Position
from roles.vocabulary import Level
from techminds.typography import grouped

FEWEST = 10  # requests; a share of fewer would look like a trend and be a single case

NO_LEVEL = "nicht genannt"
OWN_TITLE = "Eigener Titel"

# What a budget says about our bands: by groups of positions, in the order of the columns.
ANSWERS = {
    "darunter": {Position.BELOW},
    "in der Spanne": {Position.WITHIN},
    "dazwischen oder teils": {Position.BETWEEN, Position.STRADDLING},
    "darüber": {Position.ABOVE},
}


@dataclass(frozen=True)
class Row:
    """How many requests came for one thing; `share` of the longest bar, in whole percent."""

    label: str
    count: int
    share: int


@dataclass(frozen=True)
class MonthRow:
    """A month: what came, and what became of it by now. `mean` is None where nothing is answered."""

    month: date
    requests: int
    answered: int
    in_time: int
    mean: timedelta | None
    share: int

    @property
    def label(self):
        said = date_format(self.month, "F Y")
        return f"{said} bisher" if self.month == months_until_now()[-1] else said

    @property
    def mean_in_words(self):
        return duration(self.mean) if self.mean is not None else "–"


@dataclass(frozen=True)
class Part:
    """A part of a bar, in whole percent of its width."""

    number: int  # the place of its answer in ANSWERS, from 1
    start: int
    width: int


@dataclass(frozen=True)
class BudgetRow:
    """Where the budgets for a role and level stood among our bands on the day of the request."""

    role: str
    level: str
    counts: Mapping[str, int]  # by the names of ANSWERS
    unknown: int  # no budget named, or no band to hold it against

    @property
    def compared(self) -> int:
        return sum(self.counts.values())

    @property
    def is_telling(self) -> bool:
        return self.compared >= FEWEST

    @property
    def parts(self) -> list[Part]:
        """The bar of the row; none where the budgets are too few for one."""
        if not self.is_telling:
            return []
        parts, before = [], 0
        for number, count in enumerate(self.counts.values(), start=1):
            start = round(100 * before / self.compared)
            before += count
            end = round(100 * before / self.compared)
            if end > start:
                parts.append(Part(number, start, end - start))
        return parts


def duration(time: timedelta) -> str:
    """Return a length of time as people round it: minutes, hours, from two days on days."""
    minutes = round(time.total_seconds() / 60)
    if minutes < 60:
        return "1 Minute" if minutes == 1 else f"{minutes} Minuten"
    hours = round(minutes / 60)
    if hours < 48:
        return "1 Stunde" if hours == 1 else f"{hours} Stunden"
    return f"{round(hours / 24)} Tage"


def share_in_words(part: int, whole: int) -> str:
    """Return a share such as "36 von 40 (90 %)"; without the percentage where they are few."""
    said = f"{grouped(part)} von {grouped(whole)}"
    return f"{said} ({round(100 * part / whole)}\N{NO-BREAK SPACE}%)" if whole >= FEWEST else said


def months(figures) -> list[MonthRow]:
    """Return each month of the last twelve, those in which nothing came as well."""
    found = {
        row["month"]: row
        for row in figures.order_by()
        .values("month")
        .annotate(
            came=Sum("requests"),
            done=Sum("answered"),
            in_time=Sum("answered_in_time"),
            time=Sum("answer_time"),
        )
    }
    most = max((row["came"] for row in found.values()), default=0)
    nothing = {"came": 0, "done": 0, "in_time": 0, "time": timedelta()}
    return [
        MonthRow(
            month=month,
            requests=row["came"],
            answered=row["done"],
            in_time=row["in_time"],
            mean=row["time"] / row["done"] if row["done"] else None,
            share=_share(row["came"], most),
        )
        for month in months_until_now()
        for row in [found.get(month, nothing)]
    ]


def _share(count, most):
    """A bar for anything that is there at all."""
    return max(1, round(100 * count / most)) if count else 0


def _rows(counts):
    most = max(counts.values(), default=0)
    return [Row(label, count, _share(count, most)) for label, count in counts.items()]


def budgets(figures) -> list[BudgetRow]:
    """Return what clients would pay, by role and level, the roles asked for most first."""
    found: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for row in (
        figures.order_by()
        .values("profile__title", "level", "market_position")
        .annotate(came=Sum("requests"))
    ):
        key = (row["profile__title"] or OWN_TITLE, row["level"])
        found[key][row["market_position"]] += row["came"]
    of_role: Counter[str] = Counter()
    for (role, _), positions in found.items():
        of_role[role] += positions.total()
    levels = [*Level.values, ""]
    return [
        BudgetRow(
            role=role,
            level=Level(level).label if level else NO_LEVEL,
            counts={name: sum(positions[p] for p in group) for name, group in ANSWERS.items()},
            unknown=positions[""] + positions[Position.NO_DATA],
        )
        for (role, level), positions in sorted(
            found.items(),
            key=lambda item: (-of_role[item[0][0]], item[0][0], levels.index(item[0][1])),
        )
    ]


class Figures:
    """What the page shows of the last twelve months."""

    answers = tuple(ANSWERS)

    def __init__(self, figures):
        self.months, self.budgets = months(figures), budgets(figures)
        self.requests, self.answered, self.in_time = (
            sum(getattr(row, name) for row in self.months)
            for name in ("requests", "answered", "in_time")
        )

    @property
    def roles(self):
        return _rows(self._count("role"))

    @property
    def levels(self):
        counts = self._count("level")
        labels = [*Level.labels, NO_LEVEL]
        return _rows({label: counts[label] for label in labels if label in counts})

    @property
    def compared(self) -> list[BudgetRow]:
        """Roles and levels that the market has said anything about."""
        return [row for row in self.budgets if row.compared]

    @property
    def market(self) -> BudgetRow:
        """All budgets together."""
        counts = {name: sum(row.counts[name] for row in self.budgets) for name in ANSWERS}
        unknown = sum(row.unknown for row in self.budgets)
        return BudgetRow(role="Alle Jobprofile", level="", counts=counts, unknown=unknown)

    @property
    def answered_in_words(self):
        return share_in_words(self.answered, self.requests)

    @property
    def in_time_in_words(self):
        return share_in_words(self.in_time, self.answered)

    @property
    def mean_in_words(self):
        times = [row.mean * row.answered for row in self.months if row.mean is not None]
        return duration(sum(times, timedelta()) / self.answered) if self.answered else ""

    def _count(self, name):
        counts: Counter[str] = Counter()
        for row in self.budgets:
            counts[getattr(row, name)] += row.compared + row.unknown
        return counts


class FiguresPage(admin.ModelAdmin):
    """An admin of requests with a page of figures about them."""

    def get_urls(self):
        view = self.admin_site.admin_view(self.figures_view)
        return [path("zahlen/", view, name="contacts_figures"), *super().get_urls()]

    def figures_view(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": "Zahlen zu den Anfragen",
            "opts": self.opts,
            "counted_at": MonthlyFigures.objects.aggregate(at=Max("counted_at"))["at"],
            "figures": Figures(MonthlyFigures.objects.lately()),
            "fewest": FEWEST,
        }
        return TemplateResponse(request, "admin/contacts/figures.html", context)
