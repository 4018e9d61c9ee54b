"""From the queue to a real mail server, in all its moods: sent once, later, or parked."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from django_q.models import OrmQ, Schedule

from contacts.models import Email
from contacts.tasks import send_due_emails, send_email
from tests.factories import received, typed

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def confirmation():
    return received().emails.get(kind="confirmation")


def later(pause):
    """Move the clock on, as seen from now."""
    return time_machine.travel(timezone.now() + pause, tick=False)


def activities(email):
    return [row.text for row in email.request.activities.filter(kind="email")]


def state(email):
    """Return attempts, sent, failed and error as the database has them."""
    email.refresh_from_db()
    return email.attempts, email.sent_at is not None, email.failed_at is not None, email.error


# All is well -----------------------------------------------------------------------------------


def test_request_sends_its_two_mails(client, work, mailbox):
    client.post("/vakanz-anfragen/", typed())

    work()

    confirmation, notice = Email.objects.order_by("kind")
    assert mailbox.recipients == [["anna@nordlicht.example"], ["buero@techminds.test"]]
    first, second = mailbox.messages
    assert (first["Message-ID"], first["To"]) == (
        confirmation.message_id,
        "anna@nordlicht.example",
    )
    assert (second["Message-ID"], second["To"]) == (notice.message_id, "buero@techminds.test")
    assert first["From"] == second["From"] == "TechMinds <hallo@techminds.test>"
    assert (first["Auto-Submitted"], second["Auto-Submitted"]) == ("auto-replied", None)
    assert confirmation.request.reference in first.get_content()
    assert state(confirmation) == state(notice) == (1, True, False, "")
    assert activities(confirmation) == [
        "Bestätigung an den Kunden gesendet",
        "Hinweis an das Büro gesendet",
    ]


def test_mail_that_is_sent_is_not_sent_again(work, mailbox, confirmation):
    send_email(confirmation.pk)

    send_email(confirmation.pk)
    with later(timedelta(days=1)):
        send_due_emails()
        work()

    assert mailbox.message_ids.count(confirmation.message_id) == 1
    assert state(confirmation) == (1, True, False, "")


def test_mail_of_an_erased_request_is_no_reason_to_fail(work, mailbox, confirmation):
    confirmation.request.delete()

    work()

    assert mailbox.messages == []


def test_mail_to_an_address_with_umlauts_goes_to_its_host(mailbox):
    request = received(email="anna@müller.example")

    send_email(request.emails.get(kind="confirmation").pk)

    assert mailbox.recipients == [["anna@xn--mller-kva.example"]]


# What passes: later ------------------------------------------------------------------------------


def test_mail_server_that_is_down_changes_nothing_for_the_visitor(
    client, work, no_mail_server, start_mail_server
):
    response = client.post("/vakanz-anfragen/", typed())
    work()

    assert response.status_code == 302
    assert client.get(response["Location"]).status_code == 200
    for email in Email.objects.all():
        assert state(email) == (1, False, False, "der Mailserver ist nicht zu erreichen")
        assert activities(email) == []

    mailbox = start_mail_server()
    for pause in (MINUTE, MINUTE * 2, MINUTE * 60):
        with later(pause):
            send_due_emails()
            work()

    emails = Email.objects.all()
    assert mailbox.message_ids == sorted(email.message_id for email in emails)
    for email in emails:
        assert state(email) == (2, True, False, "")
        assert len(activities(email)) == 2


@pytest.mark.parametrize(
    ("step", "answer", "error"),
    [
        (
            "RCPT",
            "451 4.3.0 Later, anna@nordlicht.example",
            "der Mailserver nimmt die Adresse nicht an (451)",
        ),
        ("RCPT", "450 4.2.0 Greylisted", "der Mailserver nimmt die Adresse nicht an (450)"),
        ("DATA", "452 4.3.1 Disk full", "der Mailserver hat abgelehnt (452)"),
    ],
)
def test_4xx_is_tried_again(mailbox, confirmation, step, answer, error):
    mailbox.answers[step] = answer

    send_email(confirmation.pk)

    assert state(confirmation) == (1, False, False, error)
    mailbox.answers.clear()
    with later(MINUTE):
        send_email(confirmation.pk)
    assert state(confirmation) == (2, True, False, "")
    assert mailbox.message_ids == [confirmation.message_id]


def test_server_that_dies_after_the_message_gets_it_again_with_the_same_id(mailbox, confirmation):
    mailbox.dies_after_data = True
    send_email(confirmation.pk)
    assert state(confirmation) == (1, False, False, "der Mailserver hat die Verbindung getrennt")

    mailbox.dies_after_data = False
    with later(MINUTE):
        send_email(confirmation.pk)

    assert mailbox.message_ids == [confirmation.message_id] * 2
    assert state(confirmation) == (2, True, False, "")


def test_server_that_never_answers_is_left(settings, silent_mail_server, confirmation):
    settings.EMAIL_TIMEOUT = 0.2

    send_email(confirmation.pk)

    assert silent_mail_server.is_set()
    assert state(confirmation) == (1, False, False, "der Mailserver hat die Verbindung getrennt")


def test_worker_waits_no_longer_than_ten_seconds_a_step(settings):
    assert settings.EMAIL_TIMEOUT == 10
    assert settings.Q_CLUSTER["timeout"] > 4 * settings.EMAIL_TIMEOUT
    assert settings.Q_CLUSTER["retry"] > settings.Q_CLUSTER["timeout"]


def test_wrong_password_of_ours_is_tried_again(settings, mailbox, confirmation):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "techminds", "wrong"

    send_email(confirmation.pk)

    assert state(confirmation) == (1, False, False, "der Mailserver lässt uns nicht hinein (535)")


def test_pauses_grow_to_an_hour_and_end_with_the_period(settings, no_mail_server, confirmation):
    settings.MAIL_RETRY_PERIOD = timedelta(days=3)
    start = confirmation.next_attempt_at = confirmation.created_at
    confirmation.save()
    minutes = []
    with time_machine.travel(start, tick=False) as clock:
        while confirmation.failed_at is None:
            clock.move_to(confirmation.next_attempt_at)
            send_email(confirmation.pk)
            before = timezone.now()
            confirmation.refresh_from_db()
            if confirmation.failed_at is None:
                minutes.append((confirmation.next_attempt_at - before) / MINUTE)

    assert minutes == [1, 2, 4, 8, 16, 32] + [60] * 72
    assert confirmation.failed_at - start == timedelta(days=3, hours=1) + 3 * MINUTE
    assert state(confirmation) == (79, False, True, "der Mailserver ist nicht zu erreichen")
    assert activities(confirmation) == ["Bestätigung an den Kunden konnte nicht gesendet werden"]
    with later(timedelta(days=4)):
        assert list(Email.objects.due().filter(pk=confirmation.pk)) == []


def test_mail_server_that_is_away_for_three_days_gets_all_of_it_once(
    work, no_mail_server, start_mail_server
):
    requests = [received(message=f"form {number}") for number in range(3)]
    work()

    for hours in (1, 24, 48, 72):
        with later(timedelta(hours=hours)):
            send_due_emails()
            work()
    mailbox = start_mail_server()
    with later(timedelta(hours=73)):
        for _ in range(3):
            send_due_emails()
            work()

    assert Email.objects.unsent().count() == Email.objects.failed().count() == 0
    assert mailbox.message_ids == sorted(
        email.message_id for request in requests for email in request.emails.all()
    )


def test_days_without_a_worker_are_no_reason_to_give_up(no_mail_server, confirmation):
    with later(timedelta(days=4)):
        send_email(confirmation.pk)

    assert state(confirmation) == (1, False, False, "der Mailserver ist nicht zu erreichen")


# What does not: parked -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "answer", "error"),
    [
        (
            "RCPT",
            "550 5.1.1 Unknown: anna@nordlicht.example",
            "der Mailserver nimmt die Adresse nicht an (550)",
        ),
        (
            "DATA",
            "554 5.7.1 Spam from anna@nordlicht.example",
            "der Mailserver hat abgelehnt (554)",
        ),
    ],
)
def test_5xx_is_parked_without_the_words_of_the_server(
    work, mailbox, confirmation, step, answer, error
):
    mailbox.answers[step] = answer

    send_email(confirmation.pk)

    assert state(confirmation) == (1, False, True, error)
    assert activities(confirmation) == ["Bestätigung an den Kunden konnte nicht gesendet werden"]
    assert confirmation in Email.objects.failed()

    mailbox.answers.clear()
    with later(timedelta(days=1)):
        send_due_emails()
        work()
    assert confirmation.message_id not in mailbox.message_ids


@pytest.mark.parametrize(
    "address", ["anna@nordlicht.example\nBcc: x@y.example", "a@b.example\r\n\r\nHallo", "\n"]
)
def test_mail_that_cannot_be_built_is_parked_and_the_queue_goes_on(work, mailbox, address):
    broken = received()
    type(broken).objects.filter(pk=broken.pk).update(email=address)
    received(message="another")

    work()

    parked = Email.objects.failed().get()
    assert (parked.request, parked.kind) == (broken, "confirmation")
    assert mailbox.message_ids == sorted(
        email.message_id for email in Email.objects.exclude(pk=parked.pk)
    )
    assert OrmQ.objects.count() == 0


@pytest.mark.parametrize("address", ["a@b.example, c@d.example", '"Muster, Anna" <a@b.example>'])
def test_odd_address_reaches_one_mailbox_at_most(work, mailbox, address):
    request = received()
    type(request).objects.filter(pk=request.pk).update(email=address)

    work()

    sent = [recipients for recipients in mailbox.recipients if "buero" not in recipients[0]]
    assert sum(map(len, sent)) <= 1
    assert Email.objects.unsent().count() == 0


# The queue itself ----------------------------------------------------------------------------------


def test_every_minute_what_is_due_is_queued():
    schedule = Schedule.objects.get(func="contacts.tasks.send_due_emails")

    assert (schedule.name, schedule.func) == (
        "Fällige E-Mails senden",
        "contacts.tasks.send_due_emails",
    )
    assert (schedule.schedule_type, schedule.minutes, schedule.repeats) == (Schedule.MINUTES, 1, -1)


def test_only_what_is_due_is_queued():
    now = timezone.now()
    due, sent, failed, waiting = (
        received(message=token).emails.get(kind="notice") for token in "abcd"
    )
    sent.mark_sent()
    failed.mark_failed("der Mailserver hat abgelehnt (554)")
    Email.objects.filter(kind="confirmation").delete()
    Email.objects.filter(pk=waiting.pk).update(next_attempt_at=now + MINUTE)
    OrmQ.objects.all().delete()

    send_due_emails()

    assert [row.task["args"] for row in OrmQ.objects.all()] == [(due.pk,)]


def test_mail_whose_worker_died_is_free_again_after_two_minutes(mailbox, confirmation):
    assert confirmation.claim()  # and then nothing more is heard of that worker

    send_email(confirmation.pk)
    with later(MINUTE):
        send_email(confirmation.pk)
    assert mailbox.messages == []

    with later(MINUTE * 2):
        send_email(confirmation.pk)
    assert mailbox.message_ids == [confirmation.message_id]
    assert state(confirmation) == (2, True, False, "")


def test_mail_is_claimed_by_one_worker(confirmation):
    same = Email.objects.get(pk=confirmation.pk)

    assert [confirmation.claim(), same.claim()] == [True, False]


# Nothing private leaves through the side door --------------------------------------------------------


def test_logs_name_nobody(client, work, no_mail_server, start_mail_server, log):
    sent = typed(phone="+49 40 987654", message="Geheimnis", location="Entenhausen")
    client.post("/vakanz-anfragen/", sent | {"email": "anna@"})
    response = client.post("/vakanz-anfragen/", sent)
    client.get(response["Location"])
    client.get(response["Location"] + "x")
    work()
    mailbox = start_mail_server()
    for step, answer in (
        ("RCPT", "451 4.3.0 Later, anna@nordlicht.example"),
        ("RCPT", "550 5.1.1 Unknown: anna@nordlicht.example"),
    ):
        mailbox.answers[step] = answer
        with later(timedelta(hours=1)):
            send_due_emails()
            work()

    assert "attempt 1 failed: ConnectionRefusedError" in log.text
    assert "attempt 2 failed: SMTPRecipientsRefused 451" in log.text
    token = response["Location"].partition("=")[2]
    for private in ("anna@", "nordlicht", "Muster", "987654", "Geheimnis", "Entenhausen", token):
        assert private.lower() not in log.text.lower()
