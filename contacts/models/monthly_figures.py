from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from django.db import models, transaction
from django.db.models import Count, F, Q, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils import timezone

from roles import vocabulary
from roles.market import Position

MONTHS = 12  # that the figures page looks back on, this one included


def months_until_now():
    """Return the first days of the months that somebody looks back on in Germany, oldest first."""
    this = timezone.localdate().replace(day=1)
    return [this - relativedelta(months=back) for back in reversed(range(MONTHS))]


class MonthlyFiguresQuerySet(models.QuerySet["MonthlyFigures"]):
    def lately(self):
        return self.filter(month__gte=months_until_now()[0])

    @transaction.atomic
    def refresh(self):
        """Count the requests of these months anew; the worker does, so that no page has to.

        What was counted of months before stays: their requests are not looked at again.
        Erased requests are counted too: nothing in these figures points to anybody.
        """
        from contacts.models.vacancy_request import VacancyRequest

        first = months_until_now()[0]
        start = timezone.make_aware(datetime.combine(first, time()))
        answered = Q(answered_at__isnull=False)
        counted = (
            VacancyRequest.objects.trusted()
            .filter(received_at__gte=start)
            .order_by()
            .values("level", "market_position", month=TruncMonth("received_at"))
            .annotate(
                profile=F("edition__profile"),
                requests=Count("pk"),
                answered=Count("pk", filter=answered),
                answered_in_time=Count(
                    "pk", filter=answered & Q(answered_at__date__lte=F("reply_due_on"))
                ),
                answer_time=Sum(F("answered_at") - F("received_at"), filter=answered),
            )
        )
        now = timezone.now()
        self.filter(month__gte=first).delete()
        MonthlyFigures.objects.bulk_create(
            (
                MonthlyFigures(
                    month=row["month"].date(),
                    profile_id=row["profile"],
                    level=row["level"],
                    market_position=row["market_position"],
                    requests=row["requests"],
                    answered=row["answered"],
                    answered_in_time=row["answered_in_time"],
                    answer_time=row["answer_time"] or timedelta(),
                    counted_at=now,
                )
                for row in counted.iterator()
            ),
            batch_size=500,
        )


class MonthlyFigures(models.Model):
    """How many requests came in a month for a role and level, and how fast we answered them."""

    month = models.DateField("Monat")  # its first day in Germany
    profile = models.ForeignKey(
        "roles.RoleProfile",
        models.CASCADE,
        verbose_name="Jobprofil",
        null=True,
        related_name="+",
    )
    level = models.CharField("Level", max_length=10, choices=vocabulary.Level, blank=True)
    market_position = models.CharField("Budget", max_length=20, choices=Position, blank=True)
    requests = models.PositiveIntegerField("Anfragen")
    answered = models.PositiveIntegerField("Beantwortet")
    answered_in_time = models.PositiveIntegerField("Rechtzeitig beantwortet")
    answer_time = models.DurationField("Zeit bis zur Antwort, zusammen")
    counted_at = models.DateTimeField("Gezählt")

    objects = MonthlyFiguresQuerySet.as_manager()

    class Meta:
        ordering = ["month", "pk"]
        verbose_name = "Monatszahl"
        verbose_name_plural = "Monatszahlen"
        constraints = [
            models.UniqueConstraint(
                "month",
                Coalesce("profile", 0),
                "level",
                "market_position",
                name="monthly_figures_once_each",
            ),
            models.CheckConstraint(
                condition=Q(answered_in_time__lte=F("answered"), answered__lte=F("requests")),
                name="monthly_figures_answer_no_more_than_came",
            ),
        ]

    def __str__(self):
        return f"{self.month:%m/%Y}: {self.requests}"
