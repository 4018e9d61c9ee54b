"""Every list of the back office can be searched, and no search breaks it."""

from io import StringIO

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.urls import reverse
from django_q.models import Failure, OrmQ, Schedule, Success
from django_q.tasks import async_task

from contacts.models import Office
from tests.factories import received

LISTS = [model._meta.label for model in admin.site._registry]
NOWHERE = "zwölfzylinder-xq"
ODD = [
    "'",
    '"',
    '"halb',
    "%",
    "_",
    "\\",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "\u00e4\u0308\U0001f600",
    "\t \n",
    "x" * 200,
    "x " * 100,
]


TIMES = {"started": "2026-07-01T10:00:00Z", "stopped": "2026-07-01T10:00:01Z"}


@pytest.fixture
def filled(db):
    """At least one row in each list, so that every search has something to find."""
    call_command("load_content", stdout=StringIO())
    received()
    Success.objects.create(id="a" * 32, name="fertig", func="tests.done", success=True, **TIMES)
    Failure.objects.create(id="b" * 32, name="kaputt", func="tests.failed", success=False, **TIMES)
    async_task("tests.waiting", task_name="wartet")


def found(client, label, words):
    """Return what the list of a model shows for the words."""
    page = reverse("admin:{}_{}_changelist".format(*label.lower().split(".")))
    response = client.get(page, {"q": words})
    assert response.status_code == 200
    assert 'id="searchbar"' in response.content.decode()
    return list(response.context["cl"].queryset)


def words_of(model_admin, row):
    """Return a text that the list is searched by, from the row."""
    for field in model_admin.search_fields:
        value = row
        for part in field.split("__"):
            value = getattr(value, part)
        if value:
            return str(value)
    return pytest.fail(f"{row!r} has nothing to be found by.")


def test_every_list_finds_a_row_by_its_words_and_nothing_by_others(filled, administrator_client):
    missed, invented = [], []
    for model, model_admin in admin.site._registry.items():
        label, row = model._meta.label, model.objects.first()
        assert row, f"No row of {label} to search for."
        if row not in found(administrator_client, label, words_of(model_admin, row)[:40]):
            missed.append(label)
        if found(administrator_client, label, NOWHERE):
            invented.append(label)

    assert (missed, invented) == ([], [])


@pytest.mark.parametrize("label", LISTS)
def test_list_bears_any_search(db, administrator_client, label):
    async_task("tests.waiting")

    for words in ODD:
        found(administrator_client, label, words)


@pytest.mark.parametrize("label", LISTS)
def test_list_refuses_a_search_that_nobody_types(db, administrator_client, label):
    page = reverse("admin:{}_{}_changelist".format(*label.lower().split(".")))

    answers = {
        words: administrator_client.get(page, {"q": words}).status_code
        for words in ("x " * 100, "x " * 101 + "x", "x " * 5000, "\x00", "\u202eMüller\u200b")
    }

    assert list(answers.values()) == [200, 302, 302, 400, 200]


def test_search_that_is_too_long_leads_back_with_word_of_it(db, administrator_client):
    page = reverse("admin:roles_skill_changelist")

    response = administrator_client.get(page, {"q": "x" * 201, "o": "1"}, follow=True)

    assert response.redirect_chain == [(f"{page}?o=1", 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "Gesucht wird nach höchstens 200 Zeichen. Bitte kürzen Sie, was Sie suchen."
    ]


def test_choice_with_a_search_refuses_one_that_nobody_types(db, administrator_client):
    asked = {"app_label": "roles", "model_name": "requirement", "field_name": "skills"}

    def status(term):
        address = reverse("admin:autocomplete")
        return administrator_client.get(address, asked | {"term": term}).status_code

    assert [status("x " * 100), status("x " * 102), status("x " * 5000)] == [200, 400, 400]


@pytest.mark.parametrize(
    ("words", "cities"),
    [
        ("hamburg", ["Hamburg"]),
        ("Neuer Wall", ["Hamburg"]),
        ("80331", ["München"]),
        ("215367", ["München"]),
        ("rosen 80331", ["München"]),
        ("wall 80331", []),
    ],
)
def test_offices_are_found_by_place_and_number(db, administrator_client, words, cities):
    call_command("load_content", stdout=StringIO())

    offices = found(administrator_client, "contacts.Office", words)

    assert [office.city for office in offices] == cities
    assert Office.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("wartet", 1),
        ("WARTET tests.waiting", 1),
        ("contacts.tasks", 1),
        ("tests.waiting contacts.tasks", 0),
        ("", 2),
    ],
)
def test_queue_is_searched_by_what_its_list_shows(db, administrator_client, words, count):
    async_task("tests.waiting", task_name="wartet")
    async_task("contacts.tasks.deliver", 1, task_name="anderes")

    assert len(found(administrator_client, "django_q.OrmQ", words)) == count
    assert OrmQ.objects.count() == 2
    assert Schedule.objects.exists()
