"""What keeps a guide from being published, and what an editor is told to look at."""

from datetime import date
from pathlib import Path

import pytest
import time_machine
import yaml
from django.core.exceptions import ValidationError
from django.core.management import call_command
from hypothesis import given

from roles import preflight
from roles.guide import Guide
from roles.models import Edition, RoleProfile
from roles.preflight.finding import error, warning
from tests.factories import BAND, guide, load
from tests.roles.strategies import WITH_DATABASE, guides

SLIPS = Path(__file__).with_name("slips.yaml")
EMPTY = {"title": "Leer", "text": ""}
FIRST = {"title": "Erster Punkt", "text": "<p>Ein Satz.</p>"}
PICTURE = {
    "picture": "illustrations/a.webp",
    "alternative_text": "Zwei Menschen vor einem Plan.",
    "caption": "Am Morgen.",
    "credit": "Erika Muster",
}
AUTHOR = guide().author.model_dump()


def band(level="senior", minimum=80_000, maximum=120_000, **values):
    return BAND | {"level": level, "minimum": minimum, "maximum": maximum} | values


ENTRY, MID, SENIOR = band("entry", 50_000, 60_000), band("mid", 60_000, 80_000), band()


@time_machine.travel("2026-12-01T12:00:00+01:00")
def test_check_finds_nothing_in_the_shipped_guides(db, capsys):
    call_command("load_guides")

    found = {
        profile.slug: preflight.check(Guide.of(profile)) for profile in RoleProfile.objects.all()
    }
    assert found == {"data-engineer": [], "data-scientist": [], "machine-learning-engineer": []}


