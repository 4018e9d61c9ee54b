"""Pictures: lines that fit, documents that any program reads, letters that are there."""

import base64
import hashlib
import re
from io import BytesIO
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from techminds.palette import colors
from techminds.pictures import (
    STYLE,
    STYLE_HASH,
    Face,
    Picture,
    Type,
    balanced,
    fitting,
    png,
    shortened,
    wrap,
)

TEXT = Type(Face.SANS, 20, 28)
SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "\"'><script>alert(1)</script>&amp;]]>\ufffe\x00👩‍💻"


def picture(text="", style=TEXT):
    drawn = Picture(400)
    drawn.line(20, 20, text, style)
    return drawn.svg(80, "Ein Titel", "Eine Beschreibung")


def pixels(svg, width=400):
    return Image.open(BytesIO(png(svg, width))).convert("RGB")


@given(st.text(max_size=200), st.sampled_from(list(Face)), st.integers(100, 500))
def test_wrapped_line_is_never_wider_than_the_width(text, face, width):
    style = Type(face, 20, 28)

    for line in wrap(text, style, width):
        assert style.width(line) <= width


@given(st.text(st.characters(codec="utf-8", exclude_characters="\u00ad-/"), max_size=200))
def test_wrapped_lines_hold_the_whole_text(text):
    joined = "".join(wrap(text, TEXT, 120, hyphen=""))

    assert re.sub(r"[ \t\r\n]+", "", joined) == re.sub(r"[ \t\r\n]+", "", text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("Kurz", ["Kurz"]),
        ("Daten sammeln und prüfen", ["Daten", "sammeln", "und prüfen"]),
        ("Big-Data-Technologien", ["Big-Data-", "Technolog-", "ien"]),
        ("Daten\u00adverarbeitung", ["Daten-", "verarbeit-", "ung"]),
        ("Da\u00adten", ["Daten"]),
        ("Rolle ML-Ingenieur/in", ["Rolle", "ML-Ingeni-", "eur/in"]),
        ("50.000–120.000\u202f€", ["50.000–12-", "0.000\u202f€"]),
    ],
)
def test_wrap_breaks_where_a_reader_would(text, lines):
    assert wrap(text, TEXT, 105) == lines


def test_wrap_keeps_signs_together_that_make_one():
    lines = wrap("👩‍💻" * 12, TEXT, 120, hyphen="")

    assert "".join(lines) == "👩‍💻" * 12
    assert not any(line.startswith("\u200d") or line.endswith("\u200d") for line in lines)


def test_balanced_lines_are_as_few_and_more_alike():
    text = "Wahrscheinlichkeit und Statistik im Beruf"
    greedy, even = wrap(text, TEXT, 360), balanced(text, TEXT, 360)

    assert greedy == ["Wahrscheinlichkeit und Statistik im", "Beruf"]
    assert even == ["Wahrscheinlichkeit", "und Statistik im Beruf"]


@pytest.mark.parametrize(
    ("text", "size"), [("Kurz", 40), ("Drei Worte im Titel", 30), ("Wort " * 30, 20)]
)
def test_fitting_takes_the_first_style_with_room(text, size):
    styles = [(Type(Face.SERIF, size, size), lines) for size, lines in ((40, 1), (30, 2), (20, 3))]

    assert fitting(text, styles, 200).size == size


def test_shortened_lines_say_that_something_is_missing():
    assert shortened(["eins", "zwei"], 2) == ["eins", "zwei"]
    assert shortened(["eins", "zwei", "drei"], 2) == ["eins", "zw…"]


def test_svg_has_a_title_a_description_and_one_style_sheet():
    root = ElementTree.fromstring(picture("Text"))

    assert root.get("viewBox") == "0 0 400 80"
    assert root.get("aria-labelledby") == "titel beschreibung"
    assert [(part.get("id"), part.text) for part in root[:2]] == [
        ("titel", "Ein Titel"),
        ("beschreibung", "Eine Beschreibung"),
    ]
    (style,) = root.iter(f"{SVG}style")
    assert style.text == STYLE
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == STYLE_HASH


def test_svg_escapes_hostile_text():
    drawn = Picture(400)
    drawn.line(0, 0, HOSTILE, TEXT)

    root = ElementTree.fromstring(drawn.svg(80, HOSTILE, HOSTILE))

    assert [part.tag for part in root] == [
        f"{SVG}{tag}" for tag in ("title", "desc", "style", "rect", "text")
    ]
    kept = "\"'><script>alert(1)</script>&amp;]]>👩‍💻"
    assert [root[0].text, root[1].text, root[4].text] == [kept] * 3


def test_svg_has_the_colours_of_both_schemes():
    light, _, dark = STYLE.partition("@media (prefers-color-scheme:dark)")

    assert f".accent{{fill:{colors()['accent']}}}" in light
    assert f".accent{{fill:{colors('dark')['accent']}}}" in dark


@pytest.mark.parametrize("face", Face)
def test_png_shows_letters(face):
    empty, written = pixels(picture()), pixels(picture("Ä ß 0–€", Type(face, 30, 40)))

    assert empty.getcolors() == [(400 * 80, (0xFC, 0xFB, 0xF8))]
    text = (0x14, 0x26, 0x3F)
    count = {color: number for number, color in written.getcolors(10_000)}
    assert count.get(text, 0) > 100


def test_png_faces_differ():
    assert len({pixels(picture("Gehalt", Type(face, 30, 40))).tobytes() for face in Face}) == 3


def test_png_is_as_wide_as_asked():
    assert pixels(picture("Text"), 1200).size == (1200, 240)


def test_png_is_as_wide_as_measured():
    style = Type(Face.STRONG, 30, 40)
    left, _, right, _ = box = (
        pixels(picture("Datenanalyse", style))
        .point(lambda value: 255 * (value < 128))
        .convert("L")
        .getbbox()
    )

    assert box
    assert style.width("Datenanalyse") / 1.1 == pytest.approx(right - left, abs=7)


def test_logo_is_drawn_in_its_colours():
    drawn = Picture(320)
    drawn.logo(0, 0, 320)

    seen = pixels(drawn.svg(320, "Logo", ""), 320)

    assert seen.getpixel((160, 20)) == (0x14, 0x26, 0x3F)
    assert seen.getpixel((100, 220)) == (0xFF, 0xFF, 0xFF)
    assert seen.getpixel((200, 100)) == (0xF2, 0xA2, 0x7C)
