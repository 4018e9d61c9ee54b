from datetime import timedelta

from django.db import models
from django.utils import timezone

LATE = timedelta(hours=36)  # a run that failed at night is made up for by noon, or somebody looks


class RetentionRunQuerySet(models.QuerySet):
    def done_lately(self):
        """Runs that ended well, and not too long ago."""
        return self.filter(error="", finished_at__gte=timezone.now() - LATE)

    def failed_last(self):
        """The latest run, where it failed; none where it ended well."""
        latest = RetentionRun.objects.exclude(finished_at=None).order_by("-started_at", "-pk")
        return self.filter(pk=models.Subquery(latest.values("pk")[:1])).exclude(error="")


class RetentionRun(models.Model):
    """One daily round through what is kept too long: how much was erased, or why it failed.

    Counts only, so that a row tells nothing about anybody.
    """

    started_at = models.DateTimeField("Begonnen", auto_now_add=True)
    finished_at = models.DateTimeField("Beendet", null=True)
    closed = models.PositiveIntegerField("Abgeschlossene Anfragen", default=0)
    suspected = models.PositiveIntegerField("Verdächtige Anfragen", default=0)
    # Erased before, and here again with an older backup.
    again = models.PositiveIntegerField("Noch einmal gelöschte Anfragen", default=0)
    files = models.PositiveIntegerField("Dateien ohne Anfrage", default=0)
    error = models.CharField("Fehler", max_length=200, blank=True)

    objects = RetentionRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = "Löschlauf"
        verbose_name_plural = "Löschläufe"

    def __str__(self):
        return f"{timezone.localtime(self.started_at):%d.%m.%Y, %H:%M} Uhr"
