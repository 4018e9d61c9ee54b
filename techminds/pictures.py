"""Pictures of text and shapes as SVG and PNG: typefaces, measured lines, colours by their meaning.

An SVG follows the reader's light or dark scheme by its one style sheet, which is always the same:
its hash (STYLE_HASH) may stand in a content security policy. Lengths are in units of the picture.
"""

from __future__ import annotations

import base64
import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import resvg_py
from font_source_sans_pro import SourceSansPro, SourceSansProSemibold
from font_source_serif_pro import SourceSerifProSemibold
from PIL import ImageFont

from techminds.palette import colors


class Face(StrEnum):
    """A typeface: the name of its class in the style sheet."""

    SANS = "sans"
    STRONG = "strong"
    SERIF = "serif"


FILES = {
    Face.SANS: SourceSansPro,
    Face.STRONG: SourceSansProSemibold,
    Face.SERIF: SourceSerifProSemibold,
}
# Where the typefaces are not installed a browser takes a system font. The first ones named here
# are no more than 9 % wider than ours; "system-ui" may be 23 % wider, so it comes last.
SANS = (
    '"Source Sans Pro","Source Sans 3",-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,'
    "system-ui,sans-serif"
)
SERIF = (
    '"Source Serif Pro","Source Serif 4","Iowan Old Style","Palatino Linotype",Palatino,P052,'
    '"Book Antiqua",Georgia,serif'
)
SAFETY = 1.1  # how much wider than in our typefaces a line may come out and still fit

SYSTEM_COLORS = {
    "ground": "Canvas",
    "track": "Canvas",
    "line": "GrayText",
    "accent": "Highlight",
    "text": "CanvasText",
    "text-muted": "CanvasText",
    "brand": "CanvasText",
    "on-brand": "Canvas",
    "brand-accent": "Canvas",
}


def _fills(palette):
    return "".join(f".{meaning}{{fill:{color}}}" for meaning, color in palette.items())


# Dark and forced colours come after what a renderer without media queries, such as ours for PNG, reads.
STYLE = (
    "svg{max-width:100%;height:auto}"  # opened by itself in a narrow window
    f".sans{{font-family:{SANS};font-weight:400}}"
    f".strong{{font-family:{SANS};font-weight:600}}"
    f".serif{{font-family:{SERIF};font-weight:600}}"
    f"{_fills({meaning: colors()[meaning] for meaning in SYSTEM_COLORS})}"
    "@media (prefers-color-scheme:dark){"
    f"{_fills({meaning: colors('dark')[meaning] for meaning in SYSTEM_COLORS})}}}"
    f"@media (forced-colors:active){{{_fills(SYSTEM_COLORS)}}}"
)
STYLE_HASH = "'sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode() + "'"

# A PNG depends on these beside its SVG.
DRAWN_BY = hashlib.sha256(
    b"".join([resvg_py.__version__.encode(), *(Path(path).read_bytes() for path in FILES.values())])
).hexdigest()

SOFT_HYPHEN = "\u00ad"
BREAK = re.compile(rf"(?<=\w{{3}}[-/])(?=\w{{3}})|(?<={SOFT_HYPHEN})")
NO_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
JOINERS = "\u200d\ufe0e\ufe0f"
MEASURED_AT = 100  # px; widths scale from here


@dataclass(frozen=True)
class Type:
    """A way to set text: typeface, size and distance of lines in units, colour by its meaning."""

    face: Face
    size: float
    leading: float
    color: str = "text"

    def width(self, text: str) -> float:
        """Return how wide a line of the text is at most."""
        return _width(self.face, text) * self.size / MEASURED_AT * SAFETY


@cache
def _font(face):
    return ImageFont.truetype(FILES[face], MEASURED_AT, layout_engine=ImageFont.Layout.BASIC)


def _width(face, text):
    if max(text, default="") < "\u0300":
        return _font(face).getlength(text)
    # Ours lack emoji and East Asian characters, which are squares in any typeface that has them.
    text = "".join(sign for sign in text if not _joins(sign))
    squares = [sign for sign in text if unicodedata.east_asian_width(sign) in "WF"]
    rest = "".join(sign for sign in text if sign not in squares)
    return _font(face).getlength(rest) + len(squares) * MEASURED_AT * 1.25


def _joins(sign):
    """Whether the sign has no width of its own: accents, joiners."""
    return sign in JOINERS or unicodedata.category(sign) in {"Mn", "Me"}


def wrap(text: str, style: Type, width: float, *, hyphen: str = "-") -> list[str]:
    """Return the lines of a text that are no wider than the width.

    They break at spaces, soft hyphens, and after a "-" or "/" between words. A piece that is longer than a line is
    cut, with the hyphen at the cut.
    """
    lines: list[str] = []
    line = ""
    for glue, piece in _pieces(text):
        if line and style.width(_shown(line + glue + piece)) <= width:
            line += glue + piece
            continue
        if line:
            lines.append(line)
        while style.width(_shown(piece)) > width and len(piece) > 1:
            cut = _cut(piece, style, width, hyphen)
            lines.append(piece[:cut] + hyphen)
            piece = piece[cut:]
        line = piece
    if line:
        lines.append(line)
    return [_shown(line) for line in lines]


