"""Infographics: what a guide says, drawn. Each picture carries its date, its sources and its credit."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import TextChoices
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from roles.amounts import format_range
from roles.guide import Guide, Requirement
from roles.pay_chart import Scale
from roles.vocabulary import Importance
from techminds import social_image as images
from techminds.pictures import Face, Picture, Type, balanced, fitting, wrap
from techminds.typography import grouped

if TYPE_CHECKING:
    from roles.models import Edition

# All lengths are units of a picture. At 350 px a unit is 0.73 px, so that text of 20 has 14.6 px.
WIDTH = 480
MARGIN = 36
COLUMN = WIDTH - 2 * MARGIN
CREDIT = 106  # under an embedded picture; at 280 px still two lines

KICKER = Type(Face.STRONG, 18, 24, "accent")
# Sizes to try, and how many lines each may take.
TITLES = [
    (Type(Face.SERIF, size, size * 1.14), most)
    for size, most in ((40, 1), (37, 1), (40, 3), (33, 4), (28, 9))
]
HEADING = Type(Face.SERIF, 25, 31)
LEDE = Type(Face.SANS, 20, 29, "text-muted")
TEXT = Type(Face.SANS, 20, 28)
STRONG = Type(Face.STRONG, 20, 26)
QUIET = Type(Face.SANS, 18, 25, "text-muted")
SMALL = Type(Face.SANS, 16, 23, "text-muted")
ADDRESS = Type(Face.STRONG, 16, 23)
NUMERAL = Type(Face.SERIF, 32, 36, "accent")
SMALL_NUMERAL = Type(Face.SERIF, 20, 28, "accent")
FIGURES = [(Type(Face.SERIF, size, size * 1.2), 1) for size in (38, 33, 28)]
BRAND = Type(Face.SERIF, 21, 28)

SPELLED = dict(
    enumerate(
        ("Zwei", "Drei", "Vier", "Fünf", "Sechs", "Sieben", "Acht", "Neun", "Zehn", "Elf", "Zwölf"),
        2,
    )
)
NO_PAY = "Noch keine belastbaren Gehaltszahlen"


class Name(TextChoices):
    """The infographics in the order of the guide; the value stands in the address."""

    OVERVIEW = "ueberblick", "Überblick"
    TASKS = "aufgaben", "Aufgaben"
    REQUIREMENTS = "anforderungen", "Anforderungen"
    SALARY = "gehalt", "Gehalt nach Level"
    CAREER = "karriere", "Weg in den Beruf"


@dataclass(frozen=True)
class Points:
    """A part of what a picture says, as text: a heading with titles and their details."""

    heading: str
    points: tuple[tuple[str, str], ...]
    is_ordered: bool = False

    def __str__(self):
        return f"{self.heading}: {', '.join(title for title, _ in self.points)}."


@dataclass(frozen=True)
class Infographic:
    """A picture of a guide; width and height in units, which are pixels at its natural size.

    Beside the points it shows the salary bands, if `shows_pay`.
    """

    name: Name
    title: str
    alt: str
    points: tuple[Points, ...]
    svg: str
    width: int
    height: int

    @property
    def shows_pay(self) -> bool:
        return self.is_overview or self.is_salary

    @property
    def is_overview(self) -> bool:
        return self.name == Name.OVERVIEW

    @property
    def is_salary(self) -> bool:
        return self.name == Name.SALARY

    @property
    def frame_height(self) -> int:
        """How high a frame of the picture's width is that also holds the credit."""
        return self.height + CREDIT


def available(guide: Guide) -> list[Name]:
    """Return the pictures that a guide has something for."""
    content = {
        Name.OVERVIEW: True,
        Name.TASKS: guide.tasks,
        Name.REQUIREMENTS: guide.requirements,
        Name.SALARY: guide.salary_bands,
        Name.CAREER: guide.career_steps,
    }
    return [name for name in Name if content[name]]


def draw(name: str, guide: Guide, edition: Edition | None = None) -> Infographic | None:
    """Draw one picture, of an edition or of a working copy; None if the guide has nothing for it."""
    if name not in available(guide):
        return None
    address = settings.SITE_URL + reverse("roles:guide", args=[guide.slug])
    return _drawn(Name(name), guide, imprint(edition), address.partition("://")[2])


