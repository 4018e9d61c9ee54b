"""The salary page: the bands of all roles, and where an amount stands among one role's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from roles.models import Edition, RoleProfile
from tests.factories import BAND, guide, load, published
from tests.roles.page import Page

URL = "/gehalt/"
ENTRY = BAND | {"level": "entry", "minimum": 50_000, "maximum": 60_000}
MID = BAND | {"level": "mid", "minimum": 60_000, "maximum": 80_000}
SENIOR = BAND | {"level": "senior", "minimum": 90_000, "maximum": 120_000}
NO_DATA = "Dazu liegen uns noch keine belastbaren Zahlen vor."
CAUTION = "Bitte mit Vorsicht lesen"


@pytest.fixture
def two(db):
    """A role with bands and one without."""
    published("Data Steward", salary_bands=[ENTRY, MID, SENIOR])
    published("Cloud Architect")


def checked(client, **query):
    """Return the page that holds an amount against the Data Steward's bands."""
    return Page(client.get(URL, {"rolle": "data-steward", "level": "", "betrag": ""} | query))


# All roles ---------------------------------------------------------------------------------------


def test_page_shows_the_bands_of_all_roles_by_title(two, client):
    published("Analytics Engineer", salary_bands=[SENIOR | {"source": "Umfrage"}])

    page = Page(client.get(URL))

    assert page.rows == [
        ["Rolle", "Einsteiger", "Mid-Level", "Senior", "Gebiet, Stand und Quelle"],
        [
            "Analytics Engineer",
            "–",
            "–",
            "90.000–120.000\u202f€",
            "Deutschland, Stand 01.01.2026, Quelle: Umfrage",
        ],
        [
            "Data Steward",
            "50.000–60.000\u202f€",
            "60.000–80.000\u202f€",
            "90.000–120.000\u202f€",
            "Deutschland, Stand 01.01.2026, Quelle: Test",
        ],
    ]
    assert {"/jobprofile/analytics-engineer/", "/jobprofile/data-steward/"} <= set(page.links)
    assert "Analytics Engineer, Senior: 90.000–120.000\u202f€ im Jahr. Data Steward," in page.text


def test_page_names_each_source_of_a_role(db, client):
    published(salary_bands=[ENTRY, SENIOR | {"source": "Umfrage", "as_of": date(2026, 3, 1)}])

    assert Page(client.get(URL)).rows[1][-1] == (
        "Deutschland, Stand 01.01.2026, Quelle: Test; "
        "Deutschland, Stand 01.03.2026, Quelle: Umfrage"
    )


def test_page_lists_roles_without_bands_apart(two, client):
    page = Page(client.get(URL))

    assert [row[0] for row in page.rows] == ["Rolle", "Data Steward"]
    assert "Noch keine belastbaren Zahlen Cloud Architect" in page.text
    assert "/jobprofile/cloud-architect/" in page.links


def test_page_without_bands_says_so(db, client):
    published("Cloud Architect")

    page = Page(client.get(URL))

    assert page.rows == []
    assert "Noch ist kein Jobprofil mit Gehaltsspannen veröffentlicht." in page.text
    assert "Noch keine belastbaren Zahlen Cloud Architect" in page.text


def test_empty_site_has_the_page_and_says_so(db, client):
    response = client.get(URL)

    page = Page(response)
    assert response.status_code == 200
    assert "Noch ist kein Jobprofil mit Gehaltsspannen veröffentlicht." in page.text
    assert "Noch keine belastbaren Zahlen" not in page.text


def test_page_shows_nothing_that_is_not_public(db, client):
    hidden = [SENIOR | {"maximum": 199_999}]
    load(guide("Nur Entwurf", salary_bands=hidden))
    published("Zurückgezogen", salary_bands=hidden).profile.withdraw()
    published("Geplant", salary_bands=hidden, at=timezone.now() + timedelta(days=1))
    edition = published("Sichtbar", salary_bands=hidden)
    edition.profile.load(guide("Sichtbar", salary_bands=[MID]))
    edition.profile.publish()
    edition.profile.load(guide("Sichtbar", salary_bands=hidden))
    RoleProfile.objects.filter(title="Sichtbar").update(title="Geändert")

    for query in ({}, *({"rolle": slug, "betrag": "150.000"} for slug in HIDDEN_SLUGS)):
        html = client.get(URL, query).content.decode()

        assert "60.000–80.000" in html
        for word in ("Nur Entwurf", "Zurückgezogen", "Geplant", "Geändert", "199.999"):
            assert word not in html


