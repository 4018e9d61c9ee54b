from django.conf import settings
from django.db import models


class ActivityQuerySet(models.QuerySet):
    def for_client(self):
        return self.filter(kind__in=Activity.FOR_CLIENT)

    def update(self, **kwargs):
        raise TypeError("An activity is written once.")


class Activity(models.Model):
    """Who did what with a request, and when; written once and never changed."""

    class Kind(models.TextChoices):
        RECEIVED = "received", "Eingang"
        EMAIL = "email", "E-Mail"
        STATUS = "status", "Status"
        CONSULTANT = "consultant", "Zuständigkeit"
        FOLLOW_UP = "follow_up", "Wiedervorlage"
        ANSWER = "answer", "Antwort"
        REPLY = "reply", "Antwort per E-Mail"
        NOTE = "note", "Notiz"
        POSTING = "posting", "Ausschreibung"
        SUSPICION = "suspicion", "Verdacht"
        ACCESS = "access", "Link zur Statusseite"
        CLIENT = "client", "Nachricht des Kunden"
        NEWS = "news", "Neues vom Kunden"
        ERASURE = "erasure", "Löschung"

    # What a client sees on their page.
    FOR_CLIENT = (Kind.RECEIVED, Kind.REPLY, Kind.CLIENT)

    request = models.ForeignKey(
        "contacts.VacancyRequest", models.CASCADE, related_name="activities", verbose_name="Anfrage"
    )
    kind = models.CharField("Art", max_length=20, choices=Kind)
    text = models.TextField("Was geschah")
    at = models.DateTimeField("Wann", auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Wer",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "Vorgang"
        verbose_name_plural = "Verlauf"

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text}"

    def save(self, **kwargs):
        if not self._state.adding:
            raise TypeError("An activity is written once.")
        super().save(**kwargs)
