import secrets
from typing import Self

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone

from contacts.models.activity import Activity
from contacts.models.arrival import Arrival
from contacts.models.attachment import MOST as MOST_ATTACHMENTS
from contacts.models.attachment import Attachment
from contacts.models.email import Email
from contacts.models.handling import Handling
from contacts.models.vacancy_requests import SALT, VacancyRequestQuerySet
from contacts.models.words import ClientWords

TOO_MANY_FILES = f"Mehr als {MOST_ATTACHMENTS} Dateien nehmen wir zu einer Anfrage nicht an. Bitte rufen Sie uns an."
MOST_MESSAGES = 50  # of a client to a request; who holds the link fills no table with more

# Without what looks or sounds alike when read aloud or copied by hand: 0 O, 1 I L, 2 Z, 5 S, 8 B, U V.
REFERENCE_SIGNS = "34679ACDEFGHJKMNPQRTWXY"


def new_reference():
    """Return a random reference such as "TM-7K4F-9QXD"; running numbers would tell our volume."""
    signs = [secrets.choice(REFERENCE_SIGNS) for _ in range(8)]
    return f"TM-{''.join(signs[:4])}-{''.join(signs[4:])}"


def new_access_key():
    """Return what opens the client's page until somebody revokes it; 144 random bits."""
    return secrets.token_urlsafe(18)


def _said(text, attachments):
    """Return what a client said on their page: words, then the names of files, a line each."""
    return "\n".join(filter(None, [text, *(attachment.name for attachment in attachments)]))


def _repeats(before, text, attachments):
    """Whether what was said before is the same words, with no other file than those that come again."""
    names = before.removeprefix(text).strip("\n").splitlines()
    return before.startswith(text) and set(names) <= {attachment.name for attachment in attachments}


