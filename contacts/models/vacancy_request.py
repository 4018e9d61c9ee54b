import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone

from contacts.models.activity import Activity
from contacts.models.email import Email
from contacts.working_days import promised_reply_date
from roles import vocabulary
from roles.amounts import format_amount, format_range
from roles.market import Position, stand

# Without what looks or sounds alike when read aloud or copied by hand: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
REFERENCE_SIGNS = "34679ACDEFGHJKMNPQRTWXY"
# Long enough for somebody who goes back and is unsure; later the same words may be meant anew.
SENT_AGAIN = timedelta(minutes=30)
RECEIPT_SALT = "contacts.vacancy_request.receipt"


def new_reference():
    """Return a random reference such as "TM-7K4F-9QXD"; running numbers would tell our volume."""
    signs = [secrets.choice(REFERENCE_SIGNS) for _ in range(8)]
    return f"TM-{''.join(signs[:4])}-{''.join(signs[4:])}"


class VacancyRequestQuerySet(models.QuerySet):
    def open(self):
        return self.filter(closed_at=None)

    def overdue(self):
        """Open requests that nobody answered by the day we promised."""
        return self.open().filter(answered_at=None, reply_due_on__lt=timezone.localdate())

    def unassigned(self):
        return self.filter(consultant=None)

    def of(self, user):
        return self.filter(consultant=user)

    def of_others(self, user):
        """Requests that somebody else looks after."""
        return self.exclude(consultant=None).exclude(consultant=user)

    def with_failed_mail(self):
        """Requests that wait for our answer, and one of whose mails was given up.

        Once the client has our answer, a missing mail is no reason to do something.
        """
        failed = Email.objects.failed()
        return self.open().filter(answered_at=None, pk__in=failed.values("request"))

    def most_urgent_first(self):
        """Who waits for our answer comes first, by the day we promised it; then who has one."""
        is_answered = Case(When(answered_at=None, then=0), default=1)
        return self.order_by(is_answered, "reply_due_on", "received_at", "pk")


