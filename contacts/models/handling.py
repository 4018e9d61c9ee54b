from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from contacts.consultants import name_of
from contacts.models.activity import Activity
from contacts.models.email import Email
from contacts.models.posting import Posting

FURTHEST = timedelta(days=2 * 365)  # a follow-up beyond is a slip of the year


def check_follow_up(day, *, before=None):
    """Raise ValidationError for a day on which nobody will look at a request again.

    None is no day, and a day that stood there `before` may have passed.
    """
    today = timezone.localdate()
    if day not in {None, before} and not today <= day <= today + FURTHEST:
        raise ValidationError(
            "Bitte wählen Sie einen Tag ab heute, höchstens zwei Jahre weiter.", code="day"
        )


class Handling(Posting):
    """What we make of a request: its status, who looks after it, when the next step is due."""

    class Status(models.TextChoices):
        NEW = "new", "Neu"
        IN_PROGRESS = "in_progress", "In Bearbeitung"
        QUALIFIED = "qualified", "Qualifiziert"
        MANDATE = "mandate", "Suche läuft"
        DECLINED = "declined", "Abgesagt"
        WITHDRAWN = "withdrawn", "Zurückgezogen"

    CLOSED = (Status.DECLINED, Status.WITHDRAWN)
    # What the client reads on their page: the heading, and what it means for them.
    FOR_CLIENT = {
        Status.NEW: ("Eingegangen", "Ihre Anfrage liegt uns vor."),
        Status.IN_PROGRESS: ("In Bearbeitung", "Wir kümmern uns um Ihre Anfrage."),
        Status.QUALIFIED: ("Alles beisammen", "Wir wissen, wen Sie suchen."),
        Status.MANDATE: ("Die Suche läuft", "Wir suchen Menschen für Ihre Stelle."),
        Status.DECLINED: ("Beendet", "Diese Anfrage bearbeiten wir nicht weiter."),
        Status.WITHDRAWN: ("Zurückgezogen", "Diese Anfrage ist zurückgezogen."),
    }
    DECISIONS = ("status", "consultant", "follow_up_on")  # the consultant's; all else is as it came

    status = models.CharField("Status", max_length=20, choices=Status, default=Status.NEW)
    status_reason = models.CharField("Grund", max_length=300, blank=True)
    consultant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Zuständig",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="vacancy_requests",
    )
    reply_due_on = models.DateField("Antwort versprochen bis", editable=False)
    follow_up_on = models.DateField("Wiedervorlage", null=True, blank=True)
    # Since when the client has said something that nobody has dealt with.
    news_on = models.DateField("Neues vom Kunden", null=True, editable=False)
    # The earliest of them while somebody has to act; kept by `_plan`, so that the inbox has an index.
    next_step_on = models.DateField("Nächster Schritt", null=True, editable=False)
    answered_at = models.DateTimeField("Beantwortet", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("Abgeschlossen", null=True, blank=True, editable=False)

    class Meta(Posting.Meta):
        abstract = True

    @property
    def is_answered(self):
        return self.answered_at is not None

    @property
    def is_open(self):
        return self.closed_at is None

    @property
    def is_without_consultant(self):
        """Whether nobody takes care of the request, or somebody who cannot sign in any more."""
        return self.consultant is None or not self.consultant.is_active

    @property
    def is_late(self):
        """Whether the day has passed by which we promised an answer."""
        waits = self.is_open and not self.is_answered
        return waits and self.reply_due_on < timezone.localdate()

    @property
    def status_for_client(self):
        """The status in the client's words: a heading and a sentence."""
        return self.FOR_CLIENT[self.Status(self.status)]

    def may_become(self, status) -> bool:
        """Whether the status may follow: a request is new once, and a closed one is reopened first."""
        if status == self.status:
            return True
        if self.status in self.CLOSED:
            return status == self.Status.IN_PROGRESS
        return status != self.Status.NEW

    def needs_reason_for(self, status) -> bool:
        """Whether a consultant has to say why.

        A client deserves to know why we stop, and who searches while the posting would tell
        applicants too little about pay should know that they do (contacts/transparency.py).
        """
        return status in self.CLOSED or (status == self.Status.MANDATE and bool(self.flags))

    def needs_reason_to_stay(self, posting) -> bool:
        """Whether a consultant has to say why the search goes on with a posting that tells less."""
        return self.status == self.Status.MANDATE and self.is_less_clear_with(posting)

    def check_move(self, status, *, reason=None, posting=None):
        """Raise ValidationError where a consultant may not decide so, with the posting as it would be.

        A reason is None where nobody was asked for one. The error's code tells what is wrong: "move"
        for a status that cannot follow, "reason" for one that is missing, "needless" for one that
        explains nothing.
        """
        posting, label = posting or {}, self.Status(status).label
        if not self.may_become(status):
            raise ValidationError(
                f"Von „{self.get_status_display()}“ geht es nicht zu „{label}“.", code="move"
            )
        if status != self.status:
            is_needed = self.posted(posting).needs_reason_for(status)
        else:
            is_needed = self.needs_reason_to_stay(posting)
        if is_needed and not reason:
            raise ValidationError(self.asks_for_reason(status), code="reason")
        if status == self.status and reason is not None and not is_needed:
            raise ValidationError(
                f"Ein Grund gehört zu einem neuen Status; hier bleibt es bei „{label}“.",
                code="needless",
            )

    def asks_for_reason(self, status):
        """Return the sentence that asks a consultant why."""
        label = self.Status(status).label
        if status == self.Status.MANDATE:
            return (
                "Zur Ausschreibung ist noch etwas offen. Bitte nennen Sie einen Grund, warum es "
                f"trotzdem „{label}“ heißen soll, oder ergänzen Sie, was fehlt."
            )
        return f"Bitte nennen Sie einen Grund für „{label}“."

    @transaction.atomic
    def decide(self, *, by, status, consultant, follow_up_on, reason="", posting=None, heard=None):
        """Take over what a consultant decided; what stays as it is was no act.

        `heard` is the key of the client's latest message that they saw, "" for none: with a new
        status or day it is dealt with. Raises ValidationError as the acts do.
        """
        was = (self.status, self.follow_up_on)
        # Whether the search may run is judged with its posting; of one that ends, it is not asked.
        runs = status == self.Status.MANDATE
        if posting is not None and runs:
            self.prepare_posting(by=by, reason=reason, **posting)
        if status != self.status:
            self.move_to(status, by=by, reason=reason)
        if posting is not None and not runs:
            self.prepare_posting(by=by, **posting)
        if consultant != self.consultant:
            self.assign(consultant, by=by)
        if follow_up_on != self.follow_up_on:
            self.follow_up(follow_up_on, by=by)
        if was != (self.status, self.follow_up_on) and heard == self.latest_message:
            self._settle_news()

    @transaction.atomic
    def move_to(self, status, *, by, reason=""):
        """Change the status and note who did it, and why; `by` is None where the client did.

        Raises ValidationError as `check_move` does.
        """
        self.check_move(status, reason=reason or None)
        self.status, self.status_reason = status, reason
        self.closed_at = timezone.now() if status in self.CLOSED else None
        self._keep("status", "status_reason", "closed_at")
        text = f"{self.get_status_display()}: {reason}" if reason else self.get_status_display()
        self.activities.create(kind=Activity.Kind.STATUS, text=text, by=by)

    @transaction.atomic
    def assign(self, consultant, *, by):
        """Say who takes care of the request; None leaves that open again."""
        self.consultant = consultant
        self._keep("consultant")
        text = name_of(consultant) if consultant else "–"
        self.activities.create(kind=Activity.Kind.CONSULTANT, text=text, by=by)

    @transaction.atomic
    def claim(self, *, by):
        """Take care of a request that nobody has yet, or somebody who has left, and begin.

        Raises ValidationError where a colleague was faster.
        """
        stored = type(self).objects.select_for_update().get(pk=self.pk)
        is_free = stored.is_without_consultant
        if not is_free and stored.consultant_id != by.pk:
            raise ValidationError(
                f"Um {self.reference} kümmert sich schon {name_of(stored.consultant)}.",
                code="claimed",
            )
        if is_free:
            self.assign(by, by=by)
        if stored.status == self.Status.NEW:
            self.move_to(self.Status.IN_PROGRESS, by=by)

    @transaction.atomic
    def follow_up(self, day, *, by):
        """Say when somebody looks at the request again; None means never.

        Raises ValidationError for a day that is over, or years away.
        """
        check_follow_up(day)
        self.follow_up_on = day
        self._keep("follow_up_on")
        text = f"{day:%d.%m.%Y}" if day else "–"
        self.activities.create(kind=Activity.Kind.FOLLOW_UP, text=text, by=by)

    @transaction.atomic
    def answer(self, *, by):
        """Note that the client has an answer that did not go out from here; the first one counts."""
        if self.is_answered:
            return
        self.answered_at = timezone.now()
        self._keep("answered_at")
        self.activities.create(kind=Activity.Kind.ANSWER, text="Kunde hat Antwort", by=by)

    def check_reply(self):
        """Raise ValidationError under suspicion: a mail to a stranger is what the sender may want."""
        if self.is_suspected:
            raise ValidationError(
                "Diese Anfrage steht unter Verdacht. Bevor Sie antworten, klicken Sie bitte auf "
                "„Kein Verdacht“.",
                code="suspected",
            )

    @transaction.atomic
    def reply(self, *, by, subject, text):
        """Send the client an answer; it counts as ours from now on, and the worker delivers it.

        Whoever answers what nobody took care of takes care of it: the client will write back. Raises
        ValidationError as `check_reply` does.
        """
        self.check_reply()
        if self.is_without_consultant and self.is_open:
            self.claim(by=by)
        self.emails.create(kind=Email.Kind.REPLY, subject=subject, text=text).queue()
        self.activities.create(kind=Activity.Kind.REPLY, text=f"{subject}\n\n{text}", by=by)
        self.answered_at = self.answered_at or timezone.now()  # the letter itself tells of it
        self._settle_news("answered_at")

    def news(self):
        """Return what the client said that nobody has dealt with, as activities, oldest first."""
        if self.news_on is None:
            return self.activities.none()
        said = self.activities.filter(kind=Activity.Kind.CLIENT)
        return said.filter(at__date__gte=self.news_on)

    @property
    def latest_message(self) -> str:
        """The key of the latest message of the client, "" where they said nothing since the form."""
        said = self.activities.filter(kind=Activity.Kind.CLIENT).last()
        return str(said.pk) if said else ""

    @transaction.atomic
    def read_news(self, *, by, heard):
        """Note that somebody has read what the client said, up to the message whose key is `heard`.

        Raises ValidationError where the client has said more since.
        """
        if self.news_on is None:
            return
        if heard != self.latest_message:
            raise ValidationError(
                "Der Kunde hat inzwischen noch etwas ergänzt. Bitte lesen Sie auch das.",
                code="more",
            )
        self._settle_news()
        self.activities.create(kind=Activity.Kind.NEWS, text="Gelesen", by=by)

    def _settle_news(self, *changed):
        """Let what the client said be dealt with, and the mail that should have told of it be needless.

        Keeps what else has changed along with it.
        """
        self.news_on = None
        self._keep("news_on", *changed)
        lost = self.emails.failed().filter(kind=Email.Kind.UPDATE)
        lost.update(settled_at=timezone.now())

    def note(self, text, *, by):
        """Add what a consultant wants to remember; no page of the client shows it.

        A second click adds it once.
        """
        last = self.activities.last()
        if last and (last.kind, last.text, last.by) == (Activity.Kind.NOTE, text, by):
            return
        self.activities.create(kind=Activity.Kind.NOTE, text=text, by=by)

    def _plan(self):
        """Set the day of the next step: none once the request is closed."""
        days = [self.follow_up_on, self.news_on, None if self.is_answered else self.reply_due_on]
        self.next_step_on = min(filter(None, days), default=None) if self.is_open else None

    def _keep(self, *names):
        self._plan()
        self.save(update_fields=[*names, "next_step_on"])