def social_image(guide: Guide) -> str:
    """Draw what is shown beside a link to the guide."""
    if guide.pay is None:
        return images.draw("Jobprofil", guide.title, guide.teaser)
    lowest, highest = guide.pay
    length = max(highest - lowest, 1)
    bars = [
        ((band.minimum - lowest) / length, (band.maximum - lowest) / length)
        for band in guide.salary_bands
    ]
    figure = f"{format_range(*guide.pay)} brutto im Jahr"
    return images.draw("Jobprofil", guide.title, "", figure, tuple(bars))


def imprint(edition: Edition | None) -> str:
    """Return "Ausgabe 3, Stand 24. November 2026"."""
    if edition is None:
        return "Vorschau, nicht veröffentlicht"
    day = date_format(timezone.localtime(edition.published_at), "j. F Y")
    return f"Ausgabe {edition.number}, Stand {day}"


# Documents are frozen, so equal ones make equal pictures; a guide page shows five.
@lru_cache(maxsize=256)
def _drawn(name, guide, imprint, address):
    sheet = Sheet()
    heading, alt, points = CONTENT[name](sheet, guide)
    sheet.foot(imprint, address)
    title = f"{guide.title}: {heading}"
    pay = _pay_sentences(guide) if name in {Name.OVERVIEW, Name.SALARY} else ()
    description = " ".join([*pay, *map(str, points), f"{imprint}, {address}"])
    height = round(sheet.y)
    svg = sheet.picture.svg(height, title, description)
    return Infographic(name, title, alt, tuple(points), svg, WIDTH, height)


class Sheet:
    """A picture filled from top to bottom; `y` is where the next thing goes."""

    def __init__(self):
        self.picture = Picture(WIDTH)
        self.picture.rectangle(0, 0, WIDTH, 6, "accent")
        self.y: float = 40

    def space(self, height: float):
        self.y += height

    def head(self, kicker: str, title: str):
        self.paragraph(kicker, KICKER)
        self.space(8)
        style = fitting(title, TITLES, COLUMN)
        self.y = self.picture.lines(MARGIN, self.y, balanced(title, style, COLUMN), style)

    def rule(self, x: float = MARGIN, width: float = COLUMN):
        self.picture.rectangle(x, self.y, width, 1, "line")

    def chapter(self, title: str):
        """Begin a part of the sheet: a hairline and a heading."""
        self.space(32)
        self.rule()
        self.space(24)
        self.y = self.picture.lines(MARGIN, self.y, [title], HEADING)
        self.space(8)

    def paragraph(self, text: str, style: Type, *, x: float = MARGIN, width: float = COLUMN):
        self.y = self.picture.lines(x, self.y, wrap(text, style, width), style)

    def numbered(self, number: int, text: str, indent: float, numeral: Type, style: Type):
        """Write a numeral, and the text beside it with its first line at the same height."""
        self.picture.line(MARGIN, self.y, f"{number}", numeral)
        self.space((numeral.leading - style.leading) / 2)
        self.paragraph(text, style, x=MARGIN + indent, width=COLUMN - indent)

    def foot(self, imprint: str, address: str):
        self.space(40)
        self.rule()
        self.space(24)
        self.picture.logo(MARGIN, self.y, 28)
        self.picture.line(MARGIN + 40, self.y, "TechMinds", BRAND)
        self.space(28 + 12)
        self.paragraph(imprint, SMALL)
        start, _, slug = address.rstrip("/").rpartition("/")
        whole = ADDRESS.width(address) <= COLUMN
        for line in [address] if whole else [f"{start}/", f"{slug}/"]:
            lines = wrap(line, ADDRESS, COLUMN, hyphen="")
            self.y = self.picture.lines(MARGIN, self.y, lines, ADDRESS)
        self.space(32)


# What each picture shows. Each function returns its heading, its words for <img alt> and its points.


def _overview(sheet: Sheet, guide: Guide):
    sheet.head(f"Jobprofil · {guide.field.label}", guide.title)
    sheet.space(16)
    sheet.paragraph(guide.teaser, LEDE)
    sheet.chapter("Gehalt")
    if guide.pay:
        _overall(sheet, guide)
        sheet.space(12)
        _small_bars(sheet, guide.salary_bands)
        sheet.space(12)
        _provenance(sheet, guide)
    else:
        sheet.paragraph(NO_PAY, TEXT)
    if guide.tasks:
        sheet.chapter("Aufgaben")
        _list(sheet, guide.tasks)
    for importance, parts in _by_importance(guide):
        sheet.chapter(importance.label)
        sheet.paragraph(", ".join(part.title for part in parts), TEXT)
    if guide.career_steps:
        sheet.chapter(Name.CAREER.label)
        _list(sheet, guide.career_steps)
    points = [
        _points(Name.TASKS.label, guide.tasks, is_ordered=True),
        *(_points(importance.label, parts) for importance, parts in _by_importance(guide)),
        _points(Name.CAREER.label, guide.career_steps, is_ordered=True),
    ]
    alt = f"Die Rolle {guide.title} auf einen Blick"
    return Name.OVERVIEW.label, alt, [part for part in points if part.points]


