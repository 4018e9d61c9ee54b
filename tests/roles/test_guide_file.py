"""Guides as files: without loss both ways, and a broken one names line and field."""

from contextlib import suppress
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from roles import guide_file
from roles.guide_file import GuideFileError
from roles.models import Edition, RoleProfile
from tests.factories import BAND, guide, load
from tests.roles.strategies import RELATED, WITH_DATABASE, guides, rolled_back

TEXT = guide_file.dump(guide(salary_bands=[BAND]))


def exported(slug):
    output = StringIO()
    call_command("export_guide", slug, stdout=output)
    return output.getvalue()


@settings(WITH_DATABASE, max_examples=30)
@given(guides())
def test_guide_file_gives_back_the_guide(document):
    text = guide_file.dump(document)

    assert guide_file.parse(text) == document
    assert guide_file.dump(guide_file.parse(text)) == text


@settings(WITH_DATABASE, max_examples=20)
@given(document=guides())
def test_guide_file_is_the_same_after_load_publish_and_export(db, document):
    text = guide_file.dump(document)
    with rolled_back():
        for slug in RELATED:
            load(guide(slug.title(), slug=slug, author=document.author.model_dump()))
        profile = RoleProfile()

        for number in (1, 2):
            profile.load(guide_file.parse(text))
            profile.publish()

            assert exported(document.slug) == text
            assert Edition.objects.get(number=number).guide == document


def test_guide_file_of_the_real_guide_is_the_same_after_a_round_trip(ml_guide):
    text = guide_file.dump(ml_guide)

    assert guide_file.parse(text) == ml_guide
    assert guide_file.dump(guide_file.parse(text)) == text


def test_guide_file_is_readable():
    text = guide_file.dump(guide(introduction="<p>Eins – ä.</p>\n<p>Zwei.</p>"))

    assert "introduction: |-\n  <p>Eins&nbsp;– ä.</p>\n  <p>Zwei.</p>\n" in text
    assert "key_facts:\n  - title: Erster Punkt\n    text: |-\n      <p>Ein Satz.</p>\n" in text


def line_of(start, text=TEXT):
    """Return the number of the only line that starts so."""
    (number,) = (
        number
        for number, line in enumerate(text.splitlines(), start=1)
        if line.strip().startswith(start)
    )
    return number


def faults_of(text):
    with pytest.raises(GuideFileError) as refusal:
        guide_file.parse(text)
    return str(refusal.value).splitlines()


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("title: Data Steward", "titel: Data Steward", None, "title: fehlt."),
        ("minimum: 80000", "minimum: achtzig", "minimum", "muss eine ganze Zahl sein."),
        ("minimum: 80000", "minimum: 80.000", "minimum", "muss eine ganze Zahl sein."),
        ("minimum: 80000", "minimum: 0", "minimum", "muss größer sein als 0."),
        ("minimum: 80000", "minimum: null", "minimum", "muss eine ganze Zahl sein."),
        ("level: senior", "level: chef", "- level", "muss einer dieser Werte sein:"),
        ("as_of: 2026-01-01", "as_of: 2026-02-30", "as_of", "muss ein Datum sein"),
        ("as_of: 2026-01-01", "as_of: 2026-13-01", "as_of", "muss ein Datum sein"),
        ("as_of: 2026-01-01", "as_of: 01.02.2026", "as_of", "muss ein Datum sein"),
        ("as_of: 2026-01-01", "as_of: 2026", "as_of", "muss ein Datum sein"),
        ("as_of: 2026-01-01", "as_of: 2026-01-01 12:00:00", "as_of", "muss ein Datum sein"),
        ("as_of: 2026-01-01", "as_of: bald", "as_of", "muss ein Datum sein"),
        ("schema_version: 1", "schema_version: 2", "schema_version", "muss 1 sein."),
        ("kldb: ''", "kldb: '4'", "kldb", "hat nicht die verlangte Form."),
        ("slug: data-steward", "slug: Data Steward", "slug: D", "hat nicht die verlangte Form."),
        ("teaser: ", f"teaser: {'x' * 301}", "teaser", "ist länger als 300 Zeichen."),
        ("title: Data Steward", "title: 7", "title: 7", "muss Text sein."),
        ("title: Data Steward", "title: ' '", "title: ' '", "darf nicht leer sein."),
        ("related: []", "related: data-owner", "related", "muss eine Liste sein."),
        ("related: []", "related: [data-steward]", None, "nennt andere Profile, jedes einmal."),
        ("esco_match: close", "esco_match: close\nfoo: 1", "foo", "gibt es in einem Guide nicht."),
    ],
)
def test_guide_file_names_line_and_field_at_fault(old, new, line, sentence):
    text = TEXT.replace(old, new, 1)
    number = line_of(line, text) if line else 1

    faults = faults_of(text)

    assert faults[0].startswith(f"Zeile {number}: ")
    assert sentence in faults[0]


def test_guide_file_counts_items_from_one():
    text = TEXT.replace("maximum: 120000", "maximum: 7")

    (fault,) = faults_of(text)

    number = line_of("- level: senior")
    assert fault == f"Zeile {number}: salary_bands[1]: Das Minimum liegt über dem Maximum."


def test_guide_file_names_every_fault():
    text = TEXT.replace("minimum: 80000", "minimum: x").replace("kldb: ''", "kldb: x")

    assert [fault.partition(": ")[2] for fault in faults_of(text)] == [
        "salary_bands[1].minimum: muss eine ganze Zahl sein.",
        "kldb: hat nicht die verlangte Form.",
    ]


def test_guide_file_refuses_a_key_that_stands_twice():
    text = TEXT + "title: Noch einer\n"

    assert faults_of(text) == [f"Zeile {len(text.splitlines())}: title steht doppelt."]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# nur ein Kommentar\n",
        "Ein Satz.",
        "- eine\n- Liste\n",
        "7",
    ],
)
def test_guide_file_refuses_what_is_no_guide(text):
    assert faults_of(text) == ["Zeile 1: Die Datei enthält keinen Guide."]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("title: [\n", 2),
        ("a: 1\nb: 'x\n", 3),
        ("a: 1\n\tb: 2\n", 2),
        ("a: 1\n--- \nb: 2\n", 2),
        ("a: !!python/object/apply:os.system [ls]\n", 1),
        ("a: 1\n? {b: c}\n: 2\n", 2),
        ("\x00", 1),
        ("a: &x [*x]\n", 1),
        ("a: " + "[" * 3000, 1),
    ],
    ids=["list", "quote", "tab", "two", "python", "key", "nul", "itself", "deep"],
)
def test_guide_file_refuses_broken_yaml(text, line):
    (fault, *_) = faults_of(text)

    assert fault.startswith(f"Zeile {line}: ")


@given(st.text(max_size=60))
def test_guide_file_answers_any_text(text):
    with pytest.raises(GuideFileError, match=r"\AZeile \d+: "):
        guide_file.parse(text)


@settings(max_examples=50)
@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text(max_size=5))
def test_guide_file_answers_a_damaged_file(start, length, patch):
    text = TEXT[:start] + patch + TEXT[start + length :]

    with suppress(GuideFileError):
        guide_file.parse(text)


def test_export_guide_refuses_what_is_not_published(db):
    load(guide())

    with pytest.raises(CommandError) as refusal:
        call_command("export_guide", "data-steward")

    assert str(refusal.value) == "Unter „data-steward“ ist kein Guide veröffentlicht."