HIDDEN_SLUGS = ["nur-entwurf", "zuruckgezogen", "geplant", "sichtbar"]


def test_page_shows_a_scheduled_edition_from_its_moment_on(db, client, time_machine):
    published(salary_bands=[MID]).profile.publish()
    profile = RoleProfile.objects.get()
    profile.load(guide(salary_bands=[SENIOR]))
    profile.publish(at=timezone.now() + timedelta(hours=1))

    assert "60.000–80.000" in Page(client.get(URL)).text
    time_machine.move_to(timezone.now() + timedelta(hours=2))

    text = Page(client.get(URL)).text
    assert "90.000–120.000" in text
    assert "60.000–80.000" not in text


def test_page_has_pages(db, client):
    for number in range(11):
        published(f"Rolle {number:02}", salary_bands=[SENIOR])
    published("Rolle ohne Zahlen")

    first, second = Page(client.get(URL)), Page(client.get(URL, {"seite": "2"}))

    assert [row[0] for row in first.rows[1:]] == [f"Rolle {number:02}" for number in range(10)]
    assert [row[0] for row in second.rows[1:]] == ["Rolle 10"]
    assert "?seite=2" in first.links
    assert "Rolle ohne Zahlen" in second.text


def test_page_keeps_the_answer_on_the_next_page(db, client):
    for number in range(11):
        published(f"Rolle {number:02}", salary_bands=[SENIOR])

    page = Page(client.get(URL, {"rolle": "rolle-10", "betrag": "95k"}))

    assert "?rolle=rolle-10&betrag=95k&seite=2" in page.links
    assert "im unteren Drittel der Spanne für Senior" in page.text


@pytest.mark.parametrize("number", ["0", "-1", "999", "abc", "1.5", "9" * 5000, "²"])
def test_page_answers_odd_page_numbers(two, client, number):
    assert len(Page(client.get(URL, {"seite": number})).rows) == 2


@pytest.mark.parametrize(
    ("query", "queries"), [({}, 5), ({"rolle": "rolle-0", "level": "senior", "betrag": "95k"}, 6)]
)
@pytest.mark.parametrize("count", [1, 3, 12])
def test_page_takes_the_same_queries_for_any_number_of_roles(
    db, client, django_assert_num_queries, count, query, queries
):
    for number in range(count):
        published(f"Rolle {number}", salary_bands=[ENTRY, MID, SENIOR])

    with django_assert_num_queries(queries):
        response = client.get(URL, query)

    assert response.status_code == 200


def test_page_reads_nothing_of_a_document_but_the_bands(two, client):
    profile = RoleProfile.objects.get(title="Cloud Architect")
    bands = guide(salary_bands=[MID]).model_dump(mode="json")["salary_bands"]
    Edition.objects.bulk_create(
        [
            Edition(
                profile=profile,
                number=2,
                slug="cloud-architect",
                title="Cloud Architect",
                document={"salary_bands": bands},
                pay_minimum=60_000,
                pay_maximum=80_000,
                published_at=timezone.now(),
            )
        ]
    )

    assert Page(client.get(URL)).rows[1][:3] == ["Cloud Architect", "–", "60.000–80.000\u202f€"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_page_only_reads(db, client, method):
    assert getattr(client, method)(URL).status_code == 405


def test_page_says_what_the_figures_are_not(two, client):
    text = Page(client.get(URL)).text

    assert (
        "Wir nennen keine Perzentile und keine Stichprobe, denn dazu liegt uns nichts vor." in text
    )


# The check ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "amount", "answer"),
    [
        ("", "70.000", "70.000\u202f€ brutto im Jahr liegen in der Mitte der Spanne für Mid-Level (60.000–80.000\u202f€)."),
        ("", "60000 EUR", "60.000\u202f€ brutto im Jahr liegen an der Grenze der Spannen für Einsteiger (50.000–60.000\u202f€) und Mid-Level (60.000–80.000\u202f€)."),
        ("", "85k", "85.000\u202f€ brutto im Jahr liegen zwischen den Spannen für Mid-Level (60.000–80.000\u202f€) und Senior (90.000–120.000\u202f€)."),
        ("", "40.000,00 €", "40.000\u202f€ brutto im Jahr liegen unter der Spanne für Einsteiger (50.000–60.000\u202f€)."),
        ("", "1.000.000", "1.000.000\u202f€ brutto im Jahr liegen über der Spanne für Senior (90.000–120.000\u202f€)."),
        ("mid", "62 Tsd.", "62.000\u202f€ brutto im Jahr liegen im unteren Drittel der Spanne für Mid-Level (60.000–80.000\u202f€)."),
        ("mid", "80 000", "80.000\u202f€ brutto im Jahr liegen im oberen Drittel der Spanne für Mid-Level (60.000–80.000\u202f€)."),
    ],
)  # fmt: skip
def test_check_says_where_an_amount_stands(two, client, level, amount, answer):
    page = checked(client, level=level, betrag=amount)

    assert answer in page.text
    assert "Der Betrag liegt" not in page.text
    assert CAUTION not in page.text


