from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from contacts.consultants import name_of
from contacts.models.activity import Activity
from contacts.models.email import Email


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
    # The earlier of both while somebody has to act; kept by `_plan`, so that the inbox has an index.
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

    @transaction.atomic
    def decide(self, *, by, status, consultant, follow_up_on, reason=""):
        """Take over what a consultant decided; what stays as it is was no act."""
        if status != self.status:
            self.move_to(status, by=by, reason=reason)
        if consultant != self.consultant:
            self.assign(consultant, by=by)
        if follow_up_on != self.follow_up_on:
            self.follow_up(follow_up_on, by=by)

    @transaction.atomic
    def move_to(self, status, *, by, reason=""):
        """Change the status and note who did it, and why; `by` is None where the client did.

        Raises ValidationError for a status that cannot follow, and where a reason is missing.
        """
        if not self.may_become(status):
            raise ValidationError(
                f"Von „{self.get_status_display()}“ geht es nicht zu „{self.Status(status).label}“.",
                code="move",
            )
        if by is not None and not reason and self.needs_reason_for(status):
            raise ValidationError(
                f"Bitte nennen Sie einen Grund für „{self.Status(status).label}“.", code="reason"
            )
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
        """Say when somebody looks at the request again; None means never."""
        self.follow_up_on = day
        self._keep("follow_up_on")
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

    @transaction.atomic
    def reply(self, *, by, subject, text):
        """Send the client an answer; it counts as ours from now on, and the worker delivers it.

        Whoever answers what nobody took care of takes care of it: the client will write back.
        """
        if self.consultant is None and self.is_open:
            self.claim(by=by)
        self.emails.create(kind=Email.Kind.REPLY, subject=subject, text=text).queue()
        self.activities.create(kind=Activity.Kind.REPLY, text=f"{subject}\n\n{text}", by=by)
        self.answer(by=by, text="Antwort per E-Mail")

    def note(self, text, *, by):
        """Add what a consultant wants to remember; the client never sees it."""
        self.activities.create(kind=Activity.Kind.NOTE, text=text, by=by)

    @transaction.atomic
    def prepare_posting(self, *, by, **posting):
        """Take over what applicants are to be told; what stays as it is was no act."""
        changed = [name for name in self.POSTING if getattr(self, name) != posting[name]]
        if not changed:
            return
        for name in changed:
            setattr(self, name, posting[name])
        self._keep(*changed)
        labels = ", ".join(str(self._meta.get_field(name).verbose_name) for name in changed)  # type: ignore[union-attr]
        self.activities.create(kind=Activity.Kind.POSTING, text=labels, by=by)

    def _plan(self):
        """Set the day of the next step: none once the request is closed."""
        days = [self.follow_up_on, None if self.is_answered else self.reply_due_on]
        self.next_step_on = min(filter(None, days), default=None) if self.is_open else None

    def _keep(self, *names):
        self._plan()
        self.save(update_fields=[*names, "next_step_on"])
