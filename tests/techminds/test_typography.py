"""German quotes, dashes and spaces, set when a page shows what somebody typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from techminds.typography import typeset

CASES = {
    "z. B. so": "z.\u202fB. so",
    "z.B. so": "z.\u202fB. so",
    "z.&nbsp;B. so": "z.\u202fB. so",
    "i. d. R. gut": "i.\u202fd.\u202fR. gut",
    "(u. a.)": "(u.\u202fa.)",
    "10 % mehr": "10\u202f% mehr",
    "80.000 € brutto": "80.000\u202f€ brutto",
    "§ 5 DDG, Art. 6 Abs. 1": "§\u202f5 DDG, Art.\u202f6 Abs.\u202f1",
    'Er sagt "ja".': "Er sagt „ja“.",
    '"Ja", sagt er': "„Ja“, sagt er",
    '<p>"Ja"</p><p>"Nein"</p>': "<p>„Ja“</p><p>„Nein“</p>",
    'Das <strong>"neue"</strong> Team': "Das <strong>„neue“</strong> Team",
    'Das "<strong>neue</strong>" Team': "Das „<strong>neue</strong>“ Team",
    "gut - und günstig": "gut – und günstig",
    "gut - <em>und</em> günstig": "gut – <em>und</em> günstig",
    "Geht's?": "Geht’s?",
}
UNCHANGED = [
    "ML-Ingenieur/in",
    "43104-133",
    "Satz. A. Meier schreibt.",
    "Version 1.2.3 und Node.js",
    "80.000–120.000\u202f€",
    '<a href="/x>y" rel="a b">Text</a>',
    "",
]


@pytest.mark.parametrize("typed", CASES)
def test_typeset_sets(typed):
    assert typeset(typed) == CASES[typed]


@pytest.mark.parametrize("typed", UNCHANGED)
def test_typeset_leaves(typed):
    assert typeset(typed) == typed


@given(st.text(alphabet="zBdh. \"'-<>p/a§5€%\u202f&nbsp;", max_size=40))
def test_typeset_twice_changes_nothing_more(typed):
    once = typeset(typed)

    assert typeset(once) == once