@time_machine.travel("2026-12-01T12:00:00+01:00")
def test_check_finds_every_slip(db):
    document = Guide.model_validate(yaml.safe_load(SLIPS.read_text(encoding="utf-8")))

    assert [
        (
            ".".join(str(step) for step in (f.field, f.index, f.column) if step not in {None, ""}),
            f.message,
        )
        for f in preflight.check(document)
    ] == [
        # errors
        (
            "introduction",
            "Der Link „/jobprofile/gibt-es-nicht/“ in der Einleitung führt nirgendwohin. Berichtigen "
            "Sie ihn, oder nehmen Sie ihn heraus.",
        ),
        (
            "introduction",
            "Der Link „#gibt-es-nicht“ in der Einleitung nennt eine Stelle, die es auf der Seite nicht "
            "gibt. Berichtigen Sie ihn.",
        ),
        (
            "introduction",
            "Der Link „/admin/“ in der Einleitung führt ins Backoffice, in das Besucher nicht kommen. "
            "Nehmen Sie ihn heraus.",
        ),
        ("key_facts.1.text", "„Was ist eine Geodatenbank?“ hat noch keinen Text."),
        (
            "illustrations.0.alternative_text",
            "Bild 1 fehlt der Alternativtext. Beschreiben Sie, was zu sehen ist.",
        ),
        (
            "illustrations.0.credit",
            "Bild 1 fehlt der Bildnachweis. Nennen Sie, wer es gemacht hat.",
        ),
        (
            "illustrations.0.picture",
            "Die Datei von Bild 1 ist nicht mehr da. Laden Sie das Bild noch einmal hoch.",
        ),
        (
            "illustrations.1.picture",
            "Die Datei von Bild 2 ist nicht mehr da. Laden Sie das Bild noch einmal hoch.",
        ),
        ("salary_introduction", "Zu „[Gehalt Chef]“ gibt es keine Gehaltsspanne."),
        (
            "salary_introduction",
            "„95.000\u202f€“ in der Einleitung zum Gehalt steht in keiner Gehaltsspanne. Ergänzen Sie "
            "die Spanne, oder nehmen Sie den Betrag aus dem Text.",
        ),
        ("salary_bands.0.source", "Der Gehaltsspanne Einsteiger fehlt die Quelle."),
        ("salary_bands.1.basis", "Der Gehaltsspanne Mid-Level fehlt die Grundlage."),
        ("salary_bands.2.as_of", "Der Stand der Gehaltsspanne Senior liegt in der Zukunft."),
        ("career_steps", "Es gibt noch keine Karriereschritte."),
        # warnings
        (
            "title",
            "Der Titel „Geodatenentwickler“ nennt nur ein Geschlecht. Neutral ist zum Beispiel "
            "„Geodatenentwickler/in“.",
        ),
        (
            "other_titles",
            "Die Bezeichnung „Junge Kartentalente“ schließt mit „Junge“ Menschen wegen ihres Alters "
            "aus. Nehmen Sie das Wort heraus.",
        ),
        (
            "teaser",
            "„42.000 Euro“ im Anriss veraltet, sobald sich die Gehaltsspanne ändert. Lassen Sie den "
            "Betrag weg.",
        ),
        ("teaser", "Nach „ab 42.000 Euro“ im Anriss fehlt das Satzzeichen."),
        (
            "introduction",
            "„Wie der Alltag aussieht“ in der Einleitung ist fett, aber keine Überschrift. Machen Sie "
            "daraus einen eigenen Punkt oder den Anfang eines Satzes.",
        ),
        (
            "introduction",
            "Der Link „http://karten.example/“ in der Einleitung ist unverschlüsselt. Prüfen Sie, ob "
            "es die Seite mit https:// gibt.",
        ),
        (
            "introduction",
            "„Er trainiert er“ in der Einleitung nennt „er“ zweimal. Streichen Sie eines.",
        ),
        (
            "introduction",
            "„Geodatenentwikler“ in der Einleitung sieht nach einem Tippfehler aus. Ist "
            "„Geodatenentwickler“ gemeint?",
        ),
        (
            "key_facts.0.text",
            "„42.000–50.000\u202f€“ im Key Fact „Was verdienen Geodatenentwickler?“ veraltet, sobald "
            "sich die Gehaltsspanne ändert. Schreiben Sie [Gehalt Einsteiger].",
        ),
        (
            "key_facts.0.text",
            "„60.000 bis 85.000 Euro“ im Key Fact „Was verdienen Geodatenentwickler?“ veraltet, "
            "sobald sich die Gehaltsspanne ändert. Schreiben Sie [Gehalt Senior].",
        ),
        (
            "key_facts.0.text",
            "Im Key Fact „Was verdienen Geodatenentwickler?“ stehen die Spannen für Einsteiger und "
            "Senior; die für Mid-Level fehlt. Ergänzen Sie [Gehalt Mid-Level].",
        ),
        (
            "illustrations.1.alternative_text",
            "Der Alternativtext von Bild 2 ist ein Dateiname. Beschreiben Sie, was zu sehen ist.",
        ),
        (
            "tasks.0.text",
            "Der Satz „Wer Karten pflegt, vergleicht Luftbilder mit …“ in der Aufgabe „Karten pflegen“ "
            "hat 36 Wörter; mehr als 30 sind schwer zu lesen. Teilen Sie ihn.",
        ),
        (
            "tasks.1.title",
            "Mehrere Aufgaben heißen „Karten pflegen“. Geben Sie jeder Überschrift eigene Worte.",
        ),
        (
            "tasks.1.text",
            "„und und“ in der Aufgabe „Karten pflegen“ steht doppelt. Streichen Sie ein Wort.",
        ),
        (
            "requirements.0.text",
            "Nach „Ein Meter“ in der Anforderung „Genauigkeit“ stehen mehrere Leerzeichen. Lassen Sie "
            "eines stehen.",
        ),
        (
            "salary_bands.1.as_of",
            "Der Stand der Gehaltsspanne Mid-Level (01.01.2023) ist über zwei Jahre alt. Prüfen Sie, ob "
            "die Zahlen noch gelten.",
        ),
        ("salary_bands.1.review_by", "Das Prüfdatum der Gehaltsspanne Mid-Level ist vorbei."),
        (
            "salary_bands.1.minimum",
            "Die Gehaltsspannen Einsteiger und Mid-Level überschneiden sich um 6.000\u202f€; das ist "
            "mehr als die Hälfte der schmaleren. Prüfen Sie die Grenzen.",
        ),
        (
            "author.photo_credit",
            "Dem Porträt von Erika Muster fehlt der Bildnachweis. Nennen Sie, wer es aufgenommen hat.",
        ),
        (
            "author.photo",
            "Das Porträt von Erika Muster ist nicht mehr da. Laden Sie es noch einmal hoch.",
        ),
        ("review_by", "Das Prüfdatum des Profils ist vorbei."),
    ]


