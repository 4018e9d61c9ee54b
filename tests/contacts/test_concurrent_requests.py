"""Many at once, on real connections: one submission stays one, and nobody is turned away."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django_q.models import OrmQ

from contacts.models import Activity, Email, VacancyRequest
from contacts.tasks import send_email
from tests.factories import received, typed

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ADDRESS = "/vakanz-anfragen/"


def at_once(calls):
    """Start all calls at the same moment, each on a thread with its own connection."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def post(**values):
    return lambda: Client().post(ADDRESS, typed(**values))


def test_same_form_20_times_at_once_is_one_request():
    responses = at_once([post()] * 20)

    request = VacancyRequest.objects.get()
    assert {response.status_code for response in responses} == {302}
    receipts = {response["Location"].rpartition("=")[2] for response in responses}
    assert {VacancyRequest.objects.with_access(token).get() for token in receipts} == {request}
    assert [mail.kind for mail in request.emails.all()] == ["confirmation", "notice"]
    assert (Activity.objects.count(), OrmQ.objects.count()) == (1, 2)


def test_16_clients_at_once_are_all_received():
    responses = at_once([post(message=f"form {number}") for number in range(16)])

    assert {response.status_code for response in responses} == {302}
    assert VacancyRequest.objects.count() == 16
    assert (Activity.objects.count(), Email.objects.count(), OrmQ.objects.count()) == (16, 32, 32)
    assert len(set(VacancyRequest.objects.values_list("reference", flat=True))) == 16


def test_mail_that_several_workers_take_at_once_is_sent_once(mailbox):
    email = received().emails.get(kind="confirmation")

    at_once([lambda: send_email(email.pk)] * 8)

    email.refresh_from_db()
    assert mailbox.message_ids == [email.message_id]
    assert (email.attempts, email.sent_at is not None) == (1, True)
    assert Activity.objects.filter(kind="email").count() == 1
