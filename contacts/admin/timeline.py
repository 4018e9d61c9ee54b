"""Everything that happened with a request, on one line: acts, mails and files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from contacts.models import Activity, Attachment, Email

OF_CLIENT = (Activity.Kind.RECEIVED, Activity.Kind.CLIENT)


@dataclass(frozen=True)
class Event:
    """Something that happened; of a mail also what has become of it, of a file the way to it."""

    at: datetime
    heading: str
    text: str = ""
    by: Any = None
    is_of_client: bool = False
    activity: Activity | None = None
    email: Email | None = None
    attachment: Attachment | None = None


def timeline(vacancy) -> list[Event]:
    """Return what happened, newest first."""
    activities = list(vacancy.activities.select_related("by"))
    emails = list(vacancy.emails.all())
    events = [
        *_acts(activities),
        *_mails(emails, [one for one in activities if one.kind == Activity.Kind.REPLY]),
        *(_file(attachment) for attachment in vacancy.attachments.all()),
    ]
    # Stable: what was written at one moment stays in its order, and is then turned round with the rest.
    return sorted(events, key=lambda event: event.at)[::-1]


def heard(events) -> str:
    """Return the key of the client's latest message among the events, "" where they sent none."""
    messages = (event.activity for event in events if event.activity)
    keys = (str(one.pk) for one in messages if one.kind == Activity.Kind.CLIENT)
    return next(keys, "")


def _acts(activities):
    """Acts but for those that their mail says already: a reply, and what became of a mail."""
    for activity in activities:
        is_of_worker = activity.kind == Activity.Kind.EMAIL and activity.by is None
        if activity.kind != Activity.Kind.REPLY and not is_of_worker:
            yield Event(
                activity.at,
                activity.get_kind_display(),
                text=activity.text,
                by=activity.by,
                is_of_client=activity.kind in OF_CLIENT,
                activity=activity,
            )


def _mails(emails, replies):
    """Mails, each reply with the person who wrote it: both are written together, in one order."""
    writers = iter(replies)
    for email in emails:
        writer = next(writers, None) if email.kind == Email.Kind.REPLY else None
        yield Event(
            email.created_at,
            email.get_kind_display(),
            text=f"{email.subject}\n\n{email.text}" if email.text else "",
            by=writer and writer.by,
            email=email,
        )


def _file(attachment):
    return Event(
        attachment.uploaded_at, "Datei des Kunden", is_of_client=True, attachment=attachment
    )