class VacancyRequest(ClientWords, Arrival, Handling):
    """What a client asked us for, as they typed it, and what we have made of it since."""

    reference = models.CharField("Referenz", max_length=12, unique=True, default=new_reference)
    access_key = models.CharField(
        max_length=40, unique=True, default=new_access_key, editable=False
    )
    erased_at = models.DateTimeField("Daten gelöscht", null=True, editable=False)

    objects = VacancyRequestQuerySet.as_manager()

    # All that changes after the receipt.
    CHANGING = frozenset(
        {"access_key", "suspected_at", "reply_due_on", "status_reason", "answered_at", "closed_at"}
        | {"news_on", "next_step_on"}
        | set(Handling.DECISIONS)
        | set(Handling.POSTING)
    )

    class Meta:
        ordering = ["-received_at", "-pk"]
        verbose_name = "Vakanzanfrage"
        verbose_name_plural = "Vakanzanfragen"
        constraints = [
            models.CheckConstraint(
                condition=~Q(edition=None) | ~Q(role_title="") | ~Q(erased_at=None),
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
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(next_step_on=None),
                name="vacancy_request_closed_has_no_next_step",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(company="", name="", email="", phone="", message=""),
                name="vacancy_request_erased_names_nobody",
            ),
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="vacancy_request_newest"),
            models.Index(fields=["status", "-received_at"], name="vacancy_request_by_status"),
            models.Index(
                fields=["next_step_on", "received_at", "id"],
                condition=Q(closed_at=None, suspected_at=None),
                name="vacancy_request_inbox",
            ),
            models.Index(
                fields=["consultant", "next_step_on"],
                condition=Q(closed_at=None, suspected_at=None),
                name="vacancy_request_of_consultant",
            ),
            models.Index(
                fields=["-received_at"],
                condition=Q(suspected_at__isnull=False, erased_at=None),
                name="vacancy_request_suspected",
            ),
            models.Index(
                fields=["closed_at"],
                condition=Q(closed_at__isnull=False, erased_at=None),
                name="vacancy_request_to_erase",
            ),
            models.Index(
                fields=["news_on", "id"],
                condition=Q(news_on__isnull=False),
                name="vacancy_request_news",
            ),
            # What the lists of all requests are narrowed by: a value that is rare, or that no request
            # has, would have a database read them all.
            models.Index(fields=["level", "-received_at"], name="vacancy_request_by_level"),
            models.Index(
                fields=["market_position", "-received_at"], name="vacancy_request_by_position"
            ),
            models.Index(fields=["origin", "-received_at"], name="vacancy_request_by_origin"),
            models.Index(fields=["sender", "received_at"], name="vacancy_request_by_sender"),
            models.Index(fields=["network", "received_at"], name="vacancy_request_by_network"),
            models.Index(fields=["email", "received_at"], name="vacancy_request_by_email"),
            models.Index(Upper("email"), name="vacancy_request_by_address"),
            models.Index(fields=["company_key", "-received_at"], name="vacancy_request_by_company"),
            models.Index(fields=["email_domain", "-received_at"], name="vacancy_request_by_domain"),
        ]

    def __str__(self):
        return self.reference

    def save(self, **kwargs):
        """Write what we make of a request; what the client said and what we told them stays.

        Raises TypeError for anything else. Erasing is an act of its own (contacts/privacy.py).
        """
        names = set(kwargs.get("update_fields") or [])
        if not self._state.adding and not (names and names <= self.CHANGING):
            raise TypeError("What came in with a request is written once.")
        super().save(**kwargs)

    def get_absolute_url(self):
        """The client's page; nobody can guess its address, and `renew_access` closes it."""
        return reverse("contacts:status", args=[self.access_token])

    @property
    def access_token(self):
        return signing.Signer(salt=SALT).sign(self.access_key)

    @property
    def receipt_url(self):
        """The page that thanks the client."""
        return f"{reverse('contacts:thank_you')}?anfrage={self.access_token}"

    @property
    def is_erased(self):
        return self.erased_at is not None

    @transaction.atomic
    def renew_access(self, *, by):
        """Close the client's page under its old address; a new one opens it."""
        self.access_key = new_access_key()
        self._keep("access_key")
        self.activities.create(kind=Activity.Kind.ACCESS, text="Neuer Link", by=by)

    def takes(self, attachments) -> bool:
        """Whether so many files more may come to the request; those that it has count once."""
        return self.attachments.count() + len(self._lacking(attachments)) <= MOST_ATTACHMENTS

    def takes_another_message(self) -> bool:
        return self.activities.filter(kind=Activity.Kind.CLIENT).count() < MOST_MESSAGES

    @transaction.atomic
    def hear(self, text, *, attachments=()):
        """Add what the client says on their page, and tell whoever takes care of it.

        A second click, or a page that is sent again, adds nothing; the same words after somebody has
        dealt with the first are news. Raises VacancyRequest.DoesNotExist where the request was erased
        in the meantime, ValidationError where it holds too many files.
        """
        self._hold()
        if not self.takes(attachments):
            raise ValidationError({"attachments": TOO_MANY_FILES})
        taken = self._take(attachments)
        said_before = self.activities.filter(kind=Activity.Kind.CLIENT).last()
        is_repeated = self.news_on and said_before and _repeats(said_before.text, text, attachments)
        if not taken and (is_repeated or not text):
            return
        self.activities.create(kind=Activity.Kind.CLIENT, text=_said(text, taken))
        self._tell_of_news()

    @transaction.atomic
    def complete(self, attachments) -> Self:
        """Add files that came when the same submission was sent again, and return the request.

        To one that was erased a moment ago nothing is added.
        """
        if not attachments:
            return self
        try:
            self._hold()
        except type(self).DoesNotExist:
            return self
        if taken := self._take(attachments):
            self.activities.create(kind=Activity.Kind.CLIENT, text=_said("", taken))
            self._tell_of_news()
        return self

    def _take(self, attachments):
        """Let files that waited for their form belong to the request; returns those that it lacked.

        A double click brings each file twice, and who holds the link fills no disk. What is not taken
        is not kept either.
        """
        room = max(MOST_ATTACHMENTS - self.attachments.count(), 0)
        taken = self._lacking(attachments)[:room]
        for attachment in taken:
            attachment.attach_to(self)
        left = {attachment.pk for attachment in attachments} - {one.pk for one in taken}
        Attachment.objects.waiting().filter(pk__in=left).discard()
        return taken

    def _lacking(self, attachments):
        """Return the files that the request does not have yet, each once, by name and content."""
        known = {attachment.likeness for attachment in self.attachments.all()}
        given = {attachment.likeness: attachment for attachment in attachments}
        return [attachment for likeness, attachment in given.items() if likeness not in known]

    @transaction.atomic
    def withdraw(self):
        """Close the request because the client wants it so.

        Raises VacancyRequest.DoesNotExist where the request was erased in the meantime.
        """
        self._hold()
        if not self.is_open:
            return
        self.move_to(self.Status.WITHDRAWN, by=None, reason="Vom Kunden zurückgezogen")
        self.activities.create(kind=Activity.Kind.CLIENT, text="Anfrage zurückgezogen")
        self._tell_of_news()

    def _hold(self):
        """Keep the row until the transaction ends, and take over what is stored of it by now.

        Raises VacancyRequest.DoesNotExist where it was erased.
        """
        self.refresh_from_db(from_queryset=type(self).objects.select_for_update().not_erased())

    def _tell_of_news(self):
        """Bring the request forward, and owe whoever takes care of it a mail.

        A mail that still waits tells of this, too; and who says more waits no shorter for what they
        said first.
        """
        self.news_on = self.news_on or timezone.localdate()
        self._keep("news_on")
        if not self.emails.unsent().filter(kind=Email.Kind.UPDATE).exists():
            self.emails.create(kind=Email.Kind.UPDATE).queue()
