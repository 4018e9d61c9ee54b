"""Pictures take their colours from the stylesheet of tokens."""

import re

import pytest

from techminds.palette import TOKENS, colors


def test_palette_has_every_colour_of_the_tokens_in_both_schemes():
    meanings = set(re.findall(r"--color-([a-z-]+):", TOKENS.read_text(encoding="utf-8")))

    assert len(meanings) > 10
    assert set(colors()) == set(colors("dark")) == meanings


@pytest.mark.parametrize(
    ("scheme", "ground", "accent"),
    [("light", "#fcfbf8", "#99380f"), ("dark", "#0f1622", "#f2a27c")],
)
def test_palette_follows_the_scheme(scheme, ground, accent):
    assert (colors(scheme)["ground"], colors(scheme)["accent"]) == (ground, accent)
