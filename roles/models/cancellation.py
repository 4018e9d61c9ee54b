from django.conf import settings
from django.db import models


class Cancellation(models.Model):
    """Says that a scheduled edition was called off before it appeared.

    A row of its own, because an edition never changes.
    """

    edition = models.OneToOneField(
        "roles.Edition",
        verbose_name="Ausgabe",
        on_delete=models.PROTECT,
        related_name="cancellation",
    )
    cancelled_at = models.DateTimeField("Abgesagt am", auto_now_add=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Abgesagt von",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        ordering = ["-cancelled_at"]
        verbose_name = "Absage"
        verbose_name_plural = "Absagen"

    def __str__(self):
        return f"{self.edition} abgesagt"
