"""The pictures that messengers and networks show beside a link: 1200 × 630, legible as a stamp."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from techminds.pictures import Face, Picture, Type, balanced, fitting, shortened, wrap

WIDTH, HEIGHT = 1200, 630
MARGIN = 80
COLUMN = WIDTH - 2 * MARGIN
BARS = 420  # across

KICKER = Type(Face.STRONG, 34, 42, "accent")
TITLES = [
    (Type(Face.SERIF, size, size * 1.1), most)
    for size, most in ((96, 2), (80, 2), (64, 3), (52, 3))
]
LINE = Type(Face.SANS, 40, 54, "text-muted")
FIGURE = Type(Face.STRONG, 48, 62)
BRAND = Type(Face.SERIF, 40, 56)

LOGO_BARS = ((0.0, 0.45), (0.2, 0.7), (0.4, 1.0))

# Kicker, title and line of the pages that have no picture of their own.
PAGES = {
    "start": (
        "Recruiting-Boutique",
        "Menschen, die Ihre Technik bauen",
        "Für Positionen in IT, Tech und Data Science",
    ),
    "jobprofile": (
        "Jobprofile",
        "Aufgaben, Anforderungen, Gehalt",
        "Tech-Berufe im Porträt, jede Zahl mit Quelle und Stand",
    ),
    "gehalt": (
        "Gehalt",
        "Was Tech-Rollen verdienen",
        "Spannen nach Rolle und Level, mit Quelle und Stand",
    ),
    "standorte": (
        "Standorte",
        "So erreichen Sie uns",
        "Anschriften und Telefonnummern unserer Büros",
    ),
    "vakanz-anfragen": (
        "Vakanz anfragen",
        "Wen suchen Sie?",
        "Nennen Sie uns die Stelle; ein Mensch antwortet",
    ),
    "impressum": ("TechMinds", "Impressum", "Wer für diese Website verantwortlich ist"),
    "datenschutz": ("TechMinds", "Datenschutz", "Was mit Ihren Daten geschieht und was nicht"),
    "barrierefreiheit": ("TechMinds", "Barrierefreiheit", "Wie zugänglich diese Website ist"),
}


def draw_page(name: str) -> str:
    """Return the picture of one of PAGES; the bands of the logo are its only ornament."""
    return draw(*PAGES[name], bars=LOGO_BARS)


@lru_cache(maxsize=256)
def draw(
    kicker: str, title: str, line: str, figure: str = "", bars: Sequence[tuple[float, float]] = ()
) -> str:
    """Return the picture as SVG.

    Each bar is a pair of shares of the axis, start and end, lowest first: they rise as in the logo.
    """
    picture = Picture(WIDTH)
    picture.rectangle(0, 0, WIDTH, 14, "accent")
    y = picture.lines(MARGIN, 76, shortened(wrap(kicker, KICKER, COLUMN), 1), KICKER) + 12
    style = fitting(title, TITLES, COLUMN)
    y = picture.lines(MARGIN, y, shortened(balanced(title, style, COLUMN), 3), style) + 16
    bottom = HEIGHT - MARGIN + 8
    picture.logo(MARGIN, bottom - 56, 56)
    picture.line(MARGIN + 76, bottom - 56, "TechMinds", BRAND)
    if figure:
        picture.line(MARGIN, y, figure, FIGURE)
        y += FIGURE.leading
    else:
        room = int((bottom - 56 - 24 - y) // LINE.leading)
        picture.lines(MARGIN, y, shortened(wrap(line, LINE, COLUMN), min(room, 2)), LINE)
    for number, (start, end) in enumerate(bars):
        x = WIDTH - MARGIN - BARS + start * BARS
        color = "accent" if number == len(bars) - 1 else "text"
        picture.rectangle(
            x, bottom - 22 - 38 * number, max((end - start) * BARS, 22), 22, color, 11
        )
    return picture.svg(HEIGHT, title, ". ".join(filter(None, [kicker, line, figure])))
