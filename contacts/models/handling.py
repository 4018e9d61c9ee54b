from copy import copy
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from contacts.consultants import name_of
from contacts.models.activity import Activity
from contacts.models.email import Email

FURTHEST = timedelta(days=2 * 365)  # a follow-up beyond is a slip of the year


def check_follow_up(day):
    """Raise ValidationError for a day on which nobody will look at a request again; None is no day."""
    today = timezone.localdate()
    if day is not None and not today <= day <= today + FURTHEST:
        raise ValidationError(
            "Bitte wählen Sie einen Tag ab heute, höchstens zwei Jahre weiter.", code="day"
        )


class Handling(models.Model):
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
    POSTING = ("posting_title", "posting_minimum", "posting_maximum", "posting_basis")

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

    # What applicants are told, where it differs from the client's words or completes them.
    posting_title = models.CharField("Titel der Ausschreibung", max_length=120, blank=True)
    posting_minimum = models.PositiveIntegerField("Gehalt von", null=True, blank=True)
    posting_maximum = models.PositiveIntegerField("Gehalt bis", null=True, blank=True)
    posting_basis = models.CharField("Grundlage des Gehalts", max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def is_answered(self):
        return self.answered_at is not None

    @property
    def is_open(self):
        return self.closed_at is None

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

    def check_move(self, status, *, reason, posting=None):
        """Raise ValidationError where a consultant may not decide so, with the posting as it would be.

        Its code tells what is wrong: "move" for a status that cannot follow, "reason" for one that is
        missing, "needless" for one that explains nothing.
        """
        label = self.Status(status).label
        if not self.may_become(status):
            raise ValidationError(
                f"Von „{self.get_status_display()}“ geht es nicht zu „{label}“.", code="move"
            )
        posted = self.posted(posting or {})
        if status != self.status:
            is_needed = posted.needs_reason_for(status)
        else:
            is_needed = self._is_less_clear(posted)
        if reason and status == self.status and not is_needed:
            raise ValidationError(
                f"Ein Grund gehört zu einem neuen Status; hier bleibt es bei „{label}“.",
                code="needless",
            )
        if is_needed and not reason:
            raise ValidationError(self._asks_for_reason(status), code="reason")

    def _is_less_clear(self, posted):
        """Whether the search runs, and applicants would be told less than they are now."""
        if self.status != self.Status.MANDATE:
            return False
        return not {flag.code for flag in posted.flags} <= {flag.code for flag in self.flags}

    def _asks_for_reason(self, status):
        label = self.Status(status).label
        if status == self.Status.MANDATE:
            return (
                "Zur Ausschreibung ist noch etwas offen. Bitte nennen Sie einen Grund, warum es "
                f"trotzdem „{label}“ heißen soll, oder ergänzen Sie, was fehlt."
            )
        return f"Bitte nennen Sie einen Grund für „{label}“."

    @transaction.atomic
    def decide(self, *, by, status, consultant, follow_up_on, reason="", posting=None):
        """Take over what a consultant decided; what stays as it is was no act.

        Whether the search may run is judged with its `posting`; of one that ends here it is no longer
        asked.
        """
        if posting is not None and status == self.Status.MANDATE:
            self.prepare_posting(by=by, reason=reason, **posting)
        if status != self.status:
            self.move_to(status, by=by, reason=reason)
        if posting is not None:
            self.prepare_posting(by=by, **posting)
        if consultant != self.consultant:
            self.assign(consultant, by=by)
        if follow_up_on != self.follow_up_on:
            self.follow_up(follow_up_on, by=by)

    @transaction.atomic
    def move_to(self, status, *, by, reason=""):
        """Change the status and note who did it, and why; `by` is None where the client did.

        Raises ValidationError for a status that cannot follow, and where a reason is missing.
        """
        self.check_move(status, reason=reason)
        self.status, self.status_reason = status, reason
        self.closed_at = timezone.now() if status in self.CLOSED else None
        if by is not None:
            self.news_on = None
        self._keep("status", "status_reason", "closed_at", "news_on")
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
        """Take care of a request that nobody has yet, and begin.

        Raises ValidationError where a colleague was faster.
        """
        stored = type(self).objects.select_for_update().get(pk=self.pk)
        if stored.consultant_id not in {None, by.pk}:
            raise ValidationError(
                f"Um {self.reference} kümmert sich schon {name_of(stored.consultant)}.",
                code="claimed",
            )
        if stored.consultant_id is None:
            self.assign(by, by=by)
        if stored.status == self.Status.NEW:
            self.move_to(self.Status.IN_PROGRESS, by=by)

    @transaction.atomic
    def follow_up(self, day, *, by):
        """Say when somebody looks at the request again; None means never.

        Raises ValidationError for a day that is over, or years away.
        """
        check_follow_up(day)
        self.follow_up_on, self.news_on = day, None
        self._keep("follow_up_on", "news_on")
        text = f"{day:%d.%m.%Y}" if day else "–"
        self.activities.create(kind=Activity.Kind.FOLLOW_UP, text=text, by=by)

    @transaction.atomic
    def answer(self, *, by, text="Kunde hat Antwort"):
        """Note that the client has our answer; the first one counts."""
        if self.is_answered:
            return
        self.answered_at = timezone.now()
        self._keep("answered_at")
        self.activities.create(kind=Activity.Kind.ANSWER, text=text, by=by)

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
        if self.consultant is None and self.is_open:
            self.claim(by=by)
        self.emails.create(kind=Email.Kind.REPLY, subject=subject, text=text).queue()
        self.activities.create(kind=Activity.Kind.REPLY, text=f"{subject}\n\n{text}", by=by)
        self.answer(by=by, text="Antwort per E-Mail")
        self.news_on = None
        self._keep("news_on")

    @transaction.atomic
    def read_news(self, *, by):
        """Note that somebody has dealt with what the client said."""
        if self.news_on is None:
            return
        self.news_on = None
        self._keep("news_on")
        self.activities.create(kind=Activity.Kind.NEWS, text="Gelesen", by=by)

    def note(self, text, *, by):
        """Add what a consultant wants to remember; the client never sees it."""
        self.activities.create(kind=Activity.Kind.NOTE, text=text, by=by)

    @transaction.atomic
    def prepare_posting(self, *, by, reason="", **posting):
        """Take over what applicants are to be told; what stays as it is was no act.

        Raises ValidationError where the search runs, applicants would be told less than before, and
        nobody says why.
        """
        changed = [name for name in self.POSTING if getattr(self, name) != posting[name]]
        if not changed:
            return
        text = ", ".join(str(self._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
        if self._is_less_clear(self.posted(posting)):
            self.check_move(self.status, reason=reason, posting=posting)
            self.status_reason, text = reason, f"{text}: {reason}"
        for name in changed:
            setattr(self, name, posting[name])
        self._keep(*changed, "status_reason")
        self.activities.create(kind=Activity.Kind.POSTING, text=text, by=by)

    def posted(self, posting):
        """Return the request with a posting as it would be, for its flags; nothing is stored."""
        posted = copy(self)
        for name, value in posting.items():
            setattr(posted, name, value)
        return posted

    def _plan(self):
        """Set the day of the next step: none once the request is closed."""
        days = [self.follow_up_on, self.news_on, None if self.is_answered else self.reply_due_on]
        self.next_step_on = min(filter(None, days), default=None) if self.is_open else None

    def _keep(self, *names):
        self._plan()
        self.save(update_fields=[*names, "next_step_on"])
