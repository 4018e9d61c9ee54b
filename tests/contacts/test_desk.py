"""The desk, for those who talk to clients: who waits for an answer, and for whom since when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from contacts import privacy
from contacts.models import RetentionRun, VacancyRequest
from contacts.templatetags import contacts_desk
from tests.desk import panels
from tests.factories import published, received

DESK = "/admin/"
LIST = "/admin/contacts/vacancyrequest/"
NOON = datetime(2026, 7, 1, 10, tzinfo=UTC)  # in Berlin
TODAY = date(2026, 7, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today(time_machine):
    """Signing in and all that follows happen on one day."""
    time_machine.move_to(NOON, tick=False)


def asked(company, *, days=2, consultant=None, **values):
    """Return a request that we promised to answer in some days."""
    # Each from a mailbox of its own: many from one would be suspected.
    email = f"kunde{VacancyRequest.objects.count()}@firma.example"
    pk = received(company=company, message=company, email=email, **values).pk
    due = TODAY + timedelta(days=days)
    VacancyRequest.objects.filter(pk=pk).update(
        reply_due_on=due, next_step_on=due, consultant=consultant
    )
    return VacancyRequest.objects.get(pk=pk)


def change(vacancy):
    return reverse("admin:contacts_vacancyrequest_change", args=[vacancy.pk])


def requests_of(client):
    return panels(client.get(DESK))["Offene Anfragen"]


def test_consultant_sees_own_requests_and_those_that_nobody_has(
    consultant_client, consultant, administrator
):
    own = asked("Eigene GmbH", consultant=consultant)
    free = asked("Freie GmbH", days=1, edition=published().pk, role_title="")
    other = asked("Andere GmbH", days=-1, consultant=administrator)
    asked("Alte GmbH", consultant=consultant).move_to("declined", by=consultant, reason="-")
    asked("Verdächtige GmbH", consultant=consultant).set_aside(by=consultant)

    panel = requests_of(consultant_client)

    assert panel.heading == "Offene Anfragen 3, davon 1 überfällig"
    assert panel.rows == [
        "Meine",
        f"Eigene GmbH: Data Steward {own.reference}, Neu, beratung Antwort bis 03.07.2026 fällig in 2 Tagen",
        "Noch ohne Zuständige",
        f"Freie GmbH: Data Steward {free.reference}, Neu Antwort bis 02.07.2026 fällig morgen",
        "Bei den anderen",
        f"Andere GmbH: Data Steward {other.reference}, Neu, admin Antwort bis 30.06.2026 überfällig seit gestern",
        "Zum Posteingang",
        "1 unter Verdacht",
        "Zahlen",
    ]
    assert panel.links == {
        "Eigene GmbH: Data Steward": change(own),
        "Freie GmbH: Data Steward": change(free),
        "Andere GmbH: Data Steward": change(other),
        "Zum Posteingang": f"{LIST}?ordner=posteingang",
        "1 unter Verdacht": f"{LIST}?ordner=verdacht",
        "Zahlen": f"{LIST}zahlen/",
    }


def test_who_waits_longest_comes_first_and_who_has_an_answer_last(consultant_client, consultant):
    asked("Beantwortet", days=-9).answer(by=consultant)
    asked("In Bearbeitung", days=3).move_to("in_progress", by=consultant)
    for company, days in (("Heute", 0), ("Lange", -12), ("Gestern", -1)):
        asked(company, days=days)

    rows = requests_of(consultant_client).rows[3:8]

    assert [row.partition(":")[0] for row in rows] == [
        "Lange",
        "Gestern",
        "Heute",
        "In Bearbeitung",
        "Beantwortet",
    ]
    assert [row.partition("Neu ")[2] for row in rows] == [
        "Antwort bis 19.06.2026 überfällig seit 12 Tagen",
        "Antwort bis 30.06.2026 überfällig seit gestern",
        "Antwort bis 01.07.2026 fällig heute",
        "",
        "beantwortet",
    ]
    assert rows[3].endswith(", In Bearbeitung Antwort bis 04.07.2026 fällig in 3 Tagen")


def test_desk_says_that_no_request_is_open(consultant_client, consultant):
    asked("Alte GmbH").move_to("withdrawn", by=consultant, reason="-")

    panel = requests_of(consultant_client)

    assert panel.heading == "Offene Anfragen"
    assert panel.rows == ["Keine Anfrage ist offen.", "Zahlen"]


def test_desk_says_where_nothing_is_mine_and_nothing_is_free(consultant_client, administrator):
    asked("Andere GmbH", consultant=administrator)

    assert requests_of(consultant_client).rows[:5] == [
        "Meine",
        "Sie sind für keine offene Anfrage zuständig.",
        "Noch ohne Zuständige",
        "Jede offene Anfrage hat jemanden, der sich kümmert.",
        "Bei den anderen",
    ]


def test_what_the_desk_has_no_room_for_stands_in_the_list(
    consultant_client, consultant, administrator
):
    for number in range(6):
        for name, by in (("Meine", consultant), ("Freie", None), ("Andere", administrator)):
            asked(f"{name} {number}", consultant=by)
    asked("Meine alte", consultant=consultant).move_to("declined", by=consultant, reason="-")
    asked("Freie alte").move_to("declined", by=consultant, reason="-")

    panel = requests_of(consultant_client)
    listed = {
        link: sorted(
            vacancy.company
            for vacancy in consultant_client.get(panel.links[link]).context["cl"].queryset
        )
        for link in list(panel.links)[-4:-1]
    }

    mine, free, others = (
        [f"{name} {number}" for number in range(6)] for name in ("Meine", "Freie", "Andere")
    )
    assert listed == {
        "Alle 6 eigenen ansehen": mine,
        "6 ohne Zuständige ansehen": free,
        "Zum Posteingang": sorted(mine + free + others),
    }
    assert [
        sum(row.startswith(name) for row in panel.rows) for name in ("Meine", "Freie", "Andere")
    ] == [
        6,  # with the heading
        5,
        5,
    ]


@pytest.mark.parametrize(
    ("failing", "sentence"),
    [
        (1, "Zu einer Anfrage konnte eine E-Mail nicht gesendet werden."),
        (2, "Zu 2 Anfragen konnten E-Mails nicht gesendet werden."),
    ],
)
def test_mail_that_was_given_up_is_told_on_the_desk(consultant_client, failing, sentence):
    asked("Erreicht GmbH")
    for number in range(failing):
        for email in asked(f"Unerreicht {number}").emails.all():
            email.mark_failed("550 5.1.1 unknown")

    panel = requests_of(consultant_client)
    listed = (
        consultant_client.get(panel.links["Betroffene Anfragen ansehen"]).context["cl"].queryset
    )

    assert panel.rows[0] == f"E-Mail-Fehler: {sentence} Betroffene Anfragen ansehen"
    assert sorted(vacancy.company for vacancy in listed) == [
        f"Unerreicht {number}" for number in range(failing)
    ]


@pytest.mark.parametrize("act", ["answer", "close"])
def test_mail_is_no_matter_once_the_client_has_an_answer(consultant_client, consultant, act):
    settled, waiting = asked("Geklärt GmbH"), asked("Unerreicht GmbH")
    for vacancy in (settled, waiting):
        vacancy.emails.first().mark_failed("550 5.1.1 unknown")

    settled.answer(by=consultant) if act == "answer" else settled.move_to(
        "declined", by=consultant, reason="-"
    )

    panel = requests_of(consultant_client)
    assert "Zu einer Anfrage konnte eine E-Mail nicht gesendet werden." in panel.rows[0]
    assert panel.links["Betroffene Anfragen ansehen"] == f"{LIST}?ordner=nicht-zugestellt"

    waiting.answer(by=consultant)

    assert "E-Mail" not in " ".join(requests_of(consultant_client).rows)


def test_editor_sees_nothing_of_requests(editor_client):
    vacancy = asked("Geheime GmbH", days=-1)
    vacancy.emails.first().mark_failed("550 5.1.1 unknown")

    response = editor_client.get(DESK)

    assert "Offene Anfragen" not in panels(response)
    content = response.content.decode()
    for text in ("Geheime GmbH", vacancy.reference, LIST, "E-Mail"):
        assert text not in content


def test_words_of_the_client_are_shown_as_text(consultant_client):
    asked("<script>alert(1)</script>", role_title="<b>Admin</b>")

    content = consultant_client.get(DESK).content.decode()

    assert "&lt;script&gt;alert(1)&lt;/script&gt;: &lt;b&gt;Admin&lt;/b&gt;" in content
    assert "<b>Admin" not in content


def test_request_that_somebody_else_took_leaves_my_list(
    consultant_client, consultant, administrator
):
    vacancy = asked("Nordlicht GmbH", consultant=consultant)

    VacancyRequest.objects.filter(pk=vacancy.pk).update(consultant=administrator)

    rows = requests_of(consultant_client).rows
    assert rows[1] == "Sie sind für keine offene Anfrage zuständig."
    assert rows[5].startswith("Nordlicht GmbH")


def test_follow_up_stands_beside_the_answer_that_is_due(consultant_client, consultant):
    vacancy = asked("Nordlicht GmbH", days=3)
    vacancy.follow_up(TODAY, by=consultant)

    assert (
        requests_of(consultant_client)
        .rows[3]
        .endswith("Antwort bis 04.07.2026 fällig in 3 Tagen Wiedervorlage 01.07.2026 fällig heute")
    )


def test_desk_counts_no_further_than_it_tells(consultant_client, monkeypatch):
    monkeypatch.setattr(contacts_desk, "MOST", 3)
    for number in range(4):
        asked(f"Firma {number}", days=-1)

    panel = requests_of(consultant_client)

    assert panel.heading == "Offene Anfragen über 3, davon über 3 überfällig"
    assert "über 3 ohne Zuständige ansehen" in panel.links


@pytest.mark.parametrize(("minutes", "is_told"), [(14, False), (16, True)])
def test_desk_says_that_no_worker_runs(consultant_client, time_machine, minutes, is_told):
    asked("Nordlicht GmbH")
    consultant_client.get(DESK)

    time_machine.move_to(NOON + timedelta(minutes=minutes), tick=False)

    told = [row for row in requests_of(consultant_client).rows if "gehen nicht hinaus" in row]
    assert bool(told) is is_told


@pytest.mark.parametrize(
    ("days", "run", "is_told"),
    [
        (1, None, False),  # a new site owes nobody anything yet
        (2, None, True),
        (2, {"error": ""}, False),
    ],
)
def test_desk_says_that_data_are_kept_too_long(consultant_client, days, run, is_told):
    vacancy = asked("Nordlicht GmbH")
    received_at = NOON - timedelta(days=days)
    VacancyRequest.objects.filter(pk=vacancy.pk).update(received_at=received_at)
    if run:
        RetentionRun.objects.create(finished_at=NOON - timedelta(hours=3), **run)

    told = [row for row in requests_of(consultant_client).rows if row.startswith("Löschen überf")]

    assert bool(told) is is_told


def test_new_site_on_which_somebody_was_erased_owes_nobody_anything(consultant_client):
    privacy.erase(asked("Nordlicht GmbH"), by=None)

    rows = requests_of(consultant_client).rows

    assert [row for row in rows if row.startswith("Löschen")] == []


def test_desk_tells_of_erasing_that_failed_at_once_and_until_it_went_well(consultant_client):
    asked("Nordlicht GmbH")

    def told():
        rows = requests_of(consultant_client).rows
        return [row.partition(":")[0] for row in rows if row.startswith("Löschen")]

    RetentionRun.objects.create(finished_at=NOON, error="OSError")
    assert told() == ["Löschen gescheitert"]
    RetentionRun.objects.create(finished_at=None)  # one that runs now
    assert told() == ["Löschen gescheitert"]
    RetentionRun.objects.create(finished_at=NOON)
    assert told() == []


def test_desk_tells_of_what_is_suspected_where_nothing_is_open(consultant_client, consultant):
    asked("Verdächtige GmbH").set_aside(by=consultant)
    asked("Alte GmbH").move_to("declined", by=consultant, reason="-")

    assert requests_of(consultant_client).rows == [
        "Keine Anfrage ist offen.",
        "1 unter Verdacht",
        "Zahlen",
    ]


def test_new_site_complains_about_nothing(consultant_client):
    assert requests_of(consultant_client).rows == ["Keine Anfrage ist offen.", "Zahlen"]


@pytest.mark.parametrize("rows", [1, 3])
def test_desk_costs_the_same_however_many_requests(
    consultant_client, consultant, administrator, rows, django_assert_num_queries
):
    for number in range(rows):
        for by in (consultant, None, administrator):
            asked(
                f"Firma {number} {by}", consultant=by, edition=published(f"Rolle {number} {by}").pk
            )

    # session, user, rights by user and by group, requests; profiles, reviews, schedule, acts
    with django_assert_num_queries(9):
        consultant_client.get(DESK)