@pytest.mark.parametrize(
    ("values", "finding"),
    [
        ({"teaser": ""}, error("teaser", "Der Anriss fehlt.")),
        ({"introduction": ""}, error("introduction", "Die Einleitung fehlt.")),
        ({"introduction": "<p></p>"}, error("introduction", "Die Einleitung fehlt.")),
        (
            {"introduction": "<ul><li>&nbsp;<br></li></ul>"},
            error("introduction", "Die Einleitung fehlt."),
        ),
        ({"key_facts": []}, error("key_facts", "Es gibt noch keine Key Facts.")),
        ({"tasks": []}, error("tasks", "Es gibt noch keine Aufgaben.")),
        ({"requirements": []}, error("requirements", "Es gibt noch keine Anforderungen.")),
        ({"career_steps": []}, error("career_steps", "Es gibt noch keine Karriereschritte.")),
        ({"tasks": [FIRST, EMPTY]}, error("tasks", "„Leer“ hat noch keinen Text.", 1, "text")),
        (
            {"title": "\u00a0", "slug": "role", "teaser": "Ein Satz."},
            error("title", "Der Titel hat keine lesbaren Zeichen."),
        ),
        (
            {"tasks": [FIRST | {"title": "\u00a0"}]},
            error("tasks", "Eine Überschrift („\u00a0“) hat keine lesbaren Zeichen.", 0, "title"),
        ),
        (
            {"tasks": [FIRST, FIRST | {"title": "erster  Punkt"}]},
            warning(
                "tasks",
                "Mehrere Aufgaben heißen „erster Punkt“. Geben Sie jeder Überschrift eigene Worte.",
                1,
                "title",
            ),
        ),
        (
            {"introduction": "<p><strong>Werkzeuge</strong><br>Viele.</p>"},
            warning(
                "introduction",
                "„Werkzeuge“ in der Einleitung ist fett, aber keine Überschrift. Machen Sie daraus "
                "einen eigenen Punkt oder den Anfang eines Satzes.",
            ),
        ),
        (
            {"introduction": "Werkzeuge<p>Viele.</p>"},
            warning(
                "introduction",
                "„Werkzeuge“ in der Einleitung steht in keinem Absatz. Machen Sie daraus einen.",
            ),
        ),
        (
            {"author": AUTHOR | {"biography": "Ohne Absatz."}},
            warning(
                "author",
                "„Ohne Absatz.“ im Kurzporträt von Erika Muster steht in keinem Absatz. Machen Sie "
                "daraus einen.",
                column="biography",
            ),
        ),
    ],
)
def test_check_finds_what_is_missing_or_built_wrongly(values, finding):
    assert preflight.check_document(guide(**values)) == [finding]


@pytest.mark.parametrize(
    "introduction",
    [
        "<p><strong>Alle lesen das.</strong></p>",
        "<p>Das ist <strong>wichtig</strong></p>",
        "<p><strong>Wichtig:</strong> Das gilt für alle.</p>",
        "<ul><li><strong>Einsteiger</strong></li><li><p><strong>Senior</strong></p></li></ul>",
    ],
)
def test_check_takes_emphasis_for_no_heading(introduction):
    assert preflight.check_document(guide(introduction=introduction)) == []


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"alternative_text": "IMG_0815"}, "ist ein Dateiname"),
        ({"alternative_text": "am-morgen.webp"}, "ist ein Dateiname"),
        ({"alternative_text": "Bild von zwei Menschen."}, "beginnt mit „Bild von“"),
        ({"alternative_text": "Foto: Zwei Menschen."}, "beginnt mit „Foto:“"),
        ({"alternative_text": "am Morgen"}, "wiederholt die Bildunterschrift"),
    ],
)
def test_check_warns_of_alternative_texts_that_tell_nothing(values, problem):
    document = guide(illustrations=[PICTURE | values])

    assert preflight.check_document(document) == [
        warning(
            "illustrations",
            f"Der Alternativtext von Bild 1 {problem}. Beschreiben Sie, was zu sehen ist.",
            0,
            "alternative_text",
        )
    ]


