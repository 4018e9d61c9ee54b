from django.db import models
from django.urls import reverse

from techminds.prose import ChaptersField


class LegalPage(models.Model):
    """A page that the law asks for, its text in the hands of the editors.

    Not a flat page of Django's: that one needs the sites framework, and a legal text has to show
    the day it was last changed.
    """

    class Slug(models.TextChoices):
        IMPRINT = "impressum", "Impressum"
        PRIVACY = "datenschutz", "Datenschutz"
        ACCESSIBILITY = "barrierefreiheit", "Barrierefreiheit"

    slug = models.CharField("Seite", max_length=20, choices=Slug, unique=True)
    text = ChaptersField("Text")
    updated_at = models.DateTimeField("Geändert am", auto_now=True)

    class Meta:
        ordering = ["slug"]
        verbose_name = "Rechtstext"
        verbose_name_plural = "Rechtstexte"

    def __str__(self):
        return self.get_slug_display()

    def get_absolute_url(self):
        return reverse(f"legal_{self.slug}")

    def filled_in(self, values):
        """The text with a value for each placeholder, such as "[nach Verdacht]"."""
        text = self.text
        for placeholder, value in values.items():
            text = text.replace(placeholder, value)
        return text