def test_check_names_another_level_that_fits(two, client):
    page = checked(client, level="mid", betrag="95.000")

    assert (
        "95.000\u202f€ brutto im Jahr liegen über der Spanne für Mid-Level (60.000–80.000\u202f€). "
        "Der Betrag liegt im unteren Drittel der Spanne für Senior (90.000–120.000\u202f€)."
    ) in page.text
    assert "Data Steward, Mid-Level" in page.headings
    assert [link for link in page.links if "von=" in link] == [
        "/vakanz-anfragen/?rolle=data-steward&level=mid&von=60000&bis=80000&ueber=gehaltscheck",
        "/vakanz-anfragen/?rolle=data-steward&level=senior&von=90000&bis=120000&ueber=gehaltscheck",
    ]


def test_check_says_where_the_figures_come_from(db, client):
    published(
        salary_bands=[
            ENTRY | {"basis": "Nicht gemeint."},
            SENIOR | {"basis": "Keine Stichprobe.", "source": "Umfrage"},
        ],
        at=datetime(2026, 3, 31, 22, 30, tzinfo=UTC),
    )

    page = checked(client, betrag="100.000")

    assert "Deutschland, Stand 01.01.2026, Quelle: Umfrage." in page.text
    assert "Grundlage: Keine Stichprobe." in page.text
    assert "Nicht gemeint." not in page.text
    assert "Aus dem Jobprofil Data Steward, Ausgabe 1 vom 1. April 2026." in page.text


def test_check_hands_the_band_over_to_the_vacancy_request(two, client):
    page = checked(client, betrag="70.000")

    assert "Diese Spanne anfragen" in page.text
    assert (
        "/vakanz-anfragen/?rolle=data-steward&level=mid&von=60000&bis=80000&ueber=gehaltscheck"
        in page.links
    )


@pytest.mark.parametrize("level", ["", "senior"])
def test_check_of_a_role_without_bands_says_so(two, client, level):
    page = Page(client.get(URL, {"rolle": "cloud-architect", "level": level, "betrag": "70k"}))

    assert page.text.count(NO_DATA) == 1
    assert [link for link in page.links if "von=" in link] == []
    assert "Grundlage:" not in page.text


def test_check_of_a_level_without_band_says_so(db, client):
    published(salary_bands=[MID])

    page = checked(client, level="senior", betrag="70.000")

    assert NO_DATA in page.text
    assert "Der Betrag liegt in der Mitte der Spanne für Mid-Level" in page.text


def test_check_is_cautious_about_figures_that_are_due_for_review(db, client, time_machine):
    band = SENIOR | {"review_by": date(2026, 11, 24)}
    published(salary_bands=[band], at=datetime(2026, 11, 1, tzinfo=UTC))

    time_machine.move_to(datetime(2026, 11, 24, 22, 59, tzinfo=UTC), tick=False)
    assert CAUTION not in checked(client, betrag="95.000").text
    time_machine.move_to(datetime(2026, 11, 24, 23, 1, tzinfo=UTC), tick=False)
    assert CAUTION in checked(client, betrag="95.000").text  # a new day in Germany


def test_link_with_a_role_alone_shows_its_bands_and_no_complaint(two, client):
    response = client.get(URL, {"rolle": "data-steward"})

    page = Page(response)
    assert "Nennen Sie ein Gehalt" in page.text
    assert "Data Steward" in page.headings
    assert "Einsteiger: 50.000–60.000\u202f€ im Jahr." in page.text
    assert response.context["form"].errors == {}


