from datetime import timedelta

from django.core import signing
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from contacts.models.email import Email
from contacts.models.search_word import SearchWord

SALT = "contacts.vacancy_request"
WITHOUT_CONSULTANT = Q(consultant=None) | Q(consultant__is_active=False)
SHOWN = (
    *("reference", "company", "role_title", "edition__title", "budget_minimum", "budget_maximum"),
    *("consultant__username", "consultant__first_name", "consultant__last_name"),
    "consultant__is_active",
    *("status", "market_position", "signs"),
    *("reply_due_on", "follow_up_on", "news_on", "next_step_on"),
    *("received_at", "answered_at", "closed_at", "suspected_at", "erased_at"),
)


class VacancyRequestQuerySet(models.QuerySet):
    def trusted(self):
        """Requests that are not set aside as suspected."""
        return self.filter(suspected_at=None)

    def suspected(self):
        return self.filter(suspected_at__isnull=False)

    def open(self):
        """Requests that somebody has to deal with."""
        return self.trusted().filter(closed_at=None)

    def closed(self):
        return self.trusted().filter(closed_at__isnull=False)

    def unanswered(self):
        return self.open().filter(answered_at=None)

    def answered(self):
        """Open requests whose client has our answer: what was to come of it is still open."""
        return self.open().exclude(answered_at=None)

    def overdue(self):
        """Open requests that nobody answered by the day we promised."""
        return self.unanswered().filter(reply_due_on__lt=timezone.localdate())

    def to_follow_up(self):
        """Open requests that a consultant wanted to look at again by today."""
        return self.open().filter(follow_up_on__lte=timezone.localdate())

    def unassigned(self):
        """Requests that nobody takes care of, or somebody who cannot sign in any more."""
        return self.filter(WITHOUT_CONSULTANT)

    def of(self, user):
        return self.filter(consultant=user)

    def not_erased(self):
        return self.filter(erased_at=None)

    def with_news(self):
        """Requests whose client has said something that nobody has dealt with, however they stand."""
        return self.not_erased().filter(news_on__isnull=False)

    def with_failed_mail(self):
        """Requests one of whose mails was given up, and nobody has dealt with that."""
        # From the few mails to their requests; the other way round each request is looked at.
        return self.trusted().filter(pk__in=Email.objects.to_see_to().values("request"))

    def most_urgent_first(self):
        """What somebody has to do next comes first; what nobody has to do comes last."""
        return self.order_by(F("next_step_on").asc(nulls_last=True), "received_at", "pk")

    def as_rows(self):
        """Requests with all that a row of a list shows; the client's texts and our verdict stay behind."""
        lost = Email.objects.to_see_to().filter(request=OuterRef("pk"))
        rows = self.select_related("edition", "consultant").only(*SHOWN)
        return rows.annotate(has_failed_mail=Exists(lost))

    def search(self, text):
        """Requests whose words begin with each of those that somebody looks for."""
        found = self
        for word in SearchWord.words_in(text):
            matching = SearchWord.objects.filter(word__startswith=word).values("request")
            found = found.filter(pk__in=matching)
        return found

    def with_access(self, token):
        """The request whose page a signed token opens; none for a token that is not ours."""
        try:
            return self.not_erased().filter(access_key=signing.Signer(salt=SALT).unsign(token))
        except signing.BadSignature:
            return self.none()

    def lately(self, request) -> dict[str, int]:
        """Count what came before a request from the same place, to the same mailbox, in its words.

        An hour back for the place, a day for the rest; see contacts/suspicion.py.
        """
        now = request.received_at
        in_hour = Q(received_at__gte=now - timedelta(hours=1))
        others = ~Q(email=request.email) & ~Q(message="")
        return self.filter(received_at__gte=now - timedelta(days=1)).aggregate(
            from_address=Count("pk", filter=in_hour & Q(sender=request.sender) & ~Q(sender="")),
            from_network=Count("pk", filter=in_hour & Q(network=request.network) & ~Q(network="")),
            to_recipient=Count("pk", filter=Q(email=request.email)),
            same_message=Count("pk", filter=others & Q(message=request.message)),
        )

    def of_same_address(self, request):
        """Other requests from the same e-mail address that are not erased."""
        return self.not_erased().filter(email__iexact=request.email).exclude(pk=request.pk)

    def like(self, request):
        """Other requests that may come from the same company: by its name or its mail domain."""
        same = Q()
        if request.company_key:
            same |= Q(company_key=request.company_key)
        if request.email_domain:
            same |= Q(email_domain=request.email_domain)
        if not same:
            return self.none()
        return self.filter(same).exclude(pk=request.pk).order_by("-received_at", "-pk")
