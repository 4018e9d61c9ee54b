"""What the worker does. Tasks take ids, never personal data: the queue keeps its arguments."""

import logging
import smtplib

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.db import DatabaseError

from contacts import emails, privacy
from contacts.models import Email, MonthlyFigures

logger = logging.getLogger(__name__)


def send_email(pk: int):
    """Send one mail if it is due and nobody else is sending it.

    What may pass (no connection, time-out, 4xx) is tried again later; what will not (5xx, a
    message that cannot be built) is parked for a person. A worker killed between the server's 250
    and our note sends a copy with the same Message-ID.
    """
    email = Email.objects.filter(pk=pk).first()
    if email is None or not email.claim():
        return
    try:
        message = getattr(emails, email.kind)(email)
        message.extra_headers["Message-ID"] = email.message_id
        with get_connection() as message.connection:  # closed even where the login fails
            message.send()
    except Exception as error:
        logger.warning("Mail %s: attempt %s failed: %s", pk, email.attempts, _named(error))
        park = email.mark_failed if _is_permanent(error) else email.mark_deferred
        park(_reason(error))
    else:
        email.mark_sent()


def send_due_emails():
    """Queue whatever is due; runs every minute, so that no mail depends on one queued task."""
    for email in Email.objects.due():
        email.queue()


def keep_no_longer():
    """Erase what was kept long enough; runs every day."""
    run = privacy.run_retention()
    if run.error:
        raise RuntimeError(f"Retention failed: {run.error}")  # red in the queue, too


def count_requests():
    """Count requests by month, role and level; runs every hour."""
    MonthlyFigures.objects.refresh()


def _codes(error):
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _is_permanent(error):
    """5xx and whatever is no fault of network or database; a bad login or setting is ours to mend."""
    if isinstance(error, smtplib.SMTPAuthenticationError | ImproperlyConfigured):
        return False
    if codes := _codes(error):
        return all(code >= 500 for code in codes)
    return not isinstance(error, OSError | DatabaseError)


def _named(error):
    """Name the error without the server's words: they repeat addresses."""
    return " ".join([type(error).__name__, *map(str, _codes(error))])


# What colleagues read on the desk, the first that fits.
REASONS = {
    smtplib.SMTPRecipientsRefused: "der Mailserver nimmt die Adresse nicht an",
    smtplib.SMTPAuthenticationError: "der Mailserver lässt uns nicht hinein",
    smtplib.SMTPResponseException: "der Mailserver hat abgelehnt",
    smtplib.SMTPServerDisconnected: "der Mailserver hat die Verbindung getrennt",
    TimeoutError: "der Mailserver antwortet nicht",
    OSError: "der Mailserver ist nicht zu erreichen",
    DatabaseError: "die Datenbank ist nicht zu erreichen",
}


def _reason(error):
    """Say in German why a mail did not go out, with the server's code or the name of our own fault."""
    for kind, said in REASONS.items():
        if isinstance(error, kind):
            codes = ", ".join(map(str, _codes(error)))
            return f"{said} ({codes})" if codes else said
    return f"ein Fehler bei uns ({type(error).__name__})"
