"""From the form into the database: whole or not at all, once, and with the figures of that day."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_q.models import OrmQ

from contacts.models import Activity, Email, MonthlyFigures, VacancyRequest
from tests.factories import BAND, loaded_form, published, received, typed

pytestmark = pytest.mark.django_db

ADDRESS = "/vakanz-anfragen/"
BANDS = [
    BAND | {"level": "entry", "minimum": 50_000, "maximum": 60_000},
    BAND | {"level": "senior", "minimum": 80_000, "maximum": 120_000},
]


def stored():
    """Return how many rows each table has that a request writes to."""
    return {model: model.objects.count() for model in (VacancyRequest, Activity, Email, OrmQ)}


def receipt_of(response):
    """Return the request whose receipt the client is sent to."""
    return VacancyRequest.objects.with_access(response["Location"].partition("anfrage=")[2]).get()


NOTHING = {VacancyRequest: 0, Activity: 0, Email: 0, OrmQ: 0}
ONE_REQUEST = {VacancyRequest: 1, Activity: 1, Email: 2, OrmQ: 2}


# Whole or not at all ---------------------------------------------------------------------------


def test_request_is_stored_with_activity_mails_and_tasks(client):
    client.post(ADDRESS, typed())

    assert stored() == ONE_REQUEST
    request = VacancyRequest.objects.get()
    assert [(row.kind, row.text, row.by) for row in request.activities.all()] == [
        ("received", "Anfrage über die Website", None)
    ]
    assert [(mail.kind, mail.sent_at, mail.attempts) for mail in request.emails.all()] == [
        ("confirmation", None, 0),
        ("notice", None, 0),
    ]


def test_queue_holds_ids_and_nothing_else(client):
    client.post(ADDRESS, typed(phone="+49 40 12345", message="Geheimnis"))

    tasks = [row.task for row in OrmQ.objects.all()]
    assert [(task["func"], task["args"], task["kwargs"]) for task in tasks] == [
        ("contacts.tasks.send_email", (email.pk,), {}) for email in Email.objects.all()
    ]
    for private in ("nordlicht", "Muster", "12345", "Geheimnis"):
        assert private not in repr(tasks)


@pytest.mark.parametrize(
    "table", ["contacts_activity", "contacts_email", "contacts_searchword", "django_q_ormq"]
)
def test_request_is_stored_whole_or_not_at_all(client, table):
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO gone")

    response = client.post(ADDRESS, typed())

    assert response.status_code == 503
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE gone RENAME TO {table}")
    assert stored() == NOTHING
    assert client.post(ADDRESS, typed()).status_code == 302
    assert stored() == ONE_REQUEST


# Once --------------------------------------------------------------------------------------------


def test_same_form_sent_twice_is_one_request_with_one_receipt(client):
    responses = [client.post(ADDRESS, typed()) for _ in range(3)]

    assert stored() == ONE_REQUEST
    assert {response.status_code for response in responses} == {302}
    receipts = [client.get(response["Location"]).content for response in responses]
    assert len(set(receipts)) == 1
    assert VacancyRequest.objects.get().reference.encode() in receipts[0]


def test_same_form_sent_again_after_the_mails_went_out_sends_no_others(client, work, mailoutbox):
    client.post(ADDRESS, typed())
    work()

    client.post(ADDRESS, typed())
    work()

    assert len(mailoutbox) == 2


def test_same_form_that_differs_by_white_space_is_the_same(client):
    client.post(ADDRESS, typed())

    client.post(ADDRESS, typed(company="  Nordlicht   GmbH "))

    assert stored() == ONE_REQUEST


@pytest.mark.parametrize(
    "change",
    [
        {"company": "Südlicht AG"},
        {"role_title": "Data Engineer"},
        {"message": "Noch etwas."},
        {"budget_maximum": "90.000"},
        {"start_on": "01.04.2027"},
    ],
)
def test_same_form_with_other_content_is_another_request(client, change):
    first = client.post(ADDRESS, typed())

    second = client.post(ADDRESS, typed(**change))

    assert VacancyRequest.objects.count() == 2
    assert first["Location"] != second["Location"]
    assert Email.objects.count() == 4


def test_same_words_of_somebody_else_open_nothing_of_the_first(client):
    """Who guesses what a client asked for must not be led to the client's page."""
    first = client.post(ADDRESS, typed())

    second = client.post(ADDRESS, typed(token=loaded_form("by somebody else")))

    assert receipt_of(first) != receipt_of(second)
    assert VacancyRequest.objects.count() == 2


