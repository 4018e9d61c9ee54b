"""The worker as it runs in production: a process of its own on the same database."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django_q.models import OrmQ
from django_q.scheduler import scheduler

from contacts.models import Email
from contacts.tasks import send_due_emails
from tests.contacts.conftest import free_port
from tests.factories import received

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds; only a worker that never comes takes so long


def environment(email_port):
    """Return settings of production for this test's database and mail server."""
    if connection.vendor == "sqlite":
        database = f"sqlite:///{connection.settings_dict['NAME']}"
    else:
        server = os.environ["DATABASE_URL"].rpartition("/")[0]
        database = f"{server}/{connection.settings_dict['NAME']}"
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "techminds.settings",
        "DATABASE_URL": database,
        "EMAIL_URL": f"smtp://127.0.0.1:{email_port}",
    }


@contextmanager
def worker(settings):
    """Run a worker until the end of the block, whatever happens there."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "qcluster"],
        env=environment(settings.EMAIL_PORT),
        cwd=ROOT,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_worker_sends_what_is_queued_and_ends_when_told(settings, mailbox):
    request = received()

    with worker(settings) as process:
        for _ in range(2):
            assert mailbox.arrived.acquire(timeout=PATIENCE)
        process.terminate()
        assert process.wait(PATIENCE) == 0

    emails = Email.objects.all()
    assert mailbox.message_ids == sorted(email.message_id for email in emails)
    assert [(email.attempts, email.sent_at is not None) for email in emails] == [(1, True)] * 2
    assert OrmQ.objects.count() == 0
    assert request.activities.filter(kind="email").count() == 2


def test_schedule_finds_mail_that_no_task_asks_for(mailbox, work):
    received()
    OrmQ.objects.all().delete()

    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        scheduler()  # what a running worker does twice a minute
        work()
        work()

    assert mailbox.message_ids == sorted(Email.objects.values_list("message_id", flat=True))


def test_worker_killed_in_the_middle_loses_nothing(
    settings, silent_mail_server, start_mail_server, work
):
    received()
    with worker(settings) as process:
        assert silent_mail_server.wait(PATIENCE)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert Email.objects.unsent().count() == 2

    settings.EMAIL_PORT = free_port()
    mailbox = start_mail_server()
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        send_due_emails()
        work()

    assert mailbox.message_ids == sorted(Email.objects.values_list("message_id", flat=True))
    assert Email.objects.unsent().count() == 0