@pytest.mark.parametrize(
    ("query", "field", "message"),
    [
        ({"rolle": "gibt-es-nicht"}, "rolle", "Dieses Jobprofil gibt es nicht mehr."),
        ({"rolle": "Data-Steward"}, "rolle", "Dieses Jobprofil gibt es nicht mehr."),
        ({"rolle": "x" * 10_000}, "rolle", "Dieses Jobprofil gibt es nicht mehr."),
        ({"rolle": "<script>", "betrag": "70k"}, "rolle", "Dieses Jobprofil gibt es nicht mehr."),
        ({"level": "x"}, "level", "Dieses Level gibt es nicht."),
        ({"level": "SENIOR"}, "level", "Dieses Level gibt es nicht."),
        ({"betrag": "viel"}, "betrag", "Diesen Betrag können wir nicht eindeutig lesen."),
        ({"betrag": "70"}, "betrag", "Meinen Sie 70.000\u202f€?"),
        ({"betrag": "80,000"}, "betrag", "Diesen Betrag können wir nicht eindeutig lesen."),
        ({"betrag": "60-80k"}, "betrag", "Bitte nennen Sie hier nur einen Betrag, keine Spanne."),
        ({"betrag": "4.500"}, "betrag", "4.500\u202f€ im Jahr?"),
        ({"betrag": "2.000.000"}, "betrag", "Bitte prüfen Sie den Betrag"),
        ({"betrag": "9" * 5000}, "betrag", "Bitte nennen Sie nur einen Betrag"),
        ({"betrag": "-70000"}, "betrag", "Diesen Betrag können wir nicht eindeutig lesen."),
        ({"betrag": ""}, "betrag", "Bitte nennen Sie einen Betrag."),
        ({"betrag": "70.000"}, "rolle", "Bitte wählen Sie ein Jobprofil."),
        ({"rolle": "", "betrag": ""}, "rolle", "Bitte wählen Sie ein Jobprofil."),
    ],
)
def test_check_answers_what_it_cannot_read_with_a_message(two, client, query, field, message):
    response = client.get(URL, query)

    assert response.status_code == 200
    assert message in " ".join(response.context["form"].errors[field])
    assert message in Page(response).text
    assert "liegen" not in Page(response).text.split("Was diese Zahlen")[0]
    assert response.context["check"] is None
    assert [row[0] for row in Page(response).rows] == ["Rolle", "Data Steward"]


def test_check_keeps_what_was_typed(two, client):
    typed = 'viel"><script>alert(1)</script>'

    html = client.get(URL, {"rolle": "data-steward", "level": "mid", "betrag": typed}).content

    assert b'value="viel&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html
    assert b"<script>" not in html
    assert b'<option value="data-steward" selected>' in html
    assert b'<option value="mid" selected>' in html


@pytest.mark.parametrize("query", ["rolle=%00", "level=%00", "betrag=7%000000", "seite=%1b"])
def test_check_with_unprintable_signs_is_no_address_of_ours(two, client, query):
    assert client.get(f"{URL}?{query}").status_code == 400


@pytest.mark.parametrize(
    "query",
    ["rolle=%FF%FE", "level=%ED%A0%80", "betrag=%zz", "rolle[]=1", "betrag=1&betrag=70.000", "&&=",
     "betrag=70000²", "betrag=1e5", "betrag=NaN", "betrag=٧٠٠٠٠"],
)  # fmt: skip
def test_check_of_an_odd_query_is_no_error_of_ours(two, client, query):
    assert client.get(f"{URL}?{query}").status_code == 200


def test_check_offers_current_guides_only(two, client):
    load(guide("Nur Entwurf"))
    published("Zurückgezogen").profile.withdraw()

    choices = client.get(URL).context["form"].fields["rolle"].choices

    assert list(choices) == [
        ("", "Bitte wählen"),
        ("cloud-architect", "Cloud Architect"),
        ("data-steward", "Data Steward"),
    ]


def test_check_marks_the_amount_in_the_picture(two, client):
    page = checked(client, betrag="70.000")

    assert "Ihr Betrag: 70.000\u202f€." in page.text