def _tasks(sheet: Sheet, guide: Guide):
    heading = _counted(len(guide.tasks), "Eine Aufgabe", "Aufgaben")
    sheet.head(guide.title, heading)
    sheet.space(28)
    gap = 32
    half = (COLUMN - gap) / 2
    titles = [wrap(task.title, STRONG, half) for task in guide.tasks]
    uncut = all(STRONG.width(word) <= half for task in guide.tasks for word in task.title.split())
    if len(titles) > 1 and uncut and max(map(len, titles)) <= 4:
        for start in range(0, len(titles), 2):
            top = sheet.y
            for column, lines in enumerate(titles[start : start + 2]):
                x = MARGIN + column * (half + gap)
                sheet.picture.rectangle(x, top, half, 2, "text")
                sheet.picture.line(x, top + 14, f"{start + column + 1}", NUMERAL)
                bottom = sheet.picture.lines(x, top + 14 + 40, lines, STRONG)
                sheet.y = max(sheet.y, bottom)
            sheet.space(32)
        sheet.space(-32)
    else:
        for number, task in enumerate(guide.tasks, 1):
            sheet.rule()
            sheet.space(14)
            sheet.numbered(number, task.title, 56, NUMERAL, STRONG)
            sheet.space(16)
        sheet.space(-16)
    alt = f"{heading} in der Rolle {guide.title}"
    return heading, alt, [_points(heading, guide.tasks, is_ordered=True)]


def _requirements(sheet: Sheet, guide: Guide):
    heading = _counted(len(guide.requirements), "Eine Anforderung", "Anforderungen")
    sheet.head(guide.title, heading)
    sheet.space(-4)
    for importance, parts in _by_importance(guide):
        sheet.chapter(importance.label)
        sheet.space(4)
        for part in parts:
            _mark(sheet, importance)
            sheet.paragraph(part.title, STRONG, x=MARGIN + 28, width=COLUMN - 28)
            if part.skills:
                sheet.space(2)
                sheet.paragraph(_skills(part), QUIET, x=MARGIN + 28, width=COLUMN - 28)
            sheet.space(18)
        sheet.space(-18)
    points = [_points(importance.label, parts) for importance, parts in _by_importance(guide)]
    return heading, f"{heading} in der Rolle {guide.title}", points


