"""The list of guides: what it shows, how it filters, what it costs."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from roles.models import RoleProfile
from tests.factories import BAND, guide, load, published
from tests.roles.page import Page

SQL = {"slug": "sql", "name": "SQL", "kind": "language"}
DBT = {"slug": "dbt", "name": "dbt", "kind": "tool"}
URL = "/jobprofile/"


def asking_for(*skills):
    return [{"title": "Können", "text": "<p>Ja.</p>", "importance": "must", "skills": list(skills)}]


def listed(client, url=URL, **query):
    """Return the headings of the guides on the page, in order."""
    response = client.get(url, query)
    assert response.status_code == 200
    return Page(response).headings[2:]


@pytest.fixture
def three(db):
    """Three guides that differ in field, skills and pay."""
    published("Data Steward", requirements=asking_for(SQL), salary_bands=[BAND])
    published(
        "Analytics Engineer",
        requirements=asking_for(SQL, DBT),
        salary_bands=[BAND | {"minimum": 60_000, "maximum": 90_000}],
    )
    published("Cloud Architect", field="cloud")


def test_list_shows_current_guides_by_title(three, client):
    page = Page(client.get(URL))

    assert page.headings == [
        "Jobprofile",
        "3 Jobprofile",
        "Analytics Engineer",
        "Cloud Architect",
        "Data Steward",
    ]
    assert "/jobprofile/data-steward/" in page.links


def test_list_shows_pay_and_date_of_each_guide(db, client):
    published(salary_bands=[BAND], at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC))

    text = Page(client.get(URL)).text

    assert "Was man als Data Steward macht." in text
    assert "80.000–120.000\u202f€ brutto im Jahr" in text
    assert "Stand 1. April 2026" in text


def test_list_says_when_there_are_no_figures(db, client):
    published()

    assert "Gehalt: noch keine belastbaren Zahlen" in Page(client.get(URL)).text


def test_list_shows_nothing_that_is_not_public(db, client):
    load(guide("Nur Entwurf"))
    published("Zurückgezogen").profile.withdraw()
    published("Geplant", at=timezone.now() + timedelta(days=1))
    published("Sichtbar")
    RoleProfile.objects.filter(title="Sichtbar").update(title="Geändert", teaser="Geändert.")

    response = client.get(URL)

    assert Page(response).headings == ["Jobprofile", "1 Jobprofil", "Sichtbar"]
    for word in ("Nur Entwurf", "Zurückgezogen", "Geplant", "Geändert"):
        assert word not in response.content.decode()


def test_list_of_nothing_says_so(db, client):
    assert "Dazu haben wir noch kein Jobprofil." in Page(client.get(URL)).text


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({}, ["Analytics Engineer", "Cloud Architect", "Data Steward"]),
        ({"faehigkeit": "sql"}, ["Analytics Engineer", "Data Steward"]),
        ({"faehigkeit": "dbt"}, ["Analytics Engineer"]),
        ({"fachgebiet": "cloud"}, ["Cloud Architect"]),
        ({"fachgebiet": "security"}, []),
        ({"gehalt": "90.000"}, ["Analytics Engineer", "Data Steward"]),
        ({"gehalt": "90.001 €"}, ["Data Steward"]),
        ({"gehalt": "120k"}, ["Data Steward"]),
        ({"gehalt": "130k"}, []),
        ({"faehigkeit": "sql", "fachgebiet": "data", "gehalt": "100 Tsd."}, ["Data Steward"]),
        ({"faehigkeit": "sql", "fachgebiet": "cloud"}, []),
        (
            {"faehigkeit": "", "fachgebiet": "", "gehalt": ""},
            ["Analytics Engineer", "Cloud Architect", "Data Steward"],
        ),
    ],
)
def test_list_filters(three, client, query, titles):
    assert listed(client, **query) == titles


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"faehigkeit": "cobol"}, "Diese Auswahl gibt es nicht mehr"),
        ({"fachgebiet": "kochen"}, "Diese Auswahl gibt es nicht mehr"),
        ({"gehalt": "60-80k"}, "Bitte nennen Sie hier nur einen Betrag"),
        ({"gehalt": "45"}, "Meinen Sie 45.000\u202f€?"),
        ({"gehalt": "<script>"}, "Diesen Betrag können wir nicht eindeutig lesen."),
        ({"gehalt": "9" * 5000}, "Bitte nennen Sie nur einen Betrag, zum Beispiel 80.000."),
        ({"faehigkeit": "sql", "gehalt": "viel"}, "nicht eindeutig lesen"),
    ],
)
def test_list_shows_everything_and_a_message_for_what_it_cannot_read(three, client, query, message):
    page = Page(client.get(URL, query))

    assert page.headings[-4:] == [
        "3 Jobprofile",
        "Analytics Engineer",
        "Cloud Architect",
        "Data Steward",
    ]
    assert message in page.text


def test_list_offers_only_skills_that_a_current_guide_asks_for(db, client):
    published("Data Steward", requirements=asking_for(SQL))
    load(guide("Nur Entwurf", requirements=asking_for(DBT)))
    cobol = {"slug": "cobol", "name": "COBOL", "kind": "language"}
    published("Weg", requirements=asking_for(cobol)).profile.withdraw()

    choices = client.get(URL).context["form"].fields["faehigkeit"].choices

    assert list(choices) == [("", "Alle"), ("sql", "SQL")]


def test_list_keeps_what_was_typed(three, client):
    page = client.get(URL, {"gehalt": 'viel"><script>alert(1)</script>'}).content.decode()

    assert 'value="viel&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page
    assert "<script" not in page


def test_list_has_pages(db, client):
    for number in range(21):
        published(f"Rolle {number:02}")

    first, second = Page(client.get(URL)), Page(client.get(URL, {"seite": "2"}))

    assert first.headings[1:3] == ["21 Jobprofile", "Rolle 00"]
    assert len(first.headings) == 22
    assert "?seite=2" in first.links
    assert second.headings[2:] == ["Rolle 20"]


def test_list_pages_keep_the_filter(db, client):
    for number in range(21):
        published(f"Rolle {number:02}", field="cloud")

    page = Page(client.get(URL, {"fachgebiet": "cloud"}))

    assert "?fachgebiet=cloud&seite=2" in page.links


@pytest.mark.parametrize("number", ["0", "-1", "999", "abc", "1.5", "9" * 5000, "²"])
def test_list_answers_odd_page_numbers(three, client, number):
    assert len(listed(client, seite=number)) == 3


@pytest.mark.parametrize("query", [{}, {"faehigkeit": "sql", "gehalt": "80k"}])
@pytest.mark.parametrize("count", [1, 3])
def test_list_takes_four_queries(db, client, django_assert_num_queries, count, query):
    for number in range(count):
        published(f"Rolle {number}", requirements=asking_for(SQL, DBT), salary_bands=[BAND])

    with django_assert_num_queries(4):
        found = listed(client, **query)

    assert len(found) == count


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_list_only_reads(db, client, method):
    assert getattr(client, method)(URL).status_code == 405
