"""Tasks and skills that a client wants: offered by the role, added by the client, never lost."""

import pytest

from contacts.models import VacancyRequest
from contacts.wishes import LONGEST, MOST, choices_of, mark
from tests.contacts.page import Page
from tests.factories import published, typed

pytestmark = pytest.mark.django_db

ADDRESS = "/vakanz-anfragen/"
PYTHON = {"slug": "python", "name": "Python", "kind": "language"}
SQL = {"slug": "sql", "name": "SQL", "kind": "language"}


OPEN_GROUP = '<details class="wishes__group" open>'


def part(title, **values):
    return {"title": title, "text": "<p>Ein Satz.</p>"} | values


@pytest.fixture
def edition():
    return published(
        tasks=[part("Daten pflegen"), part("Fragen beantworten")],
        requirements=[
            part("Programmieren", importance="must", skills=[PYTHON, SQL]),
            part("Studium", importance="plus", skills=[]),
        ],
    )


def sent(client, **values):
    """Send the form and return what is stored."""
    response = client.post(ADDRESS, typed(**values))
    assert response.status_code == 302
    return VacancyRequest.objects.get()


def wish(name, importance="must"):
    return {"name": name, "importance": importance}


def test_role_offers_its_tasks_and_skills(edition):
    tasks, skills = choices_of(edition.pk)

    assert [choice.name for choice in tasks] == ["Daten pflegen", "Fragen beantworten"]
    assert [(choice.name, choice.group) for choice in skills] == [
        ("Python", "Programmieren"),
        ("SQL", "Programmieren"),
        ("Studium", ""),
    ]


@pytest.mark.parametrize("key", ["", None, "x", "0", "-1", "9" * 30, "1.5", "²"])
def test_nothing_is_on_offer_for_what_is_no_edition(edition, key):
    assert choices_of(key) == ((), ())


def test_form_of_a_link_offers_the_wishes_of_its_role(client, edition):
    response = client.get(ADDRESS, {"rolle": "data-steward"})
    assert (
        OPEN_GROUP not in response.content.decode()
    )  # many skills are short as long as none is chosen
    page = Page(response)
    tasks, skills = choices_of(str(edition.pk))

    assert (len(tasks), len(skills)) == (2, 3)
    assert {name for name in page.values if name.startswith(("tasks", "skills"))} == {
        *(f"tasks.{mark(task.name)}" for task in tasks),
        *(f"skills.{mark(skill.name)}" for skill in skills),
        *("tasks-must", "tasks-plus", "skills-must", "skills-plus"),
    }


def test_wishes_are_stored_in_the_order_of_the_form(client, edition):
    stored = sent(
        client,
        edition=edition.pk,
        **{
            "tasks.0": "must:Daten pflegen",
            "tasks.1": "",
            "skills.0": "plus:Python",
            "skills.1": "must:SQL",
            "skills-must": "Englisch\r\n\r\n  Geduld ",
            "skills-plus": "Polnisch",
        },
    )

    assert stored.tasks == [wish("Daten pflegen")]
    assert stored.skills == [
        wish("Python", "plus"),
        wish("SQL"),
        wish("Englisch"),
        wish("Geduld"),
        wish("Polnisch", "plus"),
    ]


def test_wish_that_is_named_twice_counts_once(client, edition):
    stored = sent(client, **{"skills.0": "must:Python", "skills-plus": "Python\nPython"})

    assert stored.skills == [wish("Python")]


def test_wishes_of_another_role_come_back_as_the_clients_own(client, edition):
    other = published("Data Owner")

    response = client.post(
        ADDRESS,
        {
            "check": "wishes",
            "edition": other.pk,
            "skills.0": "must:Python",
            "tasks.1": "plus:Fragen beantworten",
        },
    )

    page = Page(response)
    assert page.values["skills-must"] == "Python"
    assert page.values["tasks-plus"] == "Fragen beantworten"
    assert "must:Python" not in response.content.decode()


def test_wishes_come_back_with_a_form_that_has_a_mistake(client, edition):
    response = client.post(
        ADDRESS,
        typed(
            email="",
            edition=edition.pk,
            **{"skills.0": "must:Python", "skills-plus": "Polnisch", "tasks-must": "Kochen"},
        ),
    )

    page = Page(response)
    html = response.content.decode()
    assert response.status_code == 422
    assert 'value="must:Python" checked' in html
    assert (page.values["skills-plus"], page.values["tasks-must"]) == ("Polnisch", "Kochen")
    assert '<details class="wishes" open>' in html
    assert OPEN_GROUP in html


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"skills-must": "Python\n" + "x" * (LONGEST + 1)},
            f"Bitte kürzen Sie „{'x' * 30} …“ auf höchstens 120 Zeichen.",
        ),
        (
            {"skills-must": "\n".join(map(str, range(MOST + 1)))},
            "Bitte nennen Sie höchstens 80 Punkte.",
        ),
        ({"skills.0": "sofort:Python"}, "Bitte wählen Sie „Muss“, „Kann“ oder „Egal“."),
    ],
)
def test_mistake_in_the_wishes_is_named(client, edition, values, message):
    response = client.post(ADDRESS, typed(**values))

    assert response.status_code == 422
    assert Page(response).error("skills") == message
    assert VacancyRequest.objects.count() == 0


@pytest.mark.parametrize(
    "evil", ["<script>alert(1)</script>", '"><svg onload=alert(1)>', "{{7*7}}", "\u202eevil"]
)
def test_hostile_wish_is_shown_as_text(client, edition, evil):
    response = client.post(
        ADDRESS, typed(email="", **{"skills-must": evil, "tasks.0": f"must:{evil}"})
    )

    html = response.content.decode()
    assert "<script>alert" not in html
    assert "<svg onload" not in html
    assert "\u202e" not in html


def test_other_wishes_make_another_request(client, edition):
    client.post(ADDRESS, typed())
    client.post(ADDRESS, typed(**{"skills-must": "Python"}))

    assert VacancyRequest.objects.count() == 2
