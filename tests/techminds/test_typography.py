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
    "gut - und günstig": "gut\u00a0– und günstig",
    "gut - <em>und</em> günstig": "gut\u00a0– <em>und</em> günstig",
    "Geht's?": "Geht’s?",
    "so – und so": "so\u00a0– und so",
    "2-3 Jahre, 10-15 %": "2–3 Jahre, 10–15\u202f%",
    "50.000-60.000 €": "50.000–60.000\u202f€",
    "Moment ...": "Moment …",
    'gut - "und" schön': "gut\u00a0– „und“ schön",
    '"ja" - nein': "„ja“\u00a0– nein",
    "gut <em>x</em> - und": "gut <em>x</em>\u00a0– und",
    "d. h., o. Ä., u. U., v. a., z. T., s. o., s. u.": (
        "d.\u202fh., o.\u202fÄ., u.\u202fU., v.\u202fa., z.\u202fT., s.\u202fo., s.\u202fu."
    ),
    "10&nbsp;% und Nr. 5, §§ 3": "10\u202f% und Nr.\u202f5, §§\u202f3",
    '("so")–"so"/"so"': "(„so“)–„so“/„so“",
    '<ul><li>"Ja"</li></ul>eins<br>"zwei"<H2>"drei"</H2>': (
        "<ul><li>„Ja“</li></ul>eins<br>„zwei“<H2>„drei“</H2>"
    ),
    "Ja! - nein? - (doch) - so; - und: - ende, - gut. - Ja": (
        "Ja!\u00a0– nein?\u00a0– (doch)\u00a0– so;\u00a0– und:\u00a0– ende,\u00a0– gut.\u00a0– Ja"
    ),
}
UNCHANGED = [
    "ML-Ingenieur/in",
    "43104-133",
    "2026-11-24",
    "+49 40 228595-570 Personen",
    "Level 2-3",
    "Satz. A. Meier schreibt.",
    "Vitamin c. E. coli",
    "Plan b. A. Meier",
    "z.\u202fB.x",
    "viel % und €",
    " - kein Strich am Anfang",
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


@given(st.text(alphabet="zBdh. \"'-<>p/a§5€%\u202f&nbsp;„“–()", max_size=40))
def test_typeset_twice_changes_nothing_more(typed):
    once = typeset(typed)

    assert typeset(once) == once
