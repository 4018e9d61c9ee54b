import secrets

from django.core.files.storage import storages
from django.db import models


def private_storage():
    """Where files lie that only the staff may see: outside of everything that is served."""
    return storages["private"]


def random_path(attachment, filename):
    """Return a path that tells nothing and that nobody chose."""
    return secrets.token_hex(16)


class Attachment(models.Model):
    """A file that belongs to a request, kept under a random name and only ever downloaded."""

    request = models.ForeignKey(
        "contacts.VacancyRequest",
        models.CASCADE,
        related_name="attachments",
        verbose_name="Anfrage",
    )
    file = models.FileField("Datei", storage=private_storage, upload_to=random_path)
    name = models.CharField("Name", max_length=200)
    uploaded_at = models.DateTimeField("Hochgeladen", auto_now_add=True)

    class Meta:
        ordering = ["uploaded_at", "pk"]
        verbose_name = "Anhang"
        verbose_name_plural = "Anhänge"

    def __str__(self):
        return self.name
