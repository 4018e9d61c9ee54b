"""How long we keep what clients tell us, and how it is erased and handed out."""

import logging
import secrets
from datetime import timedelta
from functools import partial

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone

from contacts import erasures
from contacts.models import Activity, Attachment, Email, RetentionRun, SearchWord, VacancyRequest
from contacts.models.attachment import private_storage
from contacts.models.vacancy_request import new_access_key, new_reference

logger = logging.getLogger(__name__)

QUARTER = timedelta(minutes=15)  # as exact as a figure needs the time to an answer to be

# Of whom a request was, what it said and what we made of it. What stays counts and points to nobody:
# month, role, level, budget and where it stood, from which link it came, whether it was suspected, how
# fast we answered, how it ended.
EMPTY: dict[str, object] = {
    "company": "",
    "name": "",
    "email": "",
    "phone": "",
    "role_title": "",
    "tasks": [],
    "skills": [],
    "headcount": None,
    "location": "",
    "workplace": "",
    "pay_basis": "",
    "message": "",
    "start_on": None,
    "consultant": None,
    "follow_up_on": None,
    "news_on": None,
    "next_step_on": None,
    "status_reason": "",
    "posting_title": "",
    "posting_minimum": None,
    "posting_maximum": None,
    "posting_basis": "",
    "verdict_document": None,
    "signs": [],
    "sender": "",
    "network": "",
    "company_key": "",
    "email_domain": "",
}


def placeholders() -> dict[str, str]:
    """Return what stands for our periods in a legal text, and how that reads: "nach 6 Monaten"."""
    days, mails = settings.RETENTION_SUSPECTED_DAYS, settings.MAIL_RETRY_PERIOD.days
    return {
        "[nach Abschluss]": after_closing(),
        "[nach Verdacht]": "nach einem Tag" if days == 1 else f"nach {days} Tagen",
        "[so lange wie E-Mails]": "einen Tag lang" if mails == 1 else f"{mails} Tage lang",
    }


def after_closing() -> str:
    """Return how long we keep a request that is closed: "nach 6 Monaten"."""
    months = settings.RETENTION_CLOSED_MONTHS
    return "nach einem Monat" if months == 1 else f"nach {months} Monaten"


@transaction.atomic
def erase(request, *, by):
    """Erase what a request says about anybody, and everything that hangs on it; it cannot be undone.

    `by` is None where the client did it, or the time that we keep it has passed. Whoever has the
    request open in the meantime is told that it is gone. A request that is erased already stays so.
    """
    stored = VacancyRequest.objects.select_for_update().not_erased().filter(pk=request.pk).first()
    if stored is None:
        return
    files = [attachment.file for attachment in stored.attachments.all()]
    stored.attachments.all().delete()
    stored.activities.all().delete()
    stored.emails.all().delete()
    SearchWord.objects.filter(request=stored).delete()
    VacancyRequest.objects.filter(pk=stored.pk).update(
        **EMPTY,
        **_coarse(stored),
        reference=new_reference(),  # the old one stands in mails and would lead back
        access_key=new_access_key(),
        submission_key=secrets.token_hex(32),
        status=stored.Status.WITHDRAWN if stored.is_open else stored.status,
    )
    # The log of the back office names the request by its old reference, and what was done to it to the
    # second; either would lead whoever has a mail about it back to the row.
    kind = ContentType.objects.get_for_model(VacancyRequest)
    LogEntry.objects.filter(content_type=kind, object_id=str(stored.pk)).delete()
    stored.activities.create(kind=Activity.Kind.ERASURE, text="Daten gelöscht", by=by)
    # Files go when the rows are gone for sure, each by itself; what a crash or a fault leaves behind,
    # the daily round finds.
    transaction.on_commit(partial(erasures.note, stored.reference), robust=True)
    for file in files:
        transaction.on_commit(partial(file.storage.delete, file.name), robust=True)


def _coarse(request):
    """Return the moments of a request as its figures need them: its month, and the time to the answer.

    To the second they would lead whoever has a mail about it back to the row.
    """
    today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    month = timezone.localtime(request.received_at).replace(
        day=1, hour=0, minute=0, second=0, microsecond=0
    )
    moments = {
        "received_at": month,
        "closed_at": today,
        "erased_at": today,
        "reply_due_on": month.date(),
    }
    if request.is_suspected:
        moments["suspected_at"] = month
    if request.is_answered:
        quarters = round((request.answered_at - request.received_at) / QUARTER)
        answered_at = month + max(quarters, 1) * QUARTER
        was_in_time = timezone.localdate(request.answered_at) <= request.reply_due_on
        day = timezone.localdate(answered_at)
        moments["answered_at"] = answered_at
        moments["reply_due_on"] = day if was_in_time else day - timedelta(days=1)
    return moments


def export_for_client(request) -> dict:
    """Return what a client told us and what they can see, for whoever opens their page to take along.

    What colleagues think and note is no secret (Art. 15 GDPR), but a link is passed on: who asks us
    for all of it gets `export`.
    """
    mails = request.emails.filter(kind__in=[Email.Kind.CONFIRMATION, Email.Kind.REPLY])
    return _facts(request) | {
        "history": [
            # What stands with a receipt is how it came in, and why it was set aside.
            _event(activity, "" if activity.kind == Activity.Kind.RECEIVED else activity.text)
            for activity in request.activities.for_client().select_related("by")
        ],
        "emails": [_mail(email) for email in mails],
    }