def _salary(sheet: Sheet, guide: Guide):
    sheet.head(guide.title, Name.SALARY.label)
    sheet.space(20)
    if len(guide.salary_bands) > 1:
        _overall(sheet, guide)
        sheet.space(20)
    sheet.space(8)
    scale = Scale.of(guide.salary_bands)
    top = sheet.y
    row, bar = 74, 16
    for tick in scale.ticks:
        x = MARGIN + scale.share(tick) * COLUMN
        height = row * len(guide.salary_bands) + 2
        sheet.picture.rectangle(min(x, MARGIN + COLUMN - 1), top, 1, height, "line")
    for band in guide.salary_bands:
        label = band.label
        # Behind the words the grid would be in the way of reading.
        sheet.picture.rectangle(MARGIN - 2, sheet.y, COLUMN + 4, 34, "ground")
        sheet.picture.line(MARGIN, sheet.y + 4, label, STRONG)
        sheet.picture.line(MARGIN + COLUMN, sheet.y + 4, str(band), STRONG, anchor="end")
        _bar(sheet, scale, band, MARGIN, sheet.y + 38, COLUMN, bar)
        sheet.space(row)
    sheet.space(8)
    for tick in scale.ticks:
        share = scale.share(tick)
        anchor = "start" if share < 0.05 else "end" if share > 0.95 else "middle"
        label = grouped(tick // 1000)
        sheet.picture.line(MARGIN + share * COLUMN, sheet.y, label, SMALL, anchor=anchor)
    sheet.space(SMALL.leading)
    sheet.paragraph("Tausend Euro brutto im Jahr, Vollzeit", SMALL)
    sheet.space(20)
    for basis, labels in guide.bases.items():
        about = f"{', '.join(labels)}: " if len(guide.bases) > 1 else ""
        sheet.paragraph(about + basis, QUIET)
        sheet.space(8)
    _provenance(sheet, guide)
    sheet.space(-8)
    alt = f"Gehaltsspannen in der Rolle {guide.title} als Balken"
    return Name.SALARY.label, alt, []


def _career(sheet: Sheet, guide: Guide):
    """Steps that rise as in the logo, so the last one stands on top."""
    count = len(guide.career_steps)
    heading = f"{_counted(count, 'Ein Schritt', 'Schritte')} in den Beruf"
    sheet.head(guide.title, heading)
    sheet.space(28)
    shift = min(30, 150 / max(count - 1, 1))
    length = COLUMN - shift * (count - 1)
    for number, step in reversed(list(enumerate(guide.career_steps, 1))):
        x = MARGIN + shift * (number - 1)
        room = MARGIN + COLUMN - x
        sheet.picture.line(x, sheet.y, f"{number}", NUMERAL)
        indent = NUMERAL.width(f"{number}") + 12
        sheet.space((NUMERAL.leading - STRONG.leading) / 2)
        sheet.paragraph(step.title, STRONG, x=x + indent, width=room - indent)
        sheet.space(10)
        sheet.picture.rectangle(x, sheet.y, length, 10, "accent" if number == count else "text", 5)
        sheet.space(10 + 16)
    sheet.space(-16)
    points = [_points(heading, guide.career_steps, is_ordered=True)]
    return heading, f"{heading} {guide.title}, als Treppe", points


CONTENT = {
    Name.OVERVIEW: _overview,
    Name.TASKS: _tasks,
    Name.REQUIREMENTS: _requirements,
    Name.SALARY: _salary,
    Name.CAREER: _career,
}


def _overall(sheet, guide):
    figure = format_range(*guide.pay)
    style = fitting(figure, FIGURES, COLUMN)
    sheet.y = sheet.picture.lines(MARGIN, sheet.y, [figure], style)
    several = len(guide.salary_bands) > 1
    sheet.paragraph(f"brutto im Jahr, Vollzeit{', über alle Level' if several else ''}", QUIET)


def _small_bars(sheet, bands):
    scale = Scale.of(bands)
    left = max(QUIET.width(band.label) for band in bands) + 12
    right = max(QUIET.width(str(band)) for band in bands) + 16
    for band in bands:
        sheet.picture.line(MARGIN, sheet.y, band.label, QUIET)
        sheet.picture.line(MARGIN + COLUMN, sheet.y, str(band), QUIET, anchor="end")
        _bar(sheet, scale, band, MARGIN + left, sheet.y + 10, COLUMN - left - right, 8)
        sheet.space(30)
    sheet.space(-5)


def _bar(sheet, scale, band, x, y, width, height):
    start, end = scale.share(band.minimum) * width, scale.share(band.maximum) * width
    sheet.picture.rectangle(x, y, width, height, "track", height / 2)
    length = max(end - start, height)  # a range of one amount is a dot
    sheet.picture.rectangle(x + min(start, width - length), y, length, height, "accent", height / 2)


def _mark(sheet, importance):
    """Draw a full band before what is a must, a hollow one before what is a plus."""
    sheet.picture.rectangle(MARGIN, sheet.y + 10, 16, 8, "accent", 4)
    if importance != Importance.MUST:
        sheet.picture.rectangle(MARGIN + 2, sheet.y + 12, 12, 4, "ground", 2)


def _provenance(sheet, guide):
    for line in guide.provenance:
        sheet.paragraph(line, SMALL)


def _list(sheet, parts):
    indent = SMALL_NUMERAL.width(f"{len(parts)}") + 14
    for number, part in enumerate(parts, 1):
        sheet.numbered(number, part.title, indent, SMALL_NUMERAL, TEXT)


def _by_importance(guide) -> list[tuple[Importance, list[Requirement]]]:
    groups = [
        (importance, [part for part in guide.requirements if part.importance == importance])
        for importance in Importance
    ]
    return [(importance, parts) for importance, parts in groups if parts]


def _counted(count, one, several):
    if count == 1:
        return one
    return f"{SPELLED.get(count, count)} {several}"


def _points(heading, parts, *, is_ordered=False):
    pairs = ((part.title, _skills(part) if hasattr(part, "skills") else "") for part in parts)
    return Points(heading, tuple(pairs), is_ordered)


def _skills(requirement):
    return ", ".join(skill.name for skill in requirement.skills)


def _pay_sentences(guide):
    bands = [f"{band.label}: {band} {band.period.label}." for band in guide.salary_bands]
    return [*bands, *guide.bases, *(f"{line}." for line in guide.provenance)] or [NO_PAY]
