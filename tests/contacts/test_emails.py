"""What our mails say, and what they never repeat."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse

from contacts import emails
from contacts.models import VacancyRequest
from tests.factories import published, received, typed

pytestmark = pytest.mark.django_db

SPAM = "Gewinnen Sie 1.000.000 Euro !!!"


@pytest.fixture
def request_received():
    with time_machine.travel(datetime(2026, 11, 24, 12, 30, tzinfo=UTC), tick=False):
        return received()


def built(kind, request):
    """Return a mail of the request as the worker would build it."""
    return getattr(emails, kind)(request.emails.get(kind=kind))


def test_confirmation_tells_reference_promise_and_phone(request_received):
    call_command("load_offices")

    message = built("confirmation", request_received)

    assert message.subject == f"Ihre Anfrage {request_received.reference} ist bei uns"
    assert message.from_email == "TechMinds <hallo@techminds.test>"
    assert message.recipients() == ["anna@nordlicht.example"]
    assert message.extra_headers == {"Auto-Submitted": "auto-replied"}
    assert message.body.strip() == (
        "Guten Tag,\n\n"
        "Ihre Anfrage ist bei uns angekommen. "
        f"Ihre Referenz: {request_received.reference}\n\n"
        "Wir melden uns bis Donnerstag, 26. November 2026 bei Ihnen.\n\n"
        "Hier sehen Sie jederzeit, wie es steht. Sie können dort auch etwas ergänzen, "
        "die Anfrage zurückziehen oder alles löschen:\n"
        f"https://techminds.test{request_received.get_absolute_url()}\n"
        "Wer diesen Link hat, kann das auch. "
        "Geben Sie ihn bitte nur weiter, wenn Sie das möchten.\n\n"
        "Möchten Sie vorher mit uns sprechen? "
        "Sie erreichen uns in Hamburg unter +49 40 228595-570.\n\n"
        "Sie haben uns nichts geschickt? Dann hat jemand anderes Ihre Adresse eingetragen. "
        "Unter dem Link können Sie alles löschen, oder Sie ignorieren diese Nachricht.\n\n"
        "Freundliche Grüße\nTechMinds"
    )


def test_confirmation_does_without_an_office(request_received):
    message = built("confirmation", request_received)

    assert "sprechen" not in message.body
    assert "None" not in message.body


def test_notice_tells_where_the_request_is_and_nothing_of_it(request_received):
    message = built("notice", request_received)

    assert message.subject == f"Neue Vakanzanfrage {request_received.reference}"
    assert message.recipients() == ["buero@techminds.test"]
    assert message.body.strip() == (
        f"Neue Vakanzanfrage {request_received.reference}\n\n"
        "Eingang: 24. November 2026, 13:30 Uhr\n"
        "Antwort versprochen bis: Donnerstag, 26. November 2026\n\n"
        f"Zur Anfrage: https://techminds.test/admin/contacts/vacancyrequest/{request_received.pk}/change/"
    )


def test_notice_leads_a_consultant_to_the_request(request_received, consultant_client):
    url = reverse("admin:contacts_vacancyrequest_change", args=[request_received.pk])

    assert url in built("notice", request_received).body
    assert request_received.reference in consultant_client.get(url).content.decode()


def test_mails_repeat_nothing_that_was_typed(client, work, mailoutbox):
    edition = published()
    spam = dict.fromkeys(["company", "name", "role_title", "location", "message"], SPAM)

    client.post(
        "/vakanz-anfragen/", typed(phone="0190 123456", edition=edition.pk, level="senior", **spam)
    )
    work()

    assert VacancyRequest.objects.get().name == SPAM
    assert len(mailoutbox) == 2
    for mail in mailoutbox:
        raw = mail.message().as_string() + mail.body + mail.subject
        for word in ("Gewinn", "1.000.000", "0190", "Senior", "Data Steward"):
            assert word not in raw


@pytest.mark.parametrize("field", ["company", "name", "role_title", "location"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"])
def test_line_breaks_add_no_header(client, work, mailoutbox, field, line_break):
    evil = f"Anna{line_break}Bcc: x@y.example"

    client.post("/vakanz-anfragen/", typed(**{field: evil}))
    work()

    assert [mail.recipients() for mail in mailoutbox] == [
        ["anna@nordlicht.example"],
        ["buero@techminds.test"],
    ]
    for mail in mailoutbox:
        message = mail.message()
        assert message["Bcc"] is None
        assert sorted(message.keys()) == sorted(
            [
                "Content-Type",
                "MIME-Version",
                "Content-Transfer-Encoding",
                "Subject",
                "From",
                "To",
                "Date",
                "Message-ID",
                *(["Auto-Submitted"] if mail.extra_headers.get("Auto-Submitted") else []),
            ]
        )


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r", "\u2028", "%0a", "\x0b"])
def test_line_breaks_in_the_address_reach_no_second_recipient(client, work, mailoutbox, line_break):
    evil = f"anna@nordlicht.example{line_break}Bcc: x@y.example"

    response = client.post("/vakanz-anfragen/", typed(email=evil))
    work()

    assert response.status_code == 422
    assert mailoutbox == []
