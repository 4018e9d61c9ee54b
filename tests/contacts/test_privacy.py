"""What clients tell us is kept no longer than we say, erased whole, and handed out whole."""

import re
from datetime import UTC, datetime, time, timedelta
from importlib import import_module

import pytest
import time_machine
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_q.models import Schedule

from contacts import erasures, privacy, tasks
from contacts.models import Activity, Attachment, Email, RetentionRun, SearchWord, VacancyRequest
from contacts.models.attachment import private_storage
from techminds.models import LegalPage
from tests.contacts.files import pdf
from tests.factories import BAND, published, received

pytestmark = pytest.mark.django_db

PRIVATE = {
    "company": "Geheim & Söhne GmbH",
    "name": "Anna Privat",
    "email": "anna@geheim.example",
    "phone": "040 228595571",
    "role_title": "Geheimagent",
    "location": "Verstecktal",
    "pay_basis": "Hausvertrag X",
    "message": "Sehr vertraulich.",
    "skills-must": "Schweigen",
}


def everything():
    """Return all that any table says, as text."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            said += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(said).casefold()


@pytest.fixture
def vacancy(consultant):
    edition = published(salary_bands=[BAND])
    vacancy = received(edition=edition.pk, level="senior", budget_minimum="90.000", **PRIVATE)
    vacancy.note("Notiz über Anna Privat", by=consultant)
    vacancy.reply(by=consultant, subject="An Anna Privat", text="Liebe Anna Privat")
    vacancy.prepare_posting(
        by=consultant,
        posting_title="Geheimagent für Verstecktal",
        posting_minimum=None,
        posting_maximum=None,
        posting_basis="Hausvertrag X",
    )
    vacancy.hear("Nachtrag von Anna Privat")
    Attachment.objects.create(
        request=vacancy, file=SimpleUploadedFile("x.pdf", pdf()), name="Anna Privat.pdf"
    )
    return vacancy


# Erasing -------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_erasing_leaves_nothing_that_was_said_in_any_table(vacancy, consultant):
    words = [*PRIVATE.values(), "Anna", "geheim.example", "228595571", vacancy.reference]
    words += [vacancy.access_key, vacancy.submission_key]
    file = Attachment.objects.get().file
    before = everything()
    assert [word for word in words if word.casefold() not in before] == ["040 228595571"]

    privacy.erase(vacancy, by=consultant)

    after = everything()
    assert [word for word in words if word.casefold() in after] == []
    assert not file.storage.exists(file.name)
    assert Attachment.objects.count() == SearchWord.objects.count() == Email.objects.count() == 0


def test_erasing_keeps_what_counts_and_points_to_nobody(vacancy, consultant):
    edition, month = vacancy.edition, timezone.localtime(vacancy.received_at).replace(day=1).date()

    privacy.erase(vacancy, by=consultant)

    stored = VacancyRequest.objects.get()
    assert (stored.edition, stored.level) == (edition, "senior")
    assert timezone.localtime(stored.received_at).isoformat()[:19] == f"{month}T00:00:00"
    assert (stored.budget_minimum, stored.market_position) == (90_000, "within")
    assert stored.is_answered
    assert (stored.is_erased, stored.is_open, stored.next_step_on) == (True, False, None)
    assert [(row.kind, row.text, row.by) for row in stored.activities.all()] == [
        ("erasure", "Daten gelöscht", consultant)
    ]


def test_erasing_leaves_the_whole_row_as_one_of_many(consultant, vacancy):
    """A new column has to be thought of: it is emptied, or here because it points to nobody."""
    now = timezone.localtime()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    month = today.replace(day=1)
    vacancy.assign(consultant, by=consultant)
    vacancy.set_aside(by=consultant)
    VacancyRequest.objects.update(headcount=7, workplace="remote", origin="liste")

    privacy.erase(vacancy, by=consultant)

    row = VacancyRequest.objects.values().get()
    keys = ("id", "reference", "access_key", "submission_key")
    assert not {row.pop(name) for name in keys} & {
        getattr(vacancy, name) for name in keys if name != "id"
    }
    counted = {
        "edition_id": vacancy.edition_id,
        "level": "senior",
        "budget_minimum": 90_000,
        "budget_maximum": None,
        "market_position": vacancy.market_position,
        "market_share": vacancy.market_share,
        "origin": "liste",
        "status": "withdrawn",
        "received_at": month,
        "suspected_at": month,
        "answered_at": month + timedelta(minutes=15),
        "reply_due_on": month.date(),
        "closed_at": today,
        "erased_at": today,
    }
    assert {name: value for name, value in row.items() if value not in (None, "", [])} == {
        name: value for name, value in counted.items() if value is not None
    }


def test_erasing_leaves_nothing_in_the_log_of_the_back_office(consultant_client, vacancy):
    heard = {"heard": vacancy.latest_message}
    consultant_client.post(f"/admin/contacts/vacancyrequest/{vacancy.pk}/gelesen/", heard)
    assert LogEntry.objects.get().object_repr == vacancy.reference

    privacy.erase(vacancy, by=None)

    assert not LogEntry.objects.exists()


@pytest.mark.parametrize(("hours", "is_in_time"), [(0, True), (3, True), (100, False)])
def test_erasing_keeps_how_fast_we_were_to_the_quarter(consultant, hours, is_in_time):
    received_at = datetime(2026, 11, 23, 9, 17, 31, tzinfo=UTC)  # a Monday
    with time_machine.travel(received_at, tick=False):
        vacancy = received()
    with time_machine.travel(received_at + timedelta(hours=hours, minutes=11), tick=False):
        vacancy.answer(by=consultant)

    privacy.erase(vacancy, by=consultant)

    stored = VacancyRequest.objects.get()
    assert stored.answered_at - stored.received_at == timedelta(hours=hours, minutes=15)
    assert (timezone.localdate(stored.answered_at) <= stored.reply_due_on) is is_in_time
    midnights = [stored.received_at, stored.closed_at, stored.erased_at]
    assert {timezone.localtime(moment).time() for moment in midnights} == {time(0)}


def test_erasing_twice_is_erasing_once(vacancy, consultant):
    privacy.erase(vacancy, by=consultant)
    erased_at = VacancyRequest.objects.get().erased_at

    privacy.erase(vacancy, by=consultant)

    assert VacancyRequest.objects.get().erased_at == erased_at
    assert Activity.objects.count() == 1


def test_erasing_touches_nobody_else(vacancy, consultant):
    other = received(message="Ein anderer")
    words = SearchWord.objects.filter(request=other).count()

    privacy.erase(vacancy, by=consultant)

    other.refresh_from_db()
    assert (other.company, other.is_erased) == ("Nordlicht GmbH", False)
    assert (other.activities.count(), other.emails.count()) == (1, 2)
    assert SearchWord.objects.filter(request=other).count() == words > 0


def test_mail_that_was_queued_for_an_erased_request_is_not_sent(
    vacancy, consultant, work, mailoutbox
):
    privacy.erase(vacancy, by=consultant)

    work()

    assert mailoutbox == []


# Handing out ---------------------------------------------------------------------------------------


def test_export_holds_all_that_was_said_and_done(vacancy):
    data = str(privacy.export(vacancy))

    for said in (
        *("Geheim & Söhne GmbH", "Anna Privat", "anna@geheim.example", "+49 40 228595571"),
        *("Geheimagent", "Verstecktal", "Hausvertrag X", "Sehr vertraulich.", "Schweigen"),
        *("Notiz über Anna Privat", "Liebe Anna Privat", "Nachtrag", "Anna Privat.pdf"),
    ):
        assert said in data


def test_export_holds_no_key_and_nothing_of_others(vacancy):
    received(message="Ein anderer", company="Fremd AG")

    data = str(privacy.export(vacancy))

    for hidden in ("Fremd AG", vacancy.access_key, vacancy.submission_key):
        assert hidden not in data


def test_export_names_every_column_or_says_why_not(vacancy):
    """A new column has to be thought of: handed out, or here because it says nothing about anybody."""
    data = privacy.export(vacancy)
    known = {
        *data,
        *data["request"],
        *("id", "access_key", "submission_key", "sender", "network"),  # keys of ours
        *("company_key", "email_domain", "next_step_on", "news_on"),  # made of the others
        *("verdict_document", "market_position", "market_share"),  # budget_at_the_market
        *("origin", "suspected_at", "erased_at"),  # came_from, set_aside_as_suspected
        *data["posting"],
    }

    assert {field.name for field in VacancyRequest._meta.fields} - known == set()


# In time -------------------------------------------------------------------------------------------


def closed_at(moment, status="declined", **values):
    vacancy = received(**values)
    with time_machine.travel(moment, tick=False):
        vacancy.move_to(status, by=None, reason="Vorbei")
    return vacancy


def test_closed_requests_are_kept_for_months_and_no_day_longer(settings):
    settings.RETENTION_CLOSED_MONTHS = 6
    day = datetime(2026, 8, 31, 12, tzinfo=UTC)
    with time_machine.travel(day - timedelta(days=3)):
        due = closed_at(day, message="due")
        withdrawn = closed_at(day, "withdrawn", message="withdrawn")
        later = closed_at(day + timedelta(days=3), message="later")
        still_open = received(message="open")

    with time_machine.travel(datetime(2027, 2, 28, 11, 59, tzinfo=UTC)):
        assert privacy.run_retention().closed == 0
    with time_machine.travel(datetime(2027, 3, 1, 12, 1, tzinfo=UTC)):
        run = privacy.run_retention()

    assert (run.closed, run.suspected, run.error) == (2, 0, "")
    erased = VacancyRequest.objects.exclude(erased_at=None)
    assert set(erased) == {due, withdrawn}
    assert set(VacancyRequest.objects.not_erased()) == {later, still_open}


def test_suspected_requests_are_kept_for_days(settings):
    settings.RETENTION_SUSPECTED_DAYS = 30
    day = datetime(2026, 8, 1, 12, tzinfo=UTC)
    with time_machine.travel(day, tick=False):
        received(trap="x")
        trusted = received(message="a real one")

    with time_machine.travel(day + timedelta(days=30), tick=False):
        assert privacy.run_retention().suspected == 0
    with time_machine.travel(day + timedelta(days=30, minutes=1)):
        assert privacy.run_retention().suspected == 1

    assert list(VacancyRequest.objects.not_erased()) == [trusted]


def test_reopened_request_is_kept(consultant):
    day = datetime(2026, 1, 5, 12, tzinfo=UTC)
    with time_machine.travel(day - timedelta(days=1)):
        vacancy = closed_at(day)
    vacancy.move_to("in_progress", by=consultant)

    assert privacy.run_retention().closed == 0


def test_digests_of_senders_are_emptied_after_a_day():
    with time_machine.travel("2026-11-20T12:00:00Z"):
        vacancy = received(message="old")
        VacancyRequest.objects.filter(pk=vacancy.pk).update(sender="a" * 32, network="b" * 32)

    privacy.run_retention()

    vacancy.refresh_from_db()
    assert (vacancy.sender, vacancy.network) == ("", "")


def test_files_that_no_row_names_are_deleted_and_others_stay(vacancy):
    storage = private_storage()
    lost = storage.save("f" * 32, ContentFile(b"lost"))
    known = Attachment.objects.get().file.name

    privacy.run_retention()
    assert storage.exists(lost)  # it may belong to a form that is being sent
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=5)):
        assert privacy.run_retention().files >= 1

    assert not storage.exists(lost)
    assert storage.exists(known)


def test_round_goes_on_where_one_request_cannot_be_erased(monkeypatch):
    day = datetime(2026, 1, 5, 12, tzinfo=UTC)
    with time_machine.travel(day - timedelta(days=1)):
        first, second = closed_at(day, message="a"), closed_at(day, message="b")
    real = privacy.new_reference
    answers = iter([first.reference, real()])  # the newer one is erased first
    monkeypatch.setattr(privacy, "new_reference", lambda: next(answers))

    run = privacy.run_retention()

    assert (run.closed, run.error) == (1, "IntegrityError")
    assert VacancyRequest.objects.not_erased().get() == second
    monkeypatch.undo()
    assert privacy.run_retention().closed == 1


def test_failure_is_red_in_the_queue_and_kept(settings):
    settings.RETENTION_CLOSED_MONTHS = "six"

    with pytest.raises(RuntimeError, match="Retention failed: ValueError"):
        tasks.keep_no_longer()

    run = RetentionRun.objects.get()
    assert (run.error, run.finished_at is not None) == ("ValueError", True)
    assert not RetentionRun.objects.done_lately().exists()


def test_log_counts_and_names_nobody(log):
    day = datetime(2026, 1, 5, 12, tzinfo=UTC)
    with time_machine.travel(day - timedelta(days=1)):
        closed_at(day, company="Geheim GmbH", name="Anna Privat")

    privacy.run_retention()

    assert "Erased 1 closed, 0 suspected" in log.text
    assert "Geheim" not in log.text
    assert "Privat" not in log.text


# Whether anybody looks -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("hours", "error", "is_done"), [(1, "", True), (35, "", True), (37, "", False), (1, "X", False)]
)
def test_retention_is_late_without_a_good_end(hours, error, is_done):
    now = timezone.now()
    RetentionRun.objects.create(finished_at=now - timedelta(hours=hours), error=error)

    assert RetentionRun.objects.done_lately().exists() is is_done


def test_round_is_made_every_day():
    schedule = Schedule.objects.get(func="contacts.tasks.keep_no_longer")

    assert (schedule.schedule_type, schedule.repeats) == (Schedule.DAILY, -1)


def test_export_is_of_one_request_and_its_words_alone(vacancy, django_assert_max_num_queries):
    with django_assert_max_num_queries(6):
        privacy.export(VacancyRequest.objects.select_related("edition").get())


# What the privacy page says ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "days", "said"),
    [
        (6, 30, ("nach 6 Monaten alles", "nach 30 Tagen.", "3 Tage lang")),
        (1, 1, ("nach einem Monat alles", "nach einem Tag.")),
    ],
)
def test_privacy_page_takes_its_figures_from_the_settings(client, settings, months, days, said):
    call_command("load_content", verbosity=0)
    settings.RETENTION_CLOSED_MONTHS, settings.RETENTION_SUSPECTED_DAYS = months, days

    page = client.get("/datenschutz/").content.decode()

    for words in said:
        assert words in page
    assert "[nach" not in page


def test_privacy_page_from_before_gets_the_periods_of_the_settings(client):
    migration = import_module("techminds.migrations.0004_periods_in_the_privacy_page")
    old = "<p>Vorher.</p><p>{}</p>".format("</p><p>".join(migration.SENTENCES))
    page = LegalPage.objects.create(slug="datenschutz", text=old)

    migration.forward(apps, None)

    shown = client.get("/datenschutz/").content.decode()
    assert "löscht sie nach 30 Tagen." in shown
    assert "3 Tage lang erneut" in shown
    assert "Vorher." in shown
    migration.backward(apps, None)
    page.refresh_from_db()
    assert page.text == old


# Back from a backup ---------------------------------------------------------------------------------


@pytest.fixture
def backup(vacancy, consultant, django_capture_on_commit_callbacks):
    """Return a function that brings a request back which was erased, as an older backup has it."""
    for name in erasures.noted():
        private_storage().delete(f"{erasures.FOLDER}/{name}")
    row = VacancyRequest.objects.filter(pk=vacancy.pk).values().get()
    with django_capture_on_commit_callbacks(execute=True):
        privacy.erase(vacancy, by=consultant)

    def restore():
        VacancyRequest.objects.filter(pk=vacancy.pk).delete()
        VacancyRequest.objects.bulk_create([VacancyRequest(**row)])

    return restore


def test_request_that_a_backup_brings_back_is_erased_again(backup, vacancy):
    other = received(message="Ein anderer")
    backup()

    run = privacy.run_retention()

    assert (run.again, run.error) == (1, "")
    assert VacancyRequest.objects.get(pk=vacancy.pk).is_erased
    assert not VacancyRequest.objects.get(pk=other.pk).is_erased
    assert privacy.run_retention().again == 0


def test_request_that_was_erased_under_an_older_key_is_known(settings, backup, vacancy):
    backup()
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "a newer key " * 5

    assert privacy.run_retention().again == 1


def test_what_is_kept_of_an_erasure_names_no_reference(backup, vacancy):
    (name,) = erasures.noted()

    assert re.fullmatch("[0-9a-f]{64}", name)
    assert vacancy.reference.lower() not in name
    assert privacy.run_retention().files == 0  # no lost file of a client, however old
    assert erasures.noted() == {name}


def test_erasure_that_is_noted_twice_is_one(backup, vacancy):
    erasures.note(vacancy.reference)

    assert len(erasures.noted()) == 1
