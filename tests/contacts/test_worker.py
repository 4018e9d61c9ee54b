"""The worker as it runs in production: a process of its own on the same database."""

import os
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.utils import timezone
from django_q.models import OrmQ, Task
from django_q.scheduler import scheduler
from django_q.tasks import async_task

from contacts.models import Email
from tests.factories import received
from tests.faults.processes import kill_all, wait_until

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
def worker(settings, log=os.devnull):
    """Run a worker until the end of the block, whatever happens there."""
    with Path(log).open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "worker"],
            env=environment(settings.EMAIL_PORT),
            cwd=ROOT,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        kill_all(process)


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


def test_error_of_a_task_is_kept_and_logged_without_its_words(settings, no_mail_server, tmp_path):
    async_task("builtins.int", "Anna Muster")

    with worker(settings, tmp_path / "worker.log"):
        task = wait_until(Task.objects.filter(success=False).first)

    frame, error = task.result.splitlines()
    assert (frame.rpartition(", ")[2], error) == ("in worker", "ValueError")
    log = (tmp_path / "worker.log").read_text()
    assert task.result in log
    assert "Anna" not in log
