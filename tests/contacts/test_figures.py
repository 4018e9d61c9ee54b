"""The figures: how requests are counted, and what the page says about few, many and none."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from contacts import privacy
from contacts.admin import figures
from contacts.models import MonthlyFigures, VacancyRequest
from roles.market import Position
from tests.factories import BAND, published, received

pytestmark = pytest.mark.django_db

PAGE = "/admin/contacts/vacancyrequest/zahlen/"
NOW = datetime(2027, 1, 20, 12, tzinfo=UTC)
COUNTED = ("month", "profile__title", "level", "market_position")
FIGURES = ("requests", "answered", "answered_in_time", "answer_time")


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def edition():
    return published(salary_bands=[BAND])


def asked(at, *, answered_after=None, due_on=None, **values):
    """Return a request received at a moment, and answered some time after it."""
    number = VacancyRequest.objects.count()
    said = {"email": f"kunde{number}@firma.example", "message": f"Nachricht {number}"}
    pk = received(**said | values).pk
    VacancyRequest.objects.filter(pk=pk).update(
        received_at=at,
        reply_due_on=due_on or (at + timedelta(days=2)).date(),
        answered_at=at + answered_after if answered_after else None,
    )
    return VacancyRequest.objects.get(pk=pk)


def counted():
    return list(MonthlyFigures.objects.order_by(*COUNTED).values_list(*COUNTED, *FIGURES))


def page(client):
    response = client.get(PAGE)
    assert response.status_code == 200
    return response


def text_of(response):
    return " ".join(response.content.decode().split())


# Counting ----------------------------------------------------------------------------------------


def test_requests_are_counted_by_month_role_level_and_budget(edition, consultant):
    of_role = {"edition": edition.pk, "role_title": "", "level": "senior"}
    january = datetime(2027, 1, 5, 9, tzinfo=UTC)
    asked(january, budget_maximum="70k", answered_after=timedelta(hours=3), **of_role)
    asked(january, budget_maximum="70k", answered_after=timedelta(days=4), **of_role)
    asked(january, budget_maximum="100k", **of_role)
    asked(january, role_title="Admin")
    asked(datetime(2026, 11, 2, 9, tzinfo=UTC), budget_maximum="70k", **of_role)
    asked(january, budget_maximum="70k", **of_role).set_aside(by=consultant)

    MonthlyFigures.objects.refresh()

    november, january = date(2026, 11, 1), date(2027, 1, 1)
    nothing = timedelta()
    assert sorted(counted(), key=str) == sorted(
        [
            (january, "Data Steward", "senior", "below", 2, 2, 1, timedelta(days=4, hours=3)),
            (january, "Data Steward", "senior", "within", 1, 0, 0, nothing),
            (january, None, "", "", 1, 0, 0, nothing),
            (november, "Data Steward", "senior", "below", 1, 0, 0, nothing),
        ],
        key=str,
    )


def test_erased_requests_are_counted_as_they_were_and_suspected_ones_never(edition, consultant):
    values = {"edition": edition.pk, "role_title": "", "level": "senior", "budget_minimum": "130k"}
    at = datetime(2027, 1, 5, 9, tzinfo=UTC)
    vacancies = [asked(at, answered_after=timedelta(hours=1), **values) for _ in range(3)]
    vacancies[1].set_aside(by=consultant)
    MonthlyFigures.objects.refresh()
    before = counted()

    for vacancy in vacancies:
        privacy.erase(vacancy, by=None)
    MonthlyFigures.objects.refresh()

    hours = timedelta(hours=2)
    assert before == [(date(2027, 1, 1), "Data Steward", "senior", "above", 2, 2, 2, hours)]
    assert counted() == before


@pytest.mark.parametrize(
    ("at", "month"),
    [
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
        (datetime(2026, 6, 30, 21, 59, tzinfo=UTC), date(2026, 6, 1)),
        (datetime(2026, 6, 30, 22, 0, tzinfo=UTC), date(2026, 7, 1)),
    ],
)
def test_month_begins_at_midnight_in_germany(at, month):
    asked(at)

    MonthlyFigures.objects.refresh()

    assert list(MonthlyFigures.objects.values_list("month", flat=True)) == [month]


@pytest.mark.parametrize(
    ("answered_at", "in_time"),
    [
        (datetime(2027, 1, 7, 22, 59, tzinfo=UTC), 1),  # a minute before midnight in Germany
        (datetime(2027, 1, 7, 23, 0, tzinfo=UTC), 0),
    ],
)
def test_answer_is_in_time_until_the_end_of_the_day_in_germany(answered_at, in_time):
    at = datetime(2027, 1, 5, 9, tzinfo=UTC)
    asked(at, answered_after=answered_at - at, due_on=date(2027, 1, 7))

    MonthlyFigures.objects.refresh()

    assert MonthlyFigures.objects.get().answered_in_time == in_time


def test_counting_twice_counts_the_same(edition):
    for number in range(3):
        asked(NOW - timedelta(days=40 * number), edition=edition.pk, role_title="", level="senior")
    asked(NOW)
    MonthlyFigures.objects.refresh()
    before = counted()

    MonthlyFigures.objects.refresh()

    assert counted() == before
    assert sum(row[len(COUNTED)] for row in before) == 4


def test_counting_after_all_requests_are_gone_leaves_nothing():
    asked(NOW)
    MonthlyFigures.objects.refresh()
    VacancyRequest.objects.all().delete()

    MonthlyFigures.objects.refresh()

    assert counted() == []


# The page ----------------------------------------------------------------------------------------


def test_page_says_that_nothing_is_counted_yet(consultant_client):
    asked(NOW)

    content = text_of(page(consultant_client))

    assert "Noch ist nichts gezählt." in content
    assert 'class="module figures__part"' not in content


def test_page_says_when_it_was_counted_and_shows_no_later_request(consultant_client, time_machine):
    asked(NOW)
    MonthlyFigures.objects.refresh()
    time_machine.move_to(NOW + timedelta(minutes=50), tick=False)
    asked(timezone.now())

    response = page(consultant_client)

    assert "Stand: 20. Januar 2027, 13:00 Uhr (MEZ)." in text_of(response)
    assert response.context["figures"].requests == 1


def test_page_says_that_nothing_came_for_a_year(consultant_client, time_machine):
    asked(datetime(2026, 1, 31, 12, tzinfo=UTC))
    time_machine.move_to(datetime(2026, 1, 31, 13, tzinfo=UTC), tick=False)
    MonthlyFigures.objects.refresh()
    time_machine.move_to(NOW, tick=False)
    MonthlyFigures.objects.refresh()

    content = text_of(page(consultant_client))

    assert "In den letzten zwölf Monaten ist keine Anfrage eingegangen." in content
    assert "Budgets an unseren Spannen" not in content


def test_page_shows_each_of_twelve_months(consultant_client):
    asked(datetime(2026, 1, 31, 22, tzinfo=UTC))  # a month too old
    asked(datetime(2026, 2, 1, 12, tzinfo=UTC))
    for _ in range(3):
        asked(NOW, answered_after=timedelta(hours=30))
    MonthlyFigures.objects.refresh()

    months = page(consultant_client).context["figures"].months

    assert [row.label for row in months][:2] == ["Februar 2026", "März 2026"]
    assert [row.label for row in months][-1] == "Januar 2027 bisher"
    assert [row.requests for row in months] == [1, *[0] * 10, 3]
    assert [row.share for row in months] == [33, *[0] * 10, 100]
    assert (months[0].mean_in_words, months[-1].mean_in_words) == ("–", "30 Stunden")


def test_page_tells_how_fast_we_answer(consultant_client):
    for number in range(12):
        hours = timedelta(hours=1 if number else 25) if number < 10 else None
        asked(NOW - timedelta(days=30), answered_after=hours)
    MonthlyFigures.objects.refresh()

    content = text_of(page(consultant_client))

    assert (
        "Beantwortet sind 10 von 12 (83 %), davon rechtzeitig 10 von 10 (100 %). "
        "Im Mittel dauerte es bis zur Antwort 3 Stunden, Nächte und Wochenenden mitgezählt."
    ) in content


def test_page_gives_no_share_of_few(consultant_client):
    asked(NOW, answered_after=timedelta(hours=1))
    MonthlyFigures.objects.refresh()

    content = text_of(page(consultant_client))

    assert "Beantwortet sind 1 von 1, davon rechtzeitig 1 von 1." in content
    assert "(100" not in content


def test_page_holds_budgets_against_our_bands(consultant_client, edition):
    values = {"edition": edition.pk, "role_title": "", "level": "senior"}
    for budget, times in (("70k", 6), ("100k", 3), ("130k", 1)):
        for _ in range(times):
            asked(NOW, budget_minimum=budget, **values)
    asked(NOW, **values)
    asked(NOW, **values | {"level": ""}, budget_minimum="60k")
    asked(NOW, role_title="Admin", budget_minimum="60k")
    MonthlyFigures.objects.refresh()

    response = page(consultant_client)
    shown = response.context["figures"]

    assert [
        (row.role, row.level, *row.counts.values(), row.unknown, row.is_telling)
        for row in shown.compared
    ] == [
        ("Data Steward", "Senior", 6, 3, 0, 1, 1, True),
        ("Data Steward", "nicht genannt", 1, 0, 0, 0, 0, False),
    ]
    assert [(part.number, part.start, part.width) for part in shown.compared[0].parts] == [
        (1, 0, 60),
        (2, 60, 30),
        (4, 90, 10),
    ]
    assert shown.compared[1].parts == []
    assert (shown.market.compared, shown.market.unknown) == (11, 2)
    assert [(row.label, row.count, row.share) for row in shown.roles] == [
        ("Data Steward", 12, 100),
        ("Eigener Titel", 1, 8),
    ]
    assert [(row.label, row.count) for row in shown.levels] == [
        ("Senior", 11),
        ("nicht genannt", 2),
    ]
    content = text_of(response)
    assert '<rect class="figure-bar__part figure-bar__part--1" x="0%" width="60%"' in content
    assert content.count("zu wenige") == 1
    assert "style=" not in content


def test_every_position_has_its_column():
    grouped = [position for group in figures.ANSWERS.values() for position in group]

    assert sorted([*grouped, Position.NO_DATA]) == sorted(Position)


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=20), "0 Minuten"),
        (timedelta(seconds=60), "1 Minute"),
        (timedelta(minutes=59), "59 Minuten"),
        (timedelta(minutes=60), "1 Stunde"),
        (timedelta(hours=47), "47 Stunden"),
        (timedelta(hours=48), "2 Tage"),
        (timedelta(days=12, hours=2), "12 Tage"),
    ],
)
def test_length_of_time_is_told_as_people_round_it(time, words):
    assert figures.duration(time) == words


def test_page_costs_the_same_however_much_is_counted(
    consultant_client, edition, django_assert_num_queries
):
    for days in range(0, 360, 40):
        asked(NOW - timedelta(days=days), edition=edition.pk, role_title="", level="senior")
        asked(NOW - timedelta(days=days))
    MonthlyFigures.objects.refresh()

    # session, user, rights by user and by group, when it was counted, months, budgets
    with django_assert_num_queries(7):
        page(consultant_client)


def test_figures_are_for_those_who_see_requests(editor_client, client):
    assert editor_client.get(PAGE).status_code == 403
    assert client.get(PAGE).url.startswith("/admin/login/")
