"""The desk, for those who talk to clients: who waits for an answer, and for whom since when."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from contacts.models import VacancyRequest
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
    vacancy = received(company=company, **values)
    vacancy.reply_due_on, vacancy.consultant = TODAY + timedelta(days=days), consultant
    vacancy.save()
    return vacancy


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
    asked("Alte GmbH", consultant=consultant).move_to("declined", by=consultant)

    panel = requests_of(consultant_client)

    assert panel.heading == "Offene Anfragen 3, davon 1 überfällig"
    assert panel.rows == [
        "Meine",
        f"Eigene GmbH: Data Steward {own.reference}, Neu, beratung Antwort fällig in 2 Tagen",
        "Noch ohne Berater",
        f"Freie GmbH: Data Steward {free.reference}, Neu Antwort fällig morgen",
        "Bei den anderen",
        f"Andere GmbH: Data Steward {other.reference}, Neu, admin Antwort überfällig seit gestern",
        "Alle 3 offenen Anfragen ansehen",
    ]
    assert panel.links == {
        "Eigene GmbH: Data Steward": change(own),
        "Freie GmbH: Data Steward": change(free),
        "Andere GmbH: Data Steward": change(other),
        "Alle 3 offenen Anfragen ansehen": f"{LIST}?closed_at__isnull=True",
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
        "Antwort überfällig seit 12 Tagen",
        "Antwort überfällig seit gestern",
        "Antwort fällig heute",
        "",
        "beantwortet",
    ]
    assert rows[3].endswith(", In Bearbeitung Antwort fällig in 3 Tagen")


def test_desk_says_that_no_request_is_open(consultant_client, consultant):
    asked("Alte GmbH").move_to("withdrawn", by=consultant)

    panel = requests_of(consultant_client)

    assert (panel.heading, panel.rows) == ("Offene Anfragen", ["Keine Anfrage ist offen."])


def test_desk_says_where_nothing_is_mine_and_nothing_is_free(consultant_client, administrator):
    asked("Andere GmbH", consultant=administrator)

    assert requests_of(consultant_client).rows[:5] == [
        "Meine",
        "Sie sind für keine offene Anfrage zuständig.",
        "Noch ohne Berater",
        "Jede offene Anfrage hat jemanden, der sich kümmert.",
        "Bei den anderen",
    ]


def test_what_the_desk_has_no_room_for_stands_in_the_list(
    consultant_client, consultant, administrator
):
    for number in range(6):
        for name, by in (("Meine", consultant), ("Freie", None), ("Andere", administrator)):
            asked(f"{name} {number}", consultant=by)
    asked("Meine alte", consultant=consultant).move_to("declined", by=consultant)
    asked("Freie alte").move_to("declined", by=consultant)

    panel = requests_of(consultant_client)
    listed = {
        link: sorted(
            vacancy.company
            for vacancy in consultant_client.get(panel.links[link]).context["cl"].queryset
        )
        for link in panel.links
        if link.startswith("Alle")
    }

    mine, free, others = (
        [f"{name} {number}" for number in range(6)] for name in ("Meine", "Freie", "Andere")
    )
    assert listed == {
        "Alle 6 von mir ansehen": mine,
        "Alle 6 ohne Berater ansehen": free,
        "Alle 18 offenen Anfragen ansehen": sorted(mine + free + others),
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

    assert panel.rows[0] == f"E-Mail nicht zugestellt: {sentence} Betroffene Anfragen ansehen"
    assert sorted(vacancy.company for vacancy in listed) == [
        f"Unerreicht {number}" for number in range(failing)
    ]


@pytest.mark.parametrize("act", ["answer", "close"])
def test_mail_is_no_matter_once_the_client_has_an_answer(consultant_client, consultant, act):
    settled, waiting = asked("Geklärt GmbH"), asked("Unerreicht GmbH")
    for vacancy in (settled, waiting):
        vacancy.emails.first().mark_failed("550 5.1.1 unknown")

    settled.answer(by=consultant) if act == "answer" else settled.move_to("declined", by=consultant)

    panel = requests_of(consultant_client)
    assert "Zu einer Anfrage konnte eine E-Mail nicht gesendet werden." in panel.rows[0]
    assert panel.links["Betroffene Anfragen ansehen"] == f"{LIST}?id__in={waiting.pk}"

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
