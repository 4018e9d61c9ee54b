import hashlib
from datetime import timedelta
from typing import Self

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from contacts import suspicion
from contacts.companies import company_domain, company_key
from contacts.models.activity import Activity
from contacts.models.email import Email
from contacts.models.search_word import SearchWord
from contacts.verdict import Verdict, judge
from contacts.working_days import promised_reply_date
from roles.market import Position

# A table that is taken over twice, or a call about a request that came a moment ago.
ENTERED_AGAIN = timedelta(minutes=30)


class Arrival(models.Model):
    """How a request came in: whole or not at all, once, its budget and its circumstances judged."""

    class Origin(models.TextChoices):
        """The link of ours that led to the form, as its address said ("?ueber=...")."""

        HOME = "start", "Startseite"
        LIST = "liste", "Liste der Jobprofile"
        GUIDE = "jobprofil", "Jobprofil"
        LEVEL = "level", "Level im Jobprofil"
        AUTHOR = "autor", "Autor des Jobprofils"
        CHECK = "gehaltscheck", "Gehaltscheck"
        SALARY = "gehalt", "Gehaltsübersicht"
        OFFICES = "standorte", "Standorte"
        MENU = "menue", "Menü"

    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    received_at = models.DateTimeField("Eingang", default=timezone.now, editable=False)
    origin = models.CharField("Woher", max_length=20, choices=Origin, blank=True, editable=False)
    # The verdict of the day, whole; its position and share also as columns, for lists and charts.
    verdict_document = models.JSONField("Budget am Markt", null=True, editable=False)
    market_position = models.CharField(
        "Budget am Markt", max_length=20, choices=Position, blank=True, editable=False
    )
    market_share = models.FloatField(null=True, editable=False)

    suspected_at = models.DateTimeField("Verdacht seit", null=True, editable=False)
    signs = models.JSONField("Anzeichen", default=list, editable=False)
    # Who sent it, as keyed digests that nobody can turn back; emptied after a day (contacts/privacy.py).
    sender = models.CharField(max_length=32, blank=True, editable=False)
    network = models.CharField(max_length=32, blank=True, editable=False)

    company_key = models.CharField(max_length=120, blank=True, editable=False)
    email_domain = models.CharField(max_length=254, blank=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_suspected(self):
        return self.suspected_at is not None

    @property
    def sign_labels(self):
        """Why the request was set aside, in words."""
        known = dict(suspicion.Sign.choices)
        return [known[sign] for sign in self.signs if sign in known]

    @property
    def verdict(self) -> Verdict | None:
        """What we told the client about their budget; None where they named none."""
        return Verdict.model_validate(self.verdict_document) if self.verdict_document else None

    def receive(self, *, by=None, circumstances=None, attachments=()) -> Self:
        """Store the request with its first activity and its mails, all of it or nothing.

        The same submission again (a double click, a repeated POST) returns the request that is
        already there, and adds the files that it lacks; once that one is closed it is a new request.
        The same words from a form that was loaded anew are another request, too: the link to the
        first one belongs to whoever sent it. One that a colleague entered for a client (`by`) owes
        nobody a mail: the client has spoken to us, and the office knows.
        `circumstances` (contacts/suspicion.py) decide whether it is set aside; `attachments` are
        files that were kept while the form was filled in.
        """
        if by is not None and (known := self._entered_before()):
            return known
        if known := self.same_submission():
            return known.complete(attachments)
        self._judge_budget()
        self._judge_circumstances(circumstances)
        self.company_key, self.email_domain = company_key(self.company), company_domain(self.email)
        self.reply_due_on = promised_reply_date(self.received_at)
        self._plan()
        for _ in range(5):
            try:
                with transaction.atomic():
                    self.save(force_insert=True)
                    SearchWord.keep(self)
                    self._note_receipt(by)
                    self._take(attachments)
                return self
            except IntegrityError:
                if known := self.same_submission():
                    return known.complete(attachments)
                if not type(self).objects.filter(reference=self.reference).exists():
                    raise  # something else is wrong, and another reference would not mend it
                self.pk = None
                self.reference = self._meta.get_field("reference").get_default()  # type: ignore[union-attr]
        raise RuntimeError("No free reference found in five draws.")

    def _note_receipt(self, by):
        if by is not None:
            text = "Aus Tabelle übernommen"
            self.activities.create(kind=Activity.Kind.RECEIVED, text=text, by=by)
            return
        text = "Anfrage über die Website"
        if self.is_suspected:
            text = f"{text}, zur Seite gelegt: {'; '.join(self.sign_labels)}"
        self.activities.create(kind=Activity.Kind.RECEIVED, text=text)
        if not self.is_suspected:
            self.emails.create(kind=Email.Kind.CONFIRMATION).queue()
        self.emails.create(kind=Email.Kind.NOTICE).queue()

    def same_submission(self):
        """Return the open request that the same submission has become; None where there is none.

        Where that one is closed by now, the same words ask anew, under a key that follows from it:
        sent twice they are still one request.
        """
        stored = type(self).objects
        while known := stored.filter(submission_key=self.submission_key).first():
            if known.is_open:
                return known
            following = f"{self.submission_key} after {known.pk}"
            self.submission_key = hashlib.sha256(following.encode()).hexdigest()
        return None

    def _entered_before(self):
        """Return what a colleague entered, or a client sent, in the same words a moment ago."""
        words = {name: getattr(self, name) for name in self.WORDS}
        since = self.received_at - ENTERED_AGAIN
        return type(self).objects.filter(**words, received_at__gte=since).first()

    def _judge_budget(self):
        """Hold the budget against the bands that the client was shown, once and for all."""
        verdict = judge(
            self.edition_id,
            level=self.level,
            low=self.budget_minimum,
            high=self.budget_maximum,
            title=self.role_title,
        )
        if verdict:
            self.verdict_document = verdict.model_dump(mode="json")
            self.market_position, self.market_share = verdict.position, verdict.share

    def _judge_circumstances(self, circumstances):
        if circumstances is None:
            return
        words = {name: getattr(self, name) for name in suspicion.WORDS}
        found = suspicion.signs(words, circumstances)
        self.signs = [sign.value for sign in found]
        if suspicion.is_suspected(found):
            self.suspected_at = self.received_at

    @transaction.atomic
    def set_aside(self, *, by):
        """Put the request into the folder of suspected ones."""
        if self.is_suspected:
            return
        self.suspected_at = timezone.now()
        self._keep("suspected_at")
        self.activities.create(kind=Activity.Kind.SUSPICION, text="Zur Seite gelegt", by=by)

    @transaction.atomic
    def trust(self, *, by):
        """Take the request out of that folder.

        A client who waits for us gets the confirmation that was held back, and with it the day by
        which we answer, counted from now.
        """
        if not self.is_suspected:
            return
        mails = set(self.emails.values_list("kind", flat=True))
        # A request that a colleague entered has no notice, and its client was promised no mail.
        owes_confirmation = (
            self.is_open
            and not self.is_answered
            and Email.Kind.NOTICE in mails
            and Email.Kind.CONFIRMATION not in mails
        )
        self.suspected_at = None
        if owes_confirmation:  # the client has read of no day yet, and the first one may be over
            self.reply_due_on = promised_reply_date(timezone.now())
        self._keep("suspected_at", "reply_due_on")
        self.activities.create(kind=Activity.Kind.SUSPICION, text="Kein Verdacht", by=by)
        if owes_confirmation:
            self.emails.create(kind=Email.Kind.CONFIRMATION).queue()
