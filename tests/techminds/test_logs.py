"""What goes into the log holds no word of anybody, whatever broke."""

import io
import logging

import pytest
from django.db import IntegrityError, transaction

from contacts.models import VacancyRequest
from techminds.logs import NamesNobody, only_frames
from tests.factories import received

FORMATTER = NamesNobody("%(levelname)s %(name)s: %(message)s")


def line(message, *args, error=None, name="django.request"):
    exc_info = (type(error), error, error.__traceback__) if error else None
    return FORMATTER.format(
        logging.LogRecord(name, logging.ERROR, __file__, 1, message, args, exc_info)
    )


def refused_row():
    """Return how the database words the error of a reference that is taken, and the reference."""
    first, second = received(message="first"), received(message="second")
    try:
        with transaction.atomic():
            VacancyRequest.objects.filter(pk=second.pk).update(reference=first.reference)
    except IntegrityError as error:
        return error, first.reference


def test_error_of_the_database_is_logged_without_its_row(db):
    error, reference = refused_row()

    logged = line("A task failed", error=error)

    assert reference not in logged
    assert "Key (" not in logged
    assert "constraint" not in logged
    assert logged.startswith("ERROR django.request: A task failed\nTraceback (most recent call")
    assert f'  File "{__file__}", line ' in logged
    assert logged.endswith("\ndjango.db.utils.IntegrityError")


def test_cause_is_told_first_and_without_words():
    said = "Anna Muster"
    try:
        try:
            int(said)
        except ValueError as cause:
            raise KeyError(said) from cause
    except KeyError as error:
        logged = line("Failed", error=error)

    types = [text for text in logged.splitlines() if not text.startswith((" ", "Traceback"))]
    assert types == [
        "ERROR django.request: Failed",
        "builtins.ValueError",
        "Then, because of it or while it was handled:",
        "builtins.KeyError",
    ]
    assert "    int(said)\n" in logged
    assert "Anna" not in logged


def test_errors_that_lead_to_each_other_are_told_once():
    first, second = ValueError("Anna"), TypeError("Muster")
    first.__cause__, second.__cause__ = second, first

    assert line("Failed", error=first).splitlines()[1:] == [
        "Traceback (most recent call last):",
        "builtins.TypeError",
        "Then, because of it or while it was handled:",
        "Traceback (most recent call last):",
        "builtins.ValueError",
    ]


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/anfrage/Zm9v-bar_1:c2ln/", "/anfrage/…/"),
        ("/anfrage/Zm9v:c2ln/steckbrief.md", "/anfrage/…/steckbrief.md"),
        ("/entwurf/Zm9v:1a:c2ln/", "/entwurf/…/"),
        ("/vakanz-anfragen/danke/?anfrage=Zm9v:c2ln&x=1", "/vakanz-anfragen/danke/?anfrage=…&x=1"),
        ("/vakanz-anfragen/", "/vakanz-anfragen/"),
        ("/jobprofile/data-steward/", "/jobprofile/data-steward/"),
    ],
)
def test_tokens_in_addresses_are_masked(path, logged):
    assert line("Not Found: %s", path) == f"ERROR django.request: Not Found: {logged}"


def test_what_the_site_logs_goes_through_this(client, db):
    django, written = logging.getLogger("django"), io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(django.handlers[0].formatter)
    django.addHandler(handler)

    client.get("/anfrage/Zm9v:c2ln/")

    django.removeHandler(handler)
    assert written.getvalue().endswith(" WARNING django.request: Not Found: /anfrage/…/\n")


def test_error_that_was_printed_keeps_frames_and_type():
    printed = (
        "Zeile eins\nAnna Muster : Traceback (most recent call last):\n"
        '  File "/srv/site/contacts/tasks.py", line 12, in send_email\n'
        "    email.claim()\n    ^^^^^^^^^^^^^\n"
        '  File "/srv/site/contacts/models/email.py", line 3, in claim\n'
        "    raise IntegrityError\n"
        "django.db.utils.IntegrityError: Zeile eins\nDETAIL: Key (email)=(Anna Muster)\n"
    )

    assert only_frames(printed) == (
        '  File "/srv/site/contacts/tasks.py", line 12, in send_email\n'
        '  File "/srv/site/contacts/models/email.py", line 3, in claim\n'
        "django.db.utils.IntegrityError"
    )


def test_words_without_a_traceback_are_not_kept():
    assert only_frames("Anna Muster") == ""