def test_same_form_sent_again_after_it_was_withdrawn_is_a_new_request(client):
    first = receipt_of(client.post(ADDRESS, typed()))
    first.withdraw()

    second = receipt_of(client.post(ADDRESS, typed()))

    assert second != first
    assert second.is_open


def test_text_cannot_be_shifted_between_fields_to_look_the_same(client):
    client.post(ADDRESS, typed(company="A", name="B, C"))

    client.post(ADDRESS, typed(company="A, B", name="C"))

    assert VacancyRequest.objects.count() == 2


# What the client was shown -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sent", "verdict"),
    [
        (
            {"budget_minimum": "90.000", "budget_maximum": "110k", "level": "senior"},
            ("within", 0.5),
        ),
        ({"budget_minimum": "80.000"}, ("within", 0.0)),
        ({"budget_maximum": "120.000", "level": "senior"}, ("within", 1.0)),
        ({"budget_maximum": "70.000", "level": "senior"}, ("below", None)),
        ({"budget_maximum": "70.000"}, ("between", None)),
        ({"budget_minimum": "55.000", "budget_maximum": "90.000"}, ("straddling", None)),
        ({"budget_minimum": "130.000"}, ("above", None)),
        ({"budget_minimum": "70.000", "level": "mid"}, ("no_data", None)),
        ({"level": "senior"}, ("", None)),
    ],
)
def test_budget_is_held_against_the_bands_of_the_edition(client, sent, verdict):
    edition = published(salary_bands=BANDS)

    client.post(ADDRESS, typed(edition=edition.pk, **sent))

    request = VacancyRequest.objects.get()
    assert (request.market_position, request.market_share) == verdict


def test_budget_for_a_title_of_ones_own_meets_no_data(client):
    client.post(ADDRESS, typed(budget_minimum="90.000"))

    assert VacancyRequest.objects.get().market_position == "no_data"


def test_verdict_is_that_of_the_edition_that_the_page_showed(client):
    shown = published(salary_bands=BANDS)
    shown.profile.salary_bands.filter(level="senior").update(minimum=100_000)
    shown.profile.publish(note="Teurer.")

    client.post(ADDRESS, typed(edition=shown.pk, level="senior", budget_maximum="90.000"))

    request = VacancyRequest.objects.get()
    assert (request.edition, request.market_position, request.market_share) == (
        shown,
        "within",
        0.25,
    )


def test_verdict_stays_when_figures_change():
    edition = published(salary_bands=BANDS)
    request = received(edition=edition.pk, level="senior", budget_maximum="90.000")

    edition.profile.salary_bands.filter(level="senior").update(minimum=100_000)
    edition.profile.publish(note="Teurer.")

    request.refresh_from_db()
    assert (request.edition, request.market_position, request.market_share) == (
        edition,
        "within",
        0.25,
    )
    assert request.edition.guide.band("senior").minimum == 80_000


@pytest.mark.parametrize(
    ("sent", "text"),
    [
        ({"budget_minimum": "80k", "budget_maximum": "95k"}, "80.000–95.000\u202f€"),
        ({"budget_minimum": "80k", "budget_maximum": "80k"}, "80.000\u202f€"),
        ({"budget_minimum": "80k"}, "ab 80.000\u202f€"),
        ({"budget_maximum": "95k"}, "bis 95.000\u202f€"),
        ({}, ""),
    ],
)
def test_budget_reads_as_text(sent, text):
    assert received(**sent).budget == text


