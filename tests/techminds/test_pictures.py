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


@pytest.mark.parametrize("sign", ["😀", "漢", "Ａ"])
def test_width_of_a_sign_that_our_typefaces_lack_is_a_wide_square(sign):
    assert TEXT.width(sign) == pytest.approx(20 * 1.25 * 1.1)
    assert TEXT.width(f"a{sign}") == pytest.approx(TEXT.width("a") + 20 * 1.25 * 1.1)


@pytest.mark.parametrize("sign", ["\u0301", "\u0941", "\u20dd", "\u200d", "\ufe0f"])
def test_width_of_a_sign_that_joins_another_is_none(sign):
    assert TEXT.width(f"漢a{sign}") == TEXT.width("漢a")


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


@pytest.mark.parametrize("width", [111, 137, 138, 164])  # room for four squares, or for five
def test_wrap_keeps_signs_together_that_make_one(width):
    assert wrap("👩‍💻" * 6, TEXT, width, hyphen="") == ["👩‍💻👩‍💻"] * 3


def test_balanced_lines_are_as_few_and_more_alike():
    text = "Wahrscheinlichkeit und Statistik im Beruf"
    greedy, even = wrap(text, TEXT, 360), balanced(text, TEXT, 360)

    assert greedy == ["Wahrscheinlichkeit und Statistik im", "Beruf"]
    assert even == ["Wahrscheinlichkeit", "und Statistik im Beruf"]


def test_balanced_lines_cut_no_word_that_fits():
    text = "Wahrscheinlichkeitsrechnung im Alltag"

    assert wrap(text, TEXT, 250) == ["Wahrscheinlichkeitsrechn-", "ung im Alltag"]
    assert balanced(text, TEXT, 300) == ["Wahrscheinlichkeitsrechnung", "im Alltag"]


@pytest.mark.parametrize(
    ("text", "size"), [("Kurz", 40), ("Drei Worte im Titel", 30), ("Wort " * 30, 20)]
)
def test_fitting_takes_the_first_style_with_room(text, size):
    styles = [(Type(Face.SERIF, size, size), lines) for size, lines in ((40, 1), (30, 2), (20, 3))]

    assert fitting(text, styles, 200).size == size


def test_fitting_takes_no_style_that_cuts_a_word():
    styles = [(Type(Face.SERIF, size, size), 2) for size in (40, 20)]
    assert wrap("Wahrscheinlichkeit", styles[0][0], 240) == ["Wahrschei-", "nlichkeit"]

    assert fitting("Wahrscheinlichkeit", styles, 240).size == 20


def test_shortened_lines_say_that_something_is_missing():
    assert shortened(["eins", "zwei"], 2) == ["eins", "zwei"]
    assert shortened(["eins", "zwei", "drei"], 2) == ["eins", "zw…"]


def test_svg_has_a_title_a_description_and_one_style_sheet():
    root = ElementTree.fromstring(picture("Text"))

    assert root.tag == f"{SVG}svg"
    assert root.attrib == {
        "lang": "de",
        "width": "400",
        "height": "80",
        "viewBox": "0 0 400 80",
        "role": "img",
        "aria-labelledby": "titel beschreibung",
    }
    assert [(part.get("id"), part.text) for part in root[:2]] == [
        ("titel", "Ein Titel"),
        ("beschreibung", "Eine Beschreibung"),
    ]
    (style,) = root.iter(f"{SVG}style")
    assert style.text == STYLE
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert f"'sha256-{digest}'" == STYLE_HASH


def test_svg_holds_shapes_on_a_ground_in_the_order_of_drawing():
    drawn = Picture(400)
    drawn.rectangle(1, 2.5, 30, 40.125, "track")
    drawn.rectangle(5, 6, 7, 8, "accent", 3.5)

    root = ElementTree.fromstring(drawn.svg(80, "", ""))

    assert [shape.attrib for shape in root.iter(f"{SVG}rect")] == [
        {"class": "ground", "width": "400", "height": "80"},
        {"class": "track", "x": "1", "y": "2.5", "width": "30", "height": "40.12"},
        {"class": "accent", "x": "5", "y": "6", "width": "7", "height": "8", "rx": "3.5"},
    ]


def test_svg_holds_lines_of_text_on_their_baselines():
    drawn = Picture(400)
    drawn.line(20, 20, "Links", TEXT)
    drawn.line(380, 20, "Rechts", Type(Face.STRONG, 30, 40, "accent"), anchor="end")
    end = drawn.lines(20, 60, ["Eins", "Zwei"], TEXT)

    root = ElementTree.fromstring(drawn.svg(160, "", ""))

    sans = {"class": "sans text", "font-size": "20", "x": "20"}
    assert end == 116
    assert [(line.text, line.attrib) for line in root.iter(f"{SVG}text")] == [
        ("Links", sans | {"y": "40.67"}),
        (
            "Rechts",
            {
                "class": "strong accent",
                "font-size": "30",
                "x": "380",
                "y": "50",
                "text-anchor": "end",
            },
        ),
        ("Eins", sans | {"y": "80.67"}),
        ("Zwei", sans | {"y": "108.67"}),
    ]


def test_svg_escapes_hostile_text():
    drawn = Picture(400)
    drawn.line(0, 0, HOSTILE, TEXT)

    root = ElementTree.fromstring(drawn.svg(80, HOSTILE, HOSTILE))

    assert [part.tag for part in root] == [
        f"{SVG}{tag}" for tag in ("title", "desc", "style", "rect", "text")
    ]
    kept = "\"'><script>alert(1)</script>&amp;]]>👩‍💻"
    assert [root[0].text, root[1].text, root[4].text] == [kept] * 3


def fills(css):
    return dict(re.findall(r"\.([a-z-]+)\{fill:([^}]+)\}", css))


def test_svg_has_the_colours_of_both_schemes():
    light, dark, forced = re.split(
        r"@media \((?:prefers-color-scheme:dark|forced-colors:active)\)", STYLE
    )

    meanings = fills(light)
    assert len(meanings) == 9
    assert meanings == {meaning: colors()[meaning] for meaning in meanings}
    assert fills(dark) == {meaning: colors("dark")[meaning] for meaning in meanings}
    assert forced == (
        "{.ground{fill:Canvas}.track{fill:Canvas}.line{fill:GrayText}.accent{fill:Highlight}"
        ".text{fill:CanvasText}.text-muted{fill:CanvasText}.brand{fill:CanvasText}"
        ".on-brand{fill:Canvas}.brand-accent{fill:Canvas}}"
    )


@pytest.mark.parametrize("face", Face)
def test_png_shows_letters(face):
    empty, written = pixels(picture()), pixels(picture("Ä ß 0–€", Type(face, 30, 40)))

    assert empty.getcolors() == [(400 * 80, (0xFC, 0xFB, 0xF8))]
    text = (0x14, 0x26, 0x3F)
    count = {color: number for number, color in written.getcolors(10_000)}
    assert count.get(text, 0) > 100


def test_png_faces_differ():
    assert len({pixels(picture("Gehalt", Type(face, 30, 40))).tobytes() for face in Face}) == 3


def test_png_takes_no_typeface_of_the_machine():
    """Signs that ours lack are the same empty box; with other typefaces each would be itself."""
    drawn = {pixels(picture(sign, Type(Face.SANS, 30, 40))).tobytes() for sign in "☃א漢"}

    assert len(drawn) == 1
    assert drawn != {pixels(picture()).tobytes()}


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
