"""Figures in prose come from the salary bands and from nowhere else."""

import pytest

from roles import figures
from tests.factories import BAND, guide

GUIDE = guide(
    salary_bands=[
        BAND | {"level": "entry", "minimum": 50_000, "maximum": 60_000},
        BAND | {"level": "senior", "minimum": 80_000, "maximum": 120_000},
    ]
)


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("[Gehalt Senior]", "80.000–120.000\u202f€"),
        ("[Gehalt Einsteiger] brutto", "50.000–60.000\u202f€ brutto"),
        ("[Gehalt  einsteiger ]", "50.000–60.000\u202f€"),
        ("[gehalt&nbsp;SENIOR]", "80.000–120.000\u202f€"),
        ("[Gehalt gesamt]", "50.000–120.000\u202f€"),
        ("[Gehalt Mid-Level]", "[Gehalt Mid-Level]"),
        ("[Gehalt Chef]", "[Gehalt Chef]"),
        ("[Gehalt]", "[Gehalt]"),
        ("[Gehalt <b>Senior</b>]", "[Gehalt <b>Senior</b>]"),
        ("[Gehalt Senior] und [Gehalt Senior]", "80.000–120.000\u202f€ und 80.000–120.000\u202f€"),
        ("ohne", "ohne"),
        ("", ""),
    ],
)
def test_fill_puts_figures_in(text, filled):
    assert figures.fill(text, GUIDE) == filled


def test_fill_leaves_placeholders_without_bands():
    assert figures.fill("[Gehalt gesamt]", guide()) == "[Gehalt gesamt]"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("[Gehalt Senior] und [gehalt gesamt]", []),
        ("[Gehalt Mid-Level], [Gehalt Chef]", ["[Gehalt Mid-Level]", "[Gehalt Chef]"]),
        ("[gehalt chef]", ["[gehalt chef]"]),
        ("[GehaltSenior]", ["[GehaltSenior]"]),
        ("[ Gehalt Senior ]", ["[ Gehalt Senior ]"]),
        ("[Gehalt <strong>Senior</strong>]", ["[Gehalt <strong>Senior</strong>]"]),
        ("[Gehalt Senior", ["[Gehalt Senior"]),
        ("Gehalt [1] und Quelle [2]", []),
    ],
)
def test_unknown_names_what_no_band_fills(text, found):
    assert figures.unknown(text, GUIDE) == found