# Clock -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "promised"),
    [
        (datetime(2026, 11, 24, 12, 0, tzinfo=UTC), date(2026, 11, 26)),
        (datetime(2026, 12, 31, 12, 0, tzinfo=UTC), date(2027, 1, 5)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 5)),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 27)),
    ],
)
def test_request_promises_a_reply_from_the_day_of_receipt(client, now, promised):
    with time_machine.travel(now, tick=False):
        client.post(ADDRESS, typed())

    request = VacancyRequest.objects.get()
    assert (request.received_at, request.reply_due_on) == (now, promised)


def test_overdue_are_open_requests_without_an_answer(administrator):
    with time_machine.travel(datetime(2026, 11, 24, 12, 0, tzinfo=UTC)):
        late, answered, declined = (received(message=token) for token in ("late", "b", "c"))
        answered.answer(by=administrator)
        declined.move_to("declined", by=administrator, reason="Kein Budget")

    with time_machine.travel(datetime(2026, 11, 26, 12, 0, tzinfo=UTC)):
        assert list(VacancyRequest.objects.overdue()) == []
    with time_machine.travel(datetime(2026, 11, 27, 12, 0, tzinfo=UTC)):
        received(message="in time")
        assert list(VacancyRequest.objects.overdue()) == [late]
        assert declined not in VacancyRequest.objects.open()


# What is done with it ------------------------------------------------------------------------------


def test_status_moves_and_closes(consultant):
    request = received()

    for status, reason, closed in (
        ("in_progress", "", False),
        ("declined", "Kein Budget", True),
        ("in_progress", "", False),
        ("withdrawn", "Selbst besetzt", True),
        ("in_progress", "", False),
        ("mandate", "Spanne folgt", False),
    ):
        request.move_to(status, by=consultant, reason=reason)
        request.refresh_from_db()
        assert (request.status, request.status_reason) == (status, reason)
        assert (request.closed_at is not None) is closed

    assert [(row.kind, row.text, row.by) for row in request.activities.all()][1:] == [
        ("status", "In Bearbeitung", consultant),
        ("status", "Abgesagt: Kein Budget", consultant),
        ("status", "In Bearbeitung", consultant),
        ("status", "Zurückgezogen: Selbst besetzt", consultant),
        ("status", "In Bearbeitung", consultant),
        ("status", "Suche läuft: Spanne folgt", consultant),
    ]


def test_first_answer_counts(consultant, administrator):
    request = received()
    request.answer(by=consultant)
    first = request.answered_at

    request.answer(by=administrator)

    request.refresh_from_db()
    assert (request.is_answered, request.answered_at) == (True, first)
    assert [row.by for row in request.activities.filter(kind="answer")] == [consultant]


def test_activity_is_written_once():
    activity = received().activities.get()
    activity.text = "Nie geschehen"

    with pytest.raises(TypeError):
        activity.save()

    with pytest.raises(TypeError):
        Activity.objects.update(text="Nie geschehen")
    activity.refresh_from_db()
    assert activity.text == "Anfrage über die Website"


# Constraints ---------------------------------------------------------------------------------------


def request_row(**values):
    return VacancyRequest(
        **{
            "submission_key": "key",
            "company": "Nordlicht",
            "name": "Anna",
            "email": "anna@nordlicht.example",
            "role_title": "Admin",
            "reply_due_on": timezone.localdate(),
        }
        | values
    )


@pytest.mark.parametrize(
    ("values", "message"),
    [
        (
            {"role_title": ""},
            "Bitte wählen Sie ein Jobprofil oder nennen Sie einen Stellentitel.",
        ),
        (
            {"budget_minimum": 90_000, "budget_maximum": 80_000},
            "Das Budget „von“ liegt über dem Budget „bis“.",
        ),
        ({"headcount": 0}, "Die Anzahl der Stellen ist mindestens 1."),
    ],
)
def test_constraint_is_held_and_explained(values, message):
    request = request_row(**values)

    with pytest.raises(ValidationError) as refused:
        request.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        request.save()

    assert refused.value.messages == [message]


@pytest.mark.parametrize(
    "values",
    [
        {"budget_minimum": 80_000, "budget_maximum": 80_000},
        {"budget_minimum": 80_000},
        {"budget_maximum": 80_000},
    ],
)
def test_constraint_lets_pass_what_is_right(values):
    request_row(**values).save()

    assert VacancyRequest.objects.count() == 1


