"""What the machines that watch over the site are told."""

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from contacts.models import Email
from tests.factories import received


def test_healthz_answers_without_the_database(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]


def test_readyz_is_ready(db, client):
    response = client.get("/readyz")

    assert response.status_code == 200
    assert response.json() == {"database": "ok", "migrations": "ok", "queue": "ok"}
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_readyz_misses_the_database(db, client):
    def unreachable(*arguments):
        raise OperationalError("the server closed the connection")

    with connection.execute_wrapper(unreachable):
        response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": "not reachable"}


def test_readyz_misses_migrations(db, client):
    applied = MigrationRecorder.Migration.objects.filter(app="roles")
    applied.latest("pk").delete()

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {"database": "ok", "migrations": "1 missing", "queue": "ok"}


@pytest.mark.parametrize(("age", "status"), [(14, 200), (16, 503)])
def test_readyz_minds_a_mail_that_waits_too_long(db, client, age, status):
    received()
    Email.objects.update(next_attempt_at=timezone.now() - timedelta(minutes=age))

    response = client.get("/readyz")

    assert response.status_code == status
    assert response.json()["queue"] == (
        "ok" if status == 200 else "no worker: a mail is over 15 minutes late"
    )


def test_readyz_does_not_mind_a_mail_that_was_sent(db, client):
    received()
    Email.objects.update(next_attempt_at=timezone.now() - timedelta(days=1), sent_at=timezone.now())

    assert client.get("/readyz").status_code == 200
