import uuid
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django_q.tasks import async_task

from contacts.models.activity import Activity

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
# No worker lets a mail wait that long.
LATE = timedelta(minutes=15)
# Long enough for one attempt with all its time-outs; then another worker may take the mail over.
CLAIM = timedelta(minutes=2)


def new_message_id():
    """Return a Message-ID, made once for each mail, so that a copy is known as one."""
    return f"<{uuid.uuid4()}@{urlsplit(settings.SITE_URL).hostname}>"


class EmailQuerySet(models.QuerySet):
    def unsent(self):
        return self.filter(sent_at=None, failed_at=None)

    def failed(self):
        """Mails that were given up, and nobody has settled that by other means."""
        return self.filter(failed_at__isnull=False, settled_at=None)

    def to_see_to(self):
        """Mails that were given up and that somebody has to do something about.

        Once the client has our answer or the request is closed, a missing confirmation is no reason;
        a missing answer, or news that nobody has dealt with, always is.
        """
        waits = Q(request__answered_at=None, request__closed_at=None)
        news = Q(kind=Email.Kind.UPDATE, request__news_on__isnull=False)
        return self.failed().filter(waits | news | Q(kind=Email.Kind.REPLY))

    def due(self):
        return self.unsent().filter(next_attempt_at__lte=timezone.now())

    def late(self):
        """Mails that were due a while ago: no worker runs."""
        return self.unsent().filter(next_attempt_at__lt=timezone.now() - LATE)


class Email(models.Model):
    """A mail that a request owes somebody: written together with it, sent by the worker.

    Holds no address; that is taken from the request when the mail goes out (contacts/emails.py).
    Only a reply has words of its own. Erasing a request deletes its mails.
    """

    class Kind(models.TextChoices):
        CONFIRMATION = "confirmation", "Bestätigung an den Kunden"
        NOTICE = "notice", "Hinweis an das Büro"
        REPLY = "reply", "Antwort an den Kunden"
        UPDATE = "update", "Hinweis auf Neues vom Kunden"

    request = models.ForeignKey(
        "contacts.VacancyRequest", models.CASCADE, related_name="emails", verbose_name="Anfrage"
    )
    kind = models.CharField("Art", max_length=20, choices=Kind)
    subject = models.CharField("Betreff", max_length=200, blank=True)
    text = models.TextField("Text", max_length=10_000, blank=True)
    message_id = models.CharField(max_length=200, unique=True, default=new_message_id)
    created_at = models.DateTimeField("Angelegt", auto_now_add=True)
    next_attempt_at = models.DateTimeField("Nächster Versuch", default=timezone.now)
    first_attempt_at = models.DateTimeField("Erster Versuch", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("Versuche", default=0)
    sent_at = models.DateTimeField("Gesendet", null=True, blank=True)
    failed_at = models.DateTimeField("Aufgegeben", null=True, blank=True)
    # Since when it no longer matters: somebody has phoned instead.
    settled_at = models.DateTimeField("Erledigt", null=True, blank=True)
    error = models.CharField("Letzter Fehler", max_length=200, blank=True)

    objects = EmailQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "E-Mail"
        verbose_name_plural = "E-Mails"
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind"],
                condition=Q(kind__in=["confirmation", "notice"]),
                name="email_once_a_kind",
            ),
            models.CheckConstraint(
                condition=~Q(kind="reply") | ~Q(text=""), name="email_reply_says_something"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(failed_at=None), name="email_sent_or_failed_not_both"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(failed_at__isnull=False),
                name="email_settled_only_if_given_up",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(sent_at=None, failed_at=None),
                name="email_unsent",
            ),
            models.Index(
                fields=["request"],
                condition=Q(failed_at__isnull=False),
                name="email_failed",
            ),
        ]

    def __str__(self):
        return self.get_kind_display()

    def queue(self):
        """Hand the mail to the worker; inside a transaction it is queued only if that commits."""
        async_task("contacts.tasks.send_email", self.pk)

    def claim(self) -> bool:
        """Take the mail for one attempt; False if it is settled or another worker has it."""
        now = timezone.now()
        claimed = (
            Email.objects.due()
            .filter(pk=self.pk)
            .update(
                next_attempt_at=now + CLAIM,
                attempts=models.F("attempts") + 1,
                first_attempt_at=Coalesce("first_attempt_at", now),
            )
        )
        self.refresh_from_db()
        return bool(claimed)

    @transaction.atomic
    def mark_sent(self):
        self.sent_at, self.error = timezone.now(), ""
        self.save(update_fields=["sent_at", "error"])
        self._note("gesendet")

    def mark_deferred(self, error):
        """Note why an attempt failed and when the next one is due, or give up after some days.

        The days count from the first attempt: while no worker ran, no server refused anything. One
        more attempt follows them, for a server that was away just as long.
        """
        now = timezone.now()
        if now - (self.first_attempt_at or now) > settings.MAIL_RETRY_PERIOD + LONGEST_PAUSE:
            self.mark_failed(error)
            return
        pause = min(FIRST_PAUSE * 2 ** min(self.attempts - 1, 10), LONGEST_PAUSE)
        self.next_attempt_at, self.error = now + pause, error[:200]
        self.save(update_fields=["next_attempt_at", "error"])

    @transaction.atomic
    def mark_failed(self, error):
        """Give the mail up; a person has to look at it."""
        self.failed_at, self.error = timezone.now(), error[:200]
        self.save(update_fields=["failed_at", "error"])
        self._note("konnte nicht gesendet werden")

    @transaction.atomic
    def send_again(self, *, by):
        """Try anew what was given up; the days count from the next attempt."""
        self.failed_at, self.settled_at, self.first_attempt_at = None, None, None
        self.attempts, self.error, self.next_attempt_at = 0, "", timezone.now()
        changed = ("failed_at", "settled_at", "first_attempt_at", "attempts", "error")
        self.save(update_fields=[*changed, "next_attempt_at"])
        text = f"{self} noch einmal senden"
        self.request.activities.create(kind=Activity.Kind.EMAIL, text=text, by=by)
        self.queue()

    @transaction.atomic
    def settle(self, *, by):
        """Note that a mail that was given up is no longer needed."""
        self.settled_at = timezone.now()
        self.save(update_fields=["settled_at"])
        self.request.activities.create(
            kind=Activity.Kind.EMAIL, text=f"{self} nicht mehr nötig", by=by
        )

    def _note(self, what):
        self.request.activities.create(kind=Activity.Kind.EMAIL, text=f"{self} {what}")