@pytest.mark.parametrize(
    "values",
    [
        {"market_position": "below", "market_share": 0.5},
        {"status": "declined"},
        {"status": "withdrawn"},
        {"status": "mandate", "closed_at": timezone.now()},
        {"closed_at": timezone.now()},
        {
            "status": "declined",
            "closed_at": timezone.now(),
            "next_step_on": timezone.localdate(),
        },
        {"erased_at": timezone.now()},
        {"erased_at": timezone.now(), "company": "", "name": "", "email": "a@b.example"},
    ],
    ids=[
        "share-outside",
        "declined-open",
        "withdrawn-open",
        "mandate-closed",
        "new-closed",
        "closed-with-a-next-step",
        "erased-names-all",
        "erased-names-an-address",
    ],
)
def test_constraint_is_held(values):
    with pytest.raises(IntegrityError), transaction.atomic():
        request_row(**values).save()


def test_file_of_a_request_does_not_say_who_sent_it():
    with pytest.raises(IntegrityError), transaction.atomic():
        received().attachments.create(name="x.pdf", file="x", sender="a digest")


def test_only_a_mail_that_was_given_up_is_settled():
    email = received().emails.get(kind="notice")
    email.settled_at = timezone.now()

    with pytest.raises(IntegrityError), transaction.atomic():
        email.save()


@pytest.mark.parametrize(("requests", "answered", "in_time"), [(1, 2, 1), (2, 1, 2)])
def test_figures_hold_no_more_answers_than_requests(requests, answered, in_time):
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthlyFigures.objects.create(
            month=date(2026, 11, 1),
            requests=requests,
            answered=answered,
            answered_in_time=in_time,
            answer_time=timedelta(),
            counted_at=timezone.now(),
        )


def test_receive_says_what_is_wrong_when_it_is_not_the_reference():
    with pytest.raises(IntegrityError, match=r"names_a_role"):
        request_row(role_title="").receive()

    assert stored() == NOTHING


def test_mail_is_owed_once_a_kind():
    request = received()

    with pytest.raises(IntegrityError), transaction.atomic():
        request.emails.create(kind="notice")


def test_mail_has_a_message_id_of_its_own():
    first, second = received().emails.all()

    assert first.message_id.endswith("@techminds.test>")
    with pytest.raises(IntegrityError), transaction.atomic():
        Email.objects.filter(pk=second.pk).update(message_id=first.message_id)


def test_mail_is_sent_or_failed_and_not_both():
    email = received().emails.first()
    email.mark_sent()

    with pytest.raises(IntegrityError), transaction.atomic():
        email.mark_failed("too late")


def test_request_keeps_its_edition_and_its_consultant(consultant):
    request = received(edition=published().pk)
    request.assign(consultant, by=consultant)

    with pytest.raises(IntegrityError):
        consultant.delete()
    with pytest.raises(TypeError):
        request.edition.delete()


def test_erasing_a_request_leaves_nothing_behind():
    request = received()
    OrmQ.objects.all().delete()

    request.delete()

    assert stored() == NOTHING


# Whose form it is ----------------------------------------------------------------------------------


@pytest.mark.parametrize("token", ["", "Tabelle", "a-form-that-was-loaded-once", "x" * 5000])
def test_token_that_we_did_not_sign_leads_to_no_request_of_somebody_else(client, token):
    first = client.post(ADDRESS, typed(token=token))
    second = client.post(ADDRESS, typed(token=token))

    assert first.status_code == second.status_code == 302
    assert first["Location"] != second["Location"]
    assert VacancyRequest.objects.count() == 2
    assert {request.signs[0] for request in VacancyRequest.objects.all()} == {"no_time"}


def test_form_that_asks_anew_after_the_request_was_closed_is_one_request(client):
    client.post(ADDRESS, typed())
    closed = VacancyRequest.objects.get()
    closed.withdraw()

    receipts = {client.post(ADDRESS, typed())["Location"] for _ in range(3)}

    assert len(receipts) == 1
    assert VacancyRequest.objects.count() == 2
    assert receipts != {closed.receipt_url}