@pytest.mark.parametrize(
    ("bands", "finding"),
    [
        (
            [MID, band(source="")],
            error("salary_bands", "Der Gehaltsspanne Senior fehlt die Quelle.", 1, "source"),
        ),
        (
            [band(basis="")],
            error("salary_bands", "Der Gehaltsspanne Senior fehlt die Grundlage.", 0, "basis"),
        ),
        (
            [band(as_of=date(2026, 5, 2))],
            error(
                "salary_bands",
                "Der Stand der Gehaltsspanne Senior liegt in der Zukunft.",
                0,
                "as_of",
            ),
        ),
        (
            [band(as_of=date(2024, 4, 28))],
            warning(
                "salary_bands",
                "Der Stand der Gehaltsspanne Senior (28.04.2024) ist über zwei Jahre alt. Prüfen Sie, "
                "ob die Zahlen noch gelten.",
                0,
                "as_of",
            ),
        ),
        (
            [ENTRY, SENIOR],
            warning(
                "salary_bands",
                "Zwischen Einsteiger und Senior fehlt die Gehaltsspanne für Mid-Level.",
            ),
        ),
        (
            [MID, band("senior", 50_000, 70_000)],
            error(
                "salary_bands",
                "Die Gehaltsspanne Senior (50.000–70.000\u202f€) liegt unter der für Mid-Level "
                "(60.000–80.000\u202f€). Sind die Levels vertauscht?",
                1,
                "minimum",
            ),
        ),
        (
            [MID, band("senior", 50_000, 80_000)],
            warning(
                "salary_bands",
                "Die Gehaltsspanne Senior beginnt mit 50.000\u202f€ unter der für Mid-Level "
                "(60.000\u202f€). Prüfen Sie beide.",
                1,
                "minimum",
            ),
        ),
        (
            [MID, band("senior", 60_000, 79_000)],
            warning(
                "salary_bands",
                "Die Gehaltsspanne Senior endet mit 79.000\u202f€ unter der für Mid-Level "
                "(80.000\u202f€). Prüfen Sie beide.",
                1,
                "maximum",
            ),
        ),
        (
            [MID, band("senior", 69_999, 120_000)],
            warning(
                "salary_bands",
                "Die Gehaltsspannen Mid-Level und Senior überschneiden sich um 10.001\u202f€; das ist "
                "mehr als die Hälfte der schmaleren. Prüfen Sie die Grenzen.",
                1,
                "minimum",
            ),
        ),
        (
            [MID, band("senior", 100_001, 140_001)],
            warning(
                "salary_bands",
                "Zwischen den Gehaltsspannen Mid-Level und Senior ist eine Lücke von 20.001\u202f€. "
                "Prüfen Sie die Grenzen.",
                1,
                "minimum",
            ),
        ),
    ],
)
@time_machine.travel("2026-05-01T12:00:00+02:00", tick=False)
def test_check_finds_what_is_odd_about_bands(bands, finding):
    # The document puts the bands in order.
    assert preflight.check_document(guide(salary_bands=bands[::-1])) == [finding]


@pytest.mark.parametrize(
    "bands",
    [
        [ENTRY, MID, SENIOR],
        [ENTRY],
        [MID, SENIOR],
        [MID, band("senior", 70_000, 120_000)],
        [MID, band("senior", 100_000, 140_000)],
        [band("entry", 50_000, 50_000), MID],
    ],
    ids=["touching", "one", "no entry", "shared half", "gap of a half", "one figure"],
)
@time_machine.travel("2026-05-01T12:00:00+02:00", tick=False)
def test_check_takes_bands_as_they_mostly_are(bands):
    assert preflight.check_document(guide(salary_bands=bands)) == []


@time_machine.travel("2026-05-01T12:00:00+02:00", tick=False)
def test_check_warns_of_reviews_that_are_due():
    yesterday = date(2026, 4, 30)
    document = guide(review_by=yesterday, salary_bands=[band(review_by=yesterday)])

    assert preflight.check_document(document) == [
        warning(
            "salary_bands", "Das Prüfdatum der Gehaltsspanne Senior ist vorbei.", 0, "review_by"
        ),
        warning("review_by", "Das Prüfdatum des Profils ist vorbei."),
    ]


# 23:30 UTC on April 30 is May 1 in Berlin, where the day of a review is counted.
@time_machine.travel("2026-04-30T23:30:00Z", tick=False)
def test_check_counts_days_in_german_time():
    today = date(2026, 5, 1)
    document = guide(review_by=today, salary_bands=[band(as_of=today, review_by=today)])

    assert preflight.check_document(document) == []


def test_check_names_errors_before_warnings_and_both_as_they_stand_on_the_page():
    document = guide(
        "Programmierer",
        teaser="",
        tasks=[FIRST, EMPTY, EMPTY | {"title": "Auch leer"}],
        career_steps=[],
        review_by=date(2000, 1, 1),
    )

    assert [(f.is_error, f.field, f.index) for f in preflight.check_document(document)] == [
        (True, "teaser", None),
        (True, "tasks", 1),
        (True, "tasks", 2),
        (True, "career_steps", None),
        (False, "title", None),
        (False, "review_by", None),
    ]


@WITH_DATABASE
@given(guides())
def test_check_finds_no_error_in_a_guide_that_has_all(db, document):
    assert [finding for finding in preflight.check(document) if finding.is_error] == []


def test_publish_refuses_errors_and_names_them(db):
    profile = load(guide(teaser="", tasks=[]))

    with pytest.raises(ValidationError) as refusal:
        profile.publish()

    assert refusal.value.messages == ["Der Anriss fehlt.", "Es gibt noch keine Aufgaben."]
    assert Edition.objects.count() == 0


def test_publish_ignores_warnings(db):
    profile = load(guide(review_by=date(2000, 1, 1)))

    profile.publish()

    assert Edition.objects.count() == 1