def export(request) -> dict:
    """Return all that we keep about a client and their request (Art. 15 and 20 GDPR)."""
    return _facts(request) | {
        "status_reason": request.status_reason,
        "set_aside_as_suspected": request.suspected_at,
        "signs": request.sign_labels,
        "follow_up_on": request.follow_up_on,
        "posting": {name: getattr(request, name) for name in request.POSTING},
        "history": [
            _event(activity, _told(activity))
            for activity in request.activities.select_related("by")
        ],
        "emails": [_mail(email) for email in request.emails.all()],
    }


def _facts(request):
    """Return what stands on the client's page."""
    said = {name: getattr(request, name) for name in request.WORDS if name != "edition"}
    verdict = request.verdict
    return {
        "reference": request.reference,
        "received_at": request.received_at,
        "request": said | {"role": request.edition.title if request.edition else ""},
        "edition": request.edition.number if request.edition else None,
        "came_from": request.get_origin_display(),
        "budget_at_the_market": verdict.model_dump(mode="json") if verdict else None,
        "status": request.get_status_display(),
        "reply_due_on": request.reply_due_on,
        "answered_at": request.answered_at,
        "closed_at": request.closed_at,
        "consultant": _name(request.consultant),
        "files": [
            {"name": attachment.name, "size": attachment.size, "at": attachment.uploaded_at}
            for attachment in request.attachments.all()
        ],
    }


def _event(activity, text):
    kind = activity.get_kind_display()
    return {"at": activity.at, "kind": kind, "text": text, "by": _name(activity.by)}


def _mail(email):
    return {
        "kind": email.get_kind_display(),
        "subject": email.subject,
        "text": email.text,
        "created_at": email.created_at,
        "sent_at": email.sent_at,
    }


def _name(user):
    """Return what a client may know of a colleague: a name, never what they sign in with."""
    return (user.get_full_name() or "TechMinds") if user else ""


def _told(activity):
    """Return what happened without what a colleague signs in with, which may stand there as a name."""
    is_of_name = activity.kind == Activity.Kind.RECEIVED and activity.by is not None
    is_named = activity.kind == Activity.Kind.CONSULTANT or is_of_name
    return "" if is_named else activity.text


def due_since_closing():
    """Requests that were closed longer ago than we keep them."""
    limit = timezone.now() - relativedelta(months=settings.RETENTION_CLOSED_MONTHS)
    return VacancyRequest.objects.closed().not_erased().filter(closed_at__lt=limit)


def due_since_suspicion():
    """Requests that nobody took out of the folder of suspected ones for as long as we keep them."""
    limit = timezone.now() - timedelta(days=settings.RETENTION_SUSPECTED_DAYS)
    return VacancyRequest.objects.suspected().not_erased().filter(suspected_at__lt=limit)


def due_since_a_backup():
    """Requests that were erased and are here again, for an older backup was restored."""
    digests = erasures.noted()
    kept = VacancyRequest.objects.not_erased()
    if not digests:
        return kept.none()
    references = kept.values_list("pk", "reference").iterator()
    return kept.filter(pk__in=[pk for pk, said in references if erasures.is_among(said, digests)])


def run_retention() -> RetentionRun:
    """Erase what was kept long enough, and note how much, or why it failed.

    Each part and each request on its own: what cannot be erased keeps nothing else here longer.
    """
    run = RetentionRun.objects.create()
    faults: list[str] = []
    for name, part in PARTS.items():
        try:
            setattr(run, name, part(faults))
        except Exception as error:
            logger.exception("A part of the retention failed: %s", name)
            faults.append(type(error).__name__)
    run.finished_at, run.error = timezone.now(), ", ".join(dict.fromkeys(faults))[:200]
    run.save()
    logger.info(
        "Erased %s closed, %s suspected, %s once more, %s files",
        run.closed,
        run.suspected,
        run.again,
        run.files,
    )
    if faults:
        logger.error("Retention failed %s times: %s", len(faults), run.error)
    return run


def _erase_all(requests, faults):
    erased = 0
    for request in requests.only("pk").iterator():
        try:
            erase(request, by=None)
        except Exception as error:
            logger.exception("A request could not be erased")
            faults.append(type(error).__name__)
        else:
            erased += 1
    return erased


def _tidy_up(faults):
    """Delete files without a request, and forget who sent what; return how many files."""
    day_ago = timezone.now() - timedelta(days=1)
    senders = VacancyRequest.objects.filter(received_at__lt=day_ago).exclude(sender="")
    senders.update(sender="", network="")
    return Attachment.objects.abandoned().discard() + _delete_lost_files()


def _delete_lost_files():
    """Delete files that no row names: their form or their erasure was cut off half way."""
    storage = private_storage()
    try:
        _, names = storage.listdir("")
    except FileNotFoundError:  # nobody has sent a file yet
        return 0
    day_ago = timezone.now() - timedelta(days=1)
    known = set(Attachment.objects.values_list("file", flat=True))
    lost = [
        name for name in names if name not in known and storage.get_modified_time(name) < day_ago
    ]
    for name in lost:
        storage.delete(name)
    return len(lost)


# What a round does, by the column of RetentionRun that counts it.
PARTS = {
    "again": lambda faults: _erase_all(due_since_a_backup(), faults),
    "closed": lambda faults: _erase_all(due_since_closing(), faults),
    "suspected": lambda faults: _erase_all(due_since_suspicion(), faults),
    "files": _tidy_up,
}