def balanced(text: str, style: Type, width: float) -> list[str]:
    """Return as few lines as `wrap`, of about the same length, as suits a heading."""
    lines = wrap(text, style, width)
    narrow, wide = width / 2, width
    while wide - narrow > width / 50:
        middle = (narrow + wide) / 2
        tried = wrap(text, style, middle)
        whole = max((style.width(piece) for _, piece in _pieces(text)), default=0) <= middle
        if len(tried) == len(lines) and whole:
            lines, wide = tried, middle
        else:
            narrow = middle
    return lines


def fitting(text: str, styles: Sequence[tuple[Type, int]], width: float) -> Type:
    """Return the first style in which no word is cut and no more lines are taken than allowed."""
    for style, most_lines in styles:
        words = max((style.width(piece) for _, piece in _pieces(text)), default=0)
        if words <= width and len(wrap(text, style, width)) <= most_lines:
            return style
    return styles[-1][0]


def shortened(lines: list[str], most: int) -> list[str]:
    """Return no more lines than that, with an ellipsis where some are left out."""
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1][:-2]}…"]


def _pieces(text) -> Iterator[tuple[str, str]]:
    for word in re.split(r"[ \t\r\n]+", text):
        for number, piece in enumerate(BREAK.split(word)):
            if piece:
                yield "" if number else " ", piece


def _shown(line):
    end = "-" if line.endswith(SOFT_HYPHEN) else ""
    return line.replace(SOFT_HYPHEN, "") + end


def _cut(piece, style, width, hyphen):
    """Return after how many signs to cut; between signs that make one, only if nothing else fits."""
    longest, most = 1, max(len(piece) - 3, 1)  # two letters would look lost on their line
    while style.width(_shown(piece[: longest + 1] + hyphen)) <= width and longest < most:
        longest += 1
    for cut in range(longest, 0, -1):
        if not _joins(piece[cut]) and piece[cut - 1] not in JOINERS:
            return cut
    return longest


class Picture:
    """A drawing in the making: shapes and lines of text from the top left, then `svg`."""

    def __init__(self, width: int):
        self.width = width
        self._shapes: list[ElementTree.Element] = []

    def rectangle(
        self, x: float, y: float, width: float, height: float, color: str, radius: float = 0
    ):
        corners = {"rx": _number(radius)} if radius else {}
        box = {"x": x, "y": y, "width": width, "height": height}
        self._draw(
            "rect", color, **{name: _number(value) for name, value in box.items()}, **corners
        )

    def line(self, x: float, y: float, text: str, style: Type, *, anchor: str = "start"):
        """Write one line into a line box with its upper edge at y; a browser folds white space."""
        baseline = y + style.leading / 2 + style.size / 3
        shape = self._draw(
            "text",
            f"{style.face} {style.color}",
            x=_number(x),
            y=_number(baseline),
            **{"font-size": _number(style.size)},
            **({} if anchor == "start" else {"text-anchor": anchor}),
        )
        shape.text = NO_XML.sub("", text)

    def lines(self, x: float, y: float, lines: Sequence[str], style: Type) -> float:
        """Write lines under each other and return where the last one ends."""
        for text in lines:
            self.line(x, y, text, style)
            y += style.leading
        return y

    def logo(self, x: float, y: float, size: float):
        """Draw the mark of static/img/logo.svg: three staggered bands."""
        unit = size / 32
        self.rectangle(x, y, size, size, "brand", 7 * unit)
        for left, top, width, color in (
            (6, 20, 9, "on-brand"),
            (10, 14, 10, "on-brand"),
            (14, 8, 12, "brand-accent"),
        ):
            self.rectangle(x + left * unit, y + top * unit, width * unit, 4 * unit, color, 2 * unit)

    def svg(self, height: float, title: str, description: str) -> str:
        """Return the picture as a document that any program may show by itself."""
        size = {"width": f"{self.width}", "height": _number(height)}
        root = ElementTree.Element(
            "svg",
            {"xmlns": "http://www.w3.org/2000/svg", "lang": "de"}
            | size
            | {"viewBox": f"0 0 {self.width} {size['height']}"}
            | {"role": "img", "aria-labelledby": "titel beschreibung"},
        )
        for tag, text in (("title", title), ("desc", description)):
            words = {"title": "titel", "desc": "beschreibung"}
            ElementTree.SubElement(root, tag, {"id": words[tag]}).text = NO_XML.sub("", text)
        ElementTree.SubElement(root, "style").text = STYLE
        ElementTree.SubElement(root, "rect", {"class": "ground"} | size)
        root.extend(self._shapes)
        return ElementTree.tostring(root, encoding="unicode")

    def _draw(self, tag, classes, **attributes):
        shape = ElementTree.Element(tag, {"class": classes} | attributes)
        self._shapes.append(shape)
        return shape


def png(svg: str, width: int) -> bytes:
    """Return an SVG of ours as a PNG of that many pixels across, in light colours.

    Only our typefaces are looked at: without them all text would be missing, without a word.
    """
    return resvg_py.svg_to_bytes(
        svg_string=svg, width=width, skip_system_fonts=True, font_files=list(FILES.values())
    )


def _number(value):
    return f"{value:.2f}".rstrip("0").rstrip(".")
