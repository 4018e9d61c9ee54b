"""A guide is printed as a handout: everything is there, and nothing is cut off."""

import unicodedata
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser.addresses import GUIDE

POINTS = 72 / 25.4  # a millimetre
MARGIN = 16 * POINTS


@pytest.fixture
def pages(page, site):
    page.goto(site + GUIDE)
    return PdfReader(BytesIO(page.pdf(format="A4"))).pages


def test_printed_guide_says_everything(pages, ml_guide):
    text = "".join(page.extract_text() for page in pages)
    said = "".join(unicodedata.normalize("NFKC", text).split())  # "ﬁ" is "fi"

    parts = [*ml_guide.key_facts, *ml_guide.tasks, *ml_guide.requirements, *ml_guide.career_steps]
    for part in parts:
        assert "".join(part.title.split()) in said
    for band in ml_guide.salary_bands:
        assert "".join(str(band).split()) in said
    assert "Zitiervorschlag" in said
    assert "https://techminds.test/jobprofile/machine-learning-engineer/" in said
    for word in ("ZumInhaltspringen", "Vakanzanfragen", "Impressum", "Zitatkopieren"):
        assert word not in said


def test_printed_guide_is_not_cut_off(pages):
    outside = []

    def look(text, current, matrix, font, size):
        x = matrix[4] * current[0] + current[4]
        if text.strip() and not MARGIN - 1 <= x <= float(width) - MARGIN:
            outside.append((round(x), text))

    for page in pages:
        width = page.mediabox.width
        page.extract_text(visitor_text=look)
    assert outside == []


def test_printed_guide_fits_the_paper(page, site):
    paper = round(210 / 25.4 * 96 - 2 * 16 / 25.4 * 96)  # CSS pixels between the margins
    page.emulate_media(media="print")
    page.set_viewport_size({"width": paper, "height": 1000})

    page.goto(site + GUIDE)

    assert page.evaluate("document.documentElement.scrollWidth") == paper


def test_printed_guide_has_dark_letters_on_white(page, site):
    page.emulate_media(media="print", color_scheme="dark")

    page.goto(site + GUIDE)

    colour = page.evaluate("getComputedStyle(document.querySelector('h1')).color")
    assert colour == "rgb(20, 38, 63)"
