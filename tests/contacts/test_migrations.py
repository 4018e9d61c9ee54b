"""Requests from before their new life keep what they say, forward, back and forward again."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

BEFORE = ("contacts", "0002_send_due_emails_every_minute")
NOW = datetime(2026, 11, 24, 12, tzinfo=timezone.get_default_timezone())
ROWS = 5000


@pytest.fixture
def migrate():
    """Return a function that migrates to a state and returns its models; all is applied afterwards."""
    everything = MigrationExecutor(connection).loader.graph.leaf_nodes()

    def to(*targets):
        executor = MigrationExecutor(connection)
        executor.migrate([*targets])
        return MigrationExecutor(connection).loader.project_state([*targets]).apps

    yield to
    MigrationExecutor(connection).migrate(everything)


def old_rows(Request):
    return [
        Request(
            reference=f"TM-OLD-{number:05}",
            submission_key=f"key {number}",
            received_at=NOW - timedelta(days=number),
            company="Müller & Söhne GmbH",
            name="Anna Muster",
            email="anna@mueller.example",
            phone="040 228595570" if number == 0 else "",
            role_title="Data Steward",
            reply_due_on=date(2026, 11, 26),
            follow_up_on=date(2026, 11, 25) if number == 1 else None,
            answered_at=NOW if number == 2 else None,
            status="declined" if number == 3 else "new",
            closed_at=NOW if number == 3 else None,
        )
        for number in range(ROWS)
    ]


def latest():
    nodes = MigrationExecutor(connection).loader.graph.leaf_nodes()
    return [node for node in nodes if node[0] == "contacts"]


def assert_filled(apps, before):
    Request = apps.get_model("contacts", "VacancyRequest")
    assert what_was_there(Request) == before
    assert not Request.objects.filter(access_key="").exists()
    assert Request.objects.values("access_key").distinct().count() == ROWS
    first, second, third, fourth = Request.objects.order_by("pk")[:4]
    assert (first.company_key, first.email_domain) == ("mullersohne", "mueller.example")
    assert (first.next_step_on, second.next_step_on) == (date(2026, 11, 26), date(2026, 11, 25))
    assert (third.next_step_on, fourth.next_step_on) == (None, None)
    words = apps.get_model("contacts", "SearchWord").objects.filter(request=first)
    assert {"muller", "sohne", "anna", "steward", "040228595570"} <= set(
        words.values_list("word", flat=True)
    )


def what_was_there(Request):
    columns = ("reference", "submission_key", "received_at", "company", "email", "status")
    return list(Request.objects.order_by("pk").values(*columns))


def test_requests_survive_forward_back_and_forward(migrate):
    Request = migrate(BEFORE).get_model("contacts", "VacancyRequest")
    Request.objects.bulk_create(old_rows(Request))
    before = what_was_there(Request)

    assert_filled(migrate(*latest()), before)
    assert what_was_there(migrate(BEFORE).get_model("contacts", "VacancyRequest")) == before
    assert_filled(migrate(*latest()), before)