class VacancyRequest(models.Model):
    """What a client asked us for, as they typed it, and what we have made of it since."""

    class Status(models.TextChoices):
        NEW = "new", "Neu"
        IN_PROGRESS = "in_progress", "In Bearbeitung"
        QUALIFIED = "qualified", "Qualifiziert"
        MANDATE = "mandate", "Mandat"
        DECLINED = "declined", "Abgesagt"
        WITHDRAWN = "withdrawn", "Zurückgezogen"

    class Workplace(models.TextChoices):
        ON_SITE = "on_site", "vor Ort"
        HYBRID = "hybrid", "teils vor Ort, teils remote"
        REMOTE = "remote", "remote"

    CLOSED = (Status.DECLINED, Status.WITHDRAWN)
    DECISIONS = ("status", "consultant", "follow_up_on")  # the consultant's; all else is as it came
    # What the client says, in the order of the form.
    WORDS = (
        "company",
        "name",
        "email",
        "phone",
        "edition",
        "role_title",
        "level",
        "headcount",
        "location",
        "workplace",
        "start_on",
        "budget_minimum",
        "budget_maximum",
        "message",
    )

    reference = models.CharField("Referenz", max_length=12, unique=True, default=new_reference)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    received_at = models.DateTimeField("Eingang", default=timezone.now, editable=False)

    company = models.CharField("Unternehmen", max_length=120)
    name = models.CharField("Name", max_length=120)
    email = models.EmailField("E-Mail", max_length=254)
    phone = models.CharField("Telefon", max_length=40, blank=True)

    edition = models.ForeignKey(
        "roles.Edition",
        verbose_name="Jobprofil (Ausgabe)",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    role_title = models.CharField("Stellentitel", max_length=120, blank=True)
    level = models.CharField("Level", max_length=10, choices=vocabulary.Level, blank=True)
    headcount = models.PositiveSmallIntegerField("Anzahl der Stellen", null=True, blank=True)
    location = models.CharField("Arbeitsort", max_length=120, blank=True)
    workplace = models.CharField("Arbeitsweise", max_length=10, choices=Workplace, blank=True)
    start_on = models.DateField("Beginn", null=True, blank=True)
    budget_minimum = models.PositiveIntegerField("Budget von", null=True, blank=True)
    budget_maximum = models.PositiveIntegerField("Budget bis", null=True, blank=True)
    message = models.TextField("Nachricht", max_length=5000, blank=True)

    market_position = models.CharField(
        "Budget am Markt", max_length=20, choices=Position, blank=True, editable=False
    )
    market_share = models.FloatField(null=True, editable=False)

    status = models.CharField("Status", max_length=20, choices=Status, default=Status.NEW)
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
    answered_at = models.DateTimeField("Beantwortet", null=True, blank=True, editable=False)
    closed_at = models.DateTimeField("Abgeschlossen", null=True, blank=True, editable=False)

    objects = VacancyRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = "Vakanzanfrage"
        verbose_name_plural = "Vakanzanfragen"
        constraints = [
            models.CheckConstraint(
                condition=~Q(edition=None) | ~Q(role_title=""),
                name="vacancy_request_names_a_role",
                violation_error_message="Bitte wählen Sie ein Jobprofil oder nennen Sie einen Stellentitel.",
            ),
            models.CheckConstraint(
                condition=Q(budget_minimum=None)
                | Q(budget_maximum=None)
                | Q(budget_minimum__lte=F("budget_maximum")),
                name="vacancy_request_budget_minimum_not_above_maximum",
                violation_error_message="Das Budget „von“ liegt über dem Budget „bis“.",
            ),
            models.CheckConstraint(
                condition=Q(headcount=None) | Q(headcount__gt=0),
                name="vacancy_request_asks_for_somebody",
                violation_error_message="Die Anzahl der Stellen ist mindestens 1.",
            ),
            models.CheckConstraint(
                condition=Q(market_share=None) | Q(market_position="within"),
                name="vacancy_request_share_only_within_a_band",
            ),
            models.CheckConstraint(
                condition=Q(
                    closed_at=None, status__in=["new", "in_progress", "qualified", "mandate"]
                )
                | Q(closed_at__isnull=False, status__in=["declined", "withdrawn"]),
                name="vacancy_request_closed_as_its_status_says",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="vacancy_request_newest"),
            models.Index(fields=["status", "-received_at"], name="vacancy_request_by_status"),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        """The page that thanks the client; the token names the request and nobody can guess it."""
        token = signing.dumps(self.reference, salt=RECEIPT_SALT)
        return f"{reverse('contacts:thank_you')}?anfrage={token}"

    @classmethod
    def of_receipt(cls, token):
        """Return the request that a receipt's token names; None for a token that is not ours."""
        try:
            reference = signing.loads(token, salt=RECEIPT_SALT)
        except signing.BadSignature:
            return None
        return cls.objects.select_related("edition").filter(reference=reference).first()

    @property
    def role(self):
        """What the client calls the vacancy: their own title, else the guide's."""
        return self.role_title or (self.edition.title if self.edition else "")

    @property
    def budget(self):
        """The budget as text, "" where none is given."""
        low, high = self.budget_minimum, self.budget_maximum
        if low is not None and high is not None:
            return format_range(low, high) if low < high else format_amount(low)
        if low is not None:
            return f"ab {format_amount(low)}"
        return f"bis {format_amount(high)}" if high is not None else ""

    @property
    def is_answered(self):
        return self.answered_at is not None

    def receive(self, *, by=None) -> "VacancyRequest":
        """Store the request with its first activity and its mails, all of it or nothing.

        The same submission again (a double click, a repeated POST) returns the request that is
        already there, and so do the same words sent from a form that was loaded anew, as browsers
        do when somebody goes back and sends once more. One that a colleague entered for a client
        (`by`) owes nobody a mail: the client has spoken to us, and the office knows.
        """
        if known := self._sent_before():
            return known
        self._judge_budget()
        self.reply_due_on = promised_reply_date(self.received_at)
        for _ in range(5):
            try:
                with transaction.atomic():
                    self.save(force_insert=True)
                    self._note_receipt(by)
                return self
            except IntegrityError:
                if known := VacancyRequest.objects.filter(
                    submission_key=self.submission_key
                ).first():
                    return known
                if not VacancyRequest.objects.filter(reference=self.reference).exists():
                    raise  # something else is wrong, and another reference would not mend it
                self.pk, self.reference = None, new_reference()
        raise RuntimeError("No free reference found in five draws.")

    def _note_receipt(self, by):
        if by is not None:
            text = f"Aus Tabelle übernommen von {by}"
            self.activities.create(kind=Activity.Kind.RECEIVED, text=text, by=by)
            return
        self.activities.create(kind=Activity.Kind.RECEIVED, text="Anfrage über die Website")
        for kind in Email.Kind:
            self.emails.create(kind=kind).queue()

    def _sent_before(self):
        """Return what the same person asked in the same words a moment ago."""
        words = {name: getattr(self, name) for name in self.WORDS}
        since = self.received_at - SENT_AGAIN
        return VacancyRequest.objects.filter(**words, received_at__gte=since).first()

    def _judge_budget(self):
        """Hold the budget against the bands that the client was shown, once and for all."""
        if self.budget_minimum is None and self.budget_maximum is None:
            return
        bands = self.edition.guide.salary_bands if self.edition else ()
        standing = stand(
            bands, low=self.budget_minimum, high=self.budget_maximum, level=self.level or None
        )
        self.market_position, self.market_share = standing.position, standing.share

    @transaction.atomic
    def decide(self, *, by, status, consultant, follow_up_on):
        """Take over what a consultant decided; what stays as it is was no act."""
        if status != self.status:
            self.move_to(status, by=by)
        if consultant != self.consultant:
            self.assign(consultant, by=by)
        if follow_up_on != self.follow_up_on:
            self.follow_up(follow_up_on, by=by)

    @transaction.atomic
    def move_to(self, status, *, by):
        """Change the status and note who did it."""
        self.status = status
        self.closed_at = timezone.now() if status in self.CLOSED else None
        self.save(update_fields=["status", "closed_at"])
        self.activities.create(kind=Activity.Kind.STATUS, text=self.get_status_display(), by=by)

    @transaction.atomic
    def assign(self, consultant, *, by):
        """Say who takes care of the request; None leaves that open again."""
        self.consultant = consultant
        self.save(update_fields=["consultant"])
        text = str(consultant or "–")
        self.activities.create(kind=Activity.Kind.CONSULTANT, text=text, by=by)

    @transaction.atomic
    def follow_up(self, day, *, by):
        """Say when somebody looks at the request again; None means never."""
        self.follow_up_on = day
        self.save(update_fields=["follow_up_on"])
        text = f"{day:%d.%m.%Y}" if day else "–"
        self.activities.create(kind=Activity.Kind.FOLLOW_UP, text=text, by=by)

    @transaction.atomic
    def answer(self, *, by):
        """Note that the client has our answer; the first one counts."""
        if self.is_answered:
            return
        self.answered_at = timezone.now()
        self.save(update_fields=["answered_at"])
        self.activities.create(kind=Activity.Kind.ANSWER, text="Kunde hat Antwort", by=by)
