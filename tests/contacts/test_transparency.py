"""What a vacancy tells applicants too little about, and the title it is headed with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contacts.transparency import Code, Flag, flags, is_less_clear, neutral_title

PAY = "Art. 5 Abs. 1 Buchst. a der Richtlinie (EU) 2023/970"
NEUTRAL = "§ 11 mit § 1 und § 7 Abs. 1 AGG, Art. 5 Abs. 3 der Richtlinie (EU) 2023/970"


def flagged(**values):
    complete = {
        "title": "Data Engineer",
        "minimum": 80_000,
        "maximum": 95_000,
        "basis": "Tarifvertrag der IG Metall, Entgeltgruppe 14",
    }
    return flags(**complete | values)


def codes(**values):
    return [flag.code for flag in flagged(**values)]


def test_complete_vacancy_has_no_flag():
    assert flagged() == ()


def test_flag_for_no_pay_asks_for_range_and_basis_at_once():
    assert flagged(minimum=None, maximum=None, basis="") == (
        Flag(
            Code.NO_RANGE,
            "Zum Gehalt gibt es noch keine Angabe. Bewerbende sollen das Einstiegsentgelt oder "
            f"seine Spanne vor dem Gespräch kennen ({PAY}). Fragen Sie nach der Spanne und danach, "
            "worauf sie beruht.",
            PAY,
        ),
    )


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        (
            {"maximum": None},
            "Vom Gehalt ist nur „ab 80.000\u202f€“ bekannt. Zu einer Spanne "
            f"({PAY}) fehlt das obere Ende.",
        ),
        (
            {"minimum": None},
            "Vom Gehalt ist nur „bis 95.000\u202f€“ bekannt. Zu einer Spanne "
            f"({PAY}) fehlt das untere Ende.",
        ),
    ],
)
def test_flag_for_half_a_range_says_which_end_is_missing(ends, sentence):
    assert flagged(**ends) == (Flag(Code.HALF_RANGE, sentence, PAY),)


def test_flag_for_swapped_ends():
    assert flagged(minimum=95_000, maximum=80_000) == (
        Flag(
            Code.SWAPPED_RANGE,
            "Die Spanne beginnt bei 95.000\u202f€ und endet darunter, bei 80.000\u202f€. Vermutlich "
            "sind die Beträge vertauscht; Bewerbende sollen das Einstiegsentgelt oder seine Spanne "
            f"kennen ({PAY}).",
            PAY,
        ),
    )


@pytest.mark.parametrize("basis", ["", "  \n"])
def test_flag_for_no_basis(basis):
    rule = "Art. 5 Abs. 1 Buchst. a und b der Richtlinie (EU) 2023/970"

    assert flagged(basis=basis) == (
        Flag(
            Code.NO_BASIS,
            "Worauf das Gehalt beruht, ist noch offen. Es soll objektiven, geschlechtsneutralen "
            "Kriterien folgen; wendet der Arbeitgeber einen Tarifvertrag an, gehören dessen "
            f"Bestimmungen dazu ({rule}).",
            rule,
        ),
    )


def test_flag_for_a_wide_range_is_a_rule_of_ours():
    assert flagged(minimum=80_000, maximum=120_001) == (
        Flag(
            Code.WIDE_RANGE,
            "Die Spanne 80.000–120.001\u202f€ ist sehr weit: Ihr oberes Ende liegt mehr als die "
            "Hälfte über dem unteren. Das ist eine Hausregel von TechMinds, keine Vorschrift. "
            "Fragen Sie, ob zwei Level gemeint sind.",
            "Hausregel von TechMinds",
        ),
    )


@pytest.mark.parametrize(
    ("minimum", "maximum", "found"),
    [
        (80_000, 120_000, []),  # as wide as the widest band of our guides
        (80_000, 80_000, []),  # one figure is an initial pay
        (80_000, 79_999, [Code.SWAPPED_RANGE]),
        (0, 1, [Code.WIDE_RANGE]),
        (0, 0, []),
        (0, None, [Code.HALF_RANGE]),
        (None, 0, [Code.HALF_RANGE]),
    ],
)
def test_flags_at_the_limits_of_a_range(minimum, maximum, found):
    assert codes(minimum=minimum, maximum=maximum) == found


@pytest.mark.parametrize(
    ("title", "flag"),
    [
        (
            "Softwareentwickler",
            Flag(
                Code.TITLE_FOR_ONE,
                "Der Titel „Softwareentwickler“ nennt nur ein Geschlecht. Neutral ist zum Beispiel "
                f"„Softwareentwickler/in“. Grundlage: {NEUTRAL}.",
                NEUTRAL,
            ),
        ),
        (
            "Softwareentwickler (m/w)",
            Flag(
                Code.TITLE_FOR_TWO,
                "Der Titel „Softwareentwickler (m/w)“ nennt nur zwei Geschlechter. Schreiben Sie "
                f"„(m/w/d)“. Grundlage: {NEUTRAL}.",
                NEUTRAL,
            ),
        ),
        (
            "Junges Talent (m/w/d) im Data Team, Native Speaker",
            Flag(
                Code.TITLE_EXCLUDES,
                "Der Titel „Junges Talent (m/w/d) im Data Team, Native Speaker“ schließt mit "
                "„Native Speaker“ Menschen wegen ihrer Herkunft aus. Nehmen Sie das Wort heraus. "
                "Grundlage: § 11 mit § 1 und § 7 Abs. 1 AGG.",
                "§ 11 mit § 1 und § 7 Abs. 1 AGG",
            ),
        ),
    ],
)
def test_flag_for_a_title(title, flag):
    assert flagged(title=title)[-1] == flag


@pytest.mark.parametrize(
    "title",
    [
        "Data Engineer",
        "Leitung IT",
        "Softwareentwickler (m/w/d)",
        "Softwareentwickler/in",
        "",
    ],
)
def test_neutral_title_has_no_flag(title):
    assert flagged(title=title) == ()


def test_flags_come_with_pay_first():
    found = codes(title="Junger Entwickler", minimum=50_000, maximum=90_000, basis="")

    assert found == [
        Code.NO_BASIS,
        Code.WIDE_RANGE,
        Code.TITLE_EXCLUDES,
        Code.TITLE_FOR_ONE,
    ]


def test_each_flag_names_its_rule():
    cases = [
        {"minimum": None, "maximum": None, "title": "Junge Entwicklerin"},
        {"minimum": None, "basis": "", "title": "Entwickler (m/w)"},
        {"minimum": 3, "maximum": 2},
        {"minimum": 1, "maximum": 2},
    ]

    found = [flag for case in cases for flag in flagged(**case)]

    assert {flag.code for flag in found} == set(Code)
    assert [flag for flag in found if flag.rule not in flag.sentence] == []


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Data Engineer", "Data Engineer (m/w/d)"),
        (" Softwareentwickler ", "Softwareentwickler (m/w/d)"),
        ("Entwickler/in", "Entwickler/in (m/w/d)"),
        ("Entwickler (m/w)", "Entwickler (m/w/d)"),
        ("Entwickler (w/m) Python", "Entwickler (m/w/d) Python"),
        ("Entwickler m/w", "Entwickler (m/w/d)"),
        ("Entwickler(M|F)", "Entwickler (m/w/d)"),
        ("(m/w) Entwickler", "(m/w/d) Entwickler"),
        ("Entwickler (m / w) oder Tester (m / w)", "Entwickler (m/w/d) oder Tester (m/w/d)"),
        ("", ""),
        (" ", ""),
    ],
)
def test_neutral_title_is_marked(title, headline):
    assert neutral_title(title) == headline


@pytest.mark.parametrize(
    "mark",
    [
        "(m/w/d)",
        "(w/m/d)",
        "(d/m/w)",
        "(m/w/x)",
        "(M/W/D)",
        "(m|w|d)",
        "(m, w, d)",
        "(m/f/d)",
        "(f/m/x)",
        "(m/w/divers)",
        "(mwd)",
        "(gn)",
        "(gn*)",
        "(all genders)",
        "(alle Geschlechter)",
        "m/w/d",
    ],
)
def test_neutral_title_keeps_a_mark_for_all(mark):
    title = f"Data Engineer {mark} in Hamburg"

    assert neutral_title(title) == title


@given(st.text(max_size=60) | st.text("mwfd/|() ", max_size=20))
def test_neutral_title_of_a_neutral_title_is_itself(title):
    assert neutral_title(neutral_title(title)) == neutral_title(title)


@given(
    title=st.text(max_size=120),
    minimum=st.none() | st.integers(0, 10**7),
    maximum=st.none() | st.integers(0, 10**7),
    basis=st.text(max_size=20),
)
def test_flags_never_raise(title, minimum, maximum, basis):
    for flag in flags(title=title, minimum=minimum, maximum=maximum, basis=basis):
        assert flag.rule in flag.sentence


KNOWN = {
    "title": "Data Steward (m/w/d)",
    "minimum": 80_000,
    "maximum": 95_000,
    "basis": "Haustarif",
}


@pytest.mark.parametrize(
    ("before", "after", "is_less"),
    [
        ({}, {}, False),
        ({}, {"basis": ""}, True),
        ({}, {"minimum": None}, True),
        ({}, {"minimum": 40_000}, True),
        ({}, {"title": "Datenknecht (m/w)"}, True),
        ({"basis": ""}, {}, False),
        ({"minimum": None, "maximum": None}, {"minimum": None}, False),
        ({"minimum": None, "maximum": None}, {"basis": ""}, False),
        ({"minimum": None}, {"minimum": 40_000}, False),
        ({"minimum": None}, {"minimum": None, "maximum": None}, True),
        ({"minimum": 40_000}, {"minimum": None}, True),
    ],
)
def test_posting_that_tells_more_is_never_less_clear(before, after, is_less):
    assert is_less_clear(flags(**KNOWN | before), flags(**KNOWN | after)) is is_less
