"""What differs between two guides, told by meaning."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.comparison import compare, plain
from techminds.differences import Kind, words
from tests.factories import BAND, guide
from tests.roles.strategies import guides


def part(title, text="<p>Ein Satz.</p>"):
    return {"title": title, "text": text}


def requirement(title="Python", importance="must", skills=()):
    named = [{"slug": name.lower(), "name": name, "kind": "tool"} for name in skills]
    return part(title) | {"importance": importance, "skills": named}


def told(old, new):
    """Return the changes from one document to the other as sentences."""
    return [str(change) for change in compare(guide(**old), guide(**new))]


def test_equal_guides_have_no_changes(ml_guide):
    assert compare(ml_guide, ml_guide) == []


def test_band_that_changed_says_both_ranges():
    old = {"salary_bands": [BAND]}
    new = {"salary_bands": [BAND | {"minimum": 85_000, "maximum": 125_000}]}

    assert told(old, new) == ["Senior: 80.000–120.000\u202f€ → 85.000–125.000\u202f€"]


def test_bands_come_and_go():
    old = {"salary_bands": [BAND]}
    new = {"salary_bands": [BAND | {"level": "mid"}]}

    assert told(old, new) == [
        "Senior entfallen: 80.000–120.000\u202f€",
        "Mid-Level neu: 80.000–120.000\u202f€",
    ]


def test_band_tells_a_new_source_day_and_basis():
    old = {"salary_bands": [BAND]}
    new = {
        "salary_bands": [
            BAND | {"source": "Umfrage", "as_of": "2026-02-01", "basis": "Erfundene Zahl."}
        ]
    }

    assert told(old, new) == [
        "Senior, Quelle: Test → Umfrage",
        "Senior, Stand: 01.01.2026 → 01.02.2026",
        "Senior, Grundlage: Text geändert",
    ]


def test_part_that_moved_is_told_once():
    old = {"tasks": [part("A"), part("B"), part("C"), part("D")]}
    new = {"tasks": [part("A"), part("C"), part("D"), part("B")]}

    assert told(old, new) == ["Aufgabe 2 verschoben: „B“ von Platz 2 → Platz 4"]


def test_part_that_only_makes_room_has_not_moved():
    old = {"tasks": [part("A"), part("B")]}
    new = {"tasks": [part("Neu", "<p>Etwas ganz anderes.</p>"), part("A"), part("B")]}

    assert told(old, new) == ["Aufgabe 1 neu: Neu"]


def test_parts_come_and_go():
    old = {"key_facts": [part("A", "<p>Das eine hier.</p>"), part("B")]}
    new = {"key_facts": [part("B"), part("C", "<p>Ganz woanders steht das.</p>")]}

    assert told(old, new) == ["Key Fact 1 entfallen: A", "Key Fact 2 neu: C"]


def test_part_under_another_title_is_the_same_part():
    text = "<p>Was in der Nacht gerechnet wird, steht am Morgen bereit.</p>"
    old = {"career_steps": [part("Alt", text)]}
    new = {"career_steps": [part("Neu", text)]}

    assert told(old, new) == ["Karriereschritt 1, Überschrift: Alt → Neu"]


def test_requirement_tells_weight_and_skills():
    old = {"requirements": [requirement(skills=["Julia", "R"])]}
    new = {"requirements": [requirement(importance="plus", skills=["R", "Scala"])]}

    assert told(old, new) == [
        "Anforderung 1 „Python“, Gewicht: Erforderlich → Von Vorteil",
        "Anforderung 1 „Python“, Fähigkeit entfallen: Julia",
        "Anforderung 1 „Python“, Fähigkeit neu: Scala",
    ]


def test_text_is_compared_word_by_word():
    (change,) = compare(
        guide(introduction="<p>Das Modell läuft nachts.</p>"),
        guide(introduction="<p>Das Modell läuft <strong>immer</strong> gut.</p>"),
    )

    assert (change.field, change.place) == ("introduction", "Einleitung")
    assert [(run.text, run.kind) for run in change.words] == [
        ("Das Modell läuft ", None),
        ("nachts", Kind.REMOVED),
        ("immer gut", Kind.ADDED),
        (".", None),
    ]


def test_new_target_of_a_link_is_told():
    (change,) = compare(
        guide(introduction='<p><a href="/a">hier</a></p>'),
        guide(introduction='<p><a href="/b">hier</a></p>'),
    )

    assert [run.text for run in change.words if run.kind] == ["a", "b"]


def test_formatting_alone_is_told_as_such():
    old, new = {"introduction": "<p>Wort</p>"}, {"introduction": "<p><em>Wort</em></p>"}

    assert told(old, new) == ["Einleitung: bisherige Formatierung → neue Formatierung"]


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"slug": "anders"}, "Adresse: data-steward → anders"),
        ({"field": "cloud"}, "Fachgebiet: Daten und KI → Cloud und Infrastruktur"),
        ({"kldb": "43104-133"}, "KldB-Code: leer → 43104-133"),
        ({"review_by": "2098-12-31"}, "Prüfen bis: 01.01.2099 → 31.12.2098"),
        ({"teaser": "Anders."}, "Anriss: Text geändert"),
        ({"other_titles": ["Datenpflege"]}, "Andere Bezeichnung neu: Datenpflege"),
        ({"related": ["data-owner"]}, "Verwandtes Profil neu: data-owner"),
    ],
)
def test_each_field_is_told(values, sentence):
    assert told({}, values) == [sentence]


def test_other_author_is_told():
    author = guide().author.model_dump()
    other = author | {"slug": "max-beispiel", "name": "Max Beispiel"}

    assert told({}, {"author": other}) == ["Autor: Erika Muster → Max Beispiel"]
    assert told({}, {"author": author | {"position": "Leitung"}}) == [
        "Angaben zu Erika Muster: bisher → neu"
    ]


@settings(max_examples=40)
@given(guides(), guides())
def test_guides_differ_exactly_when_changes_are_told(old, new):
    assert (compare(old, new) == []) == (old == new)


@given(st.text(max_size=60), st.text(max_size=60))
def test_words_hold_both_texts(before, after):
    found = words(before, after)

    assert "".join(run.text for run in found if not run.is_added) == before
    assert "".join(run.text for run in found if not run.is_removed) == after


def test_plain_text_keeps_paragraphs():
    assert plain("<p>Eins.</p><ul><li>Zwei</li></ul>") == "Eins.\nZwei"
