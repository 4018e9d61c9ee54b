"""What keeps a guide from being published, and what an editor is told to look at."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError

from roles import preflight
from roles.models import Edition
from roles.preflight import Finding
from tests.factories import BAND, guide, load

EMPTY = {"title": "Leer", "text": ""}


def test_check_finds_nothing_in_the_real_guide(ml_guide):
    assert preflight.check(ml_guide) == []


@pytest.mark.parametrize(
    ("values", "field", "message"),
    [
        ({"teaser": ""}, "teaser", "Der Anriss fehlt."),
        ({"introduction": ""}, "introduction", "Die Einleitung fehlt."),
        ({"introduction": "<p></p>"}, "introduction", "Die Einleitung fehlt."),
        ({"key_facts": []}, "key_facts", "Es gibt noch keine Key Facts."),
        ({"tasks": []}, "tasks", "Es gibt noch keine Aufgaben."),
        ({"requirements": []}, "requirements", "Es gibt noch keine Anforderungen."),
        ({"career_steps": []}, "career_steps", "Es gibt noch keine Karriereschritte."),
        ({"tasks": [EMPTY]}, "tasks", "„Leer“ hat noch keinen Text."),
        (
            {"salary_bands": [BAND | {"source": ""}]},
            "salary_bands",
            "Der Gehaltsspanne Senior fehlt die Quelle.",
        ),
        (
            {"salary_bands": [BAND | {"basis": ""}]},
            "salary_bands",
            "Der Gehaltsspanne Senior fehlt die Grundlage.",
        ),
        (
            {"salary_bands": [BAND | {"as_of": date(2026, 5, 2)}]},
            "salary_bands",
            "Der Stand der Gehaltsspanne Senior liegt in der Zukunft.",
        ),
        (
            {"salary_introduction": "<p>Etwa [Gehalt Senior].</p>"},
            "salary_introduction",
            "Zu „[Gehalt Senior]“ gibt es keine Gehaltsspanne.",
        ),
        (
            {"career_introduction": "<p>Etwa [Gehalt <strong>Senior</strong>].</p>"},
            "career_introduction",
            "Zu „[Gehalt Senior]“ gibt es keine Gehaltsspanne.",
        ),
        (
            {"teaser": "Verdient [Gehalt Senior].", "salary_bands": [BAND]},
            "teaser",
            "Der Anriss steht ohne Zahlen; die Spanne wird ergänzt.",
        ),
        (
            {"tasks": [EMPTY | {"text": "<p>[Gehalt Chef]</p>"}], "salary_bands": [BAND]},
            "tasks",
            "Zu „[Gehalt Chef]“ gibt es keine Gehaltsspanne.",
        ),
    ],
)
@time_machine.travel("2026-05-01T12:00:00+02:00", tick=False)
def test_check_finds_errors(values, field, message):
    assert preflight.check(guide(**values)) == [Finding(field, message, is_error=True)]


@time_machine.travel("2026-05-01T12:00:00+02:00", tick=False)
def test_check_warns_of_reviews_that_are_due():
    yesterday = date(2026, 4, 30)
    document = guide(review_by=yesterday, salary_bands=[BAND | {"review_by": yesterday}])

    assert preflight.check(document) == [
        Finding(
            "salary_bands",
            "Das Prüfdatum der Gehaltsspanne Senior ist vorbei.",
            is_error=False,
        ),
        Finding("review_by", "Das Prüfdatum des Profils ist vorbei.", is_error=False),
    ]


# 23:30 UTC on April 30 is May 1 in Berlin, where the day of a review is counted.
@time_machine.travel("2026-04-30T23:30:00Z", tick=False)
def test_check_counts_days_in_german_time():
    today = date(2026, 5, 1)
    document = guide(review_by=today, salary_bands=[BAND | {"as_of": today, "review_by": today}])

    assert preflight.check(document) == []


def test_check_names_errors_before_warnings():
    document = guide(review_by=date(2000, 1, 1), teaser="")

    assert [finding.is_error for finding in preflight.check(document)] == [True, False]


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
