from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models

from roles.guide import LINE_LENGTH, PROFILE_URL, SLUG_LENGTH, TITLE_LENGTH, slug_validator
from techminds.prose import ProseField


class Author(models.Model):
    """The consultant who writes a guide and answers for it."""

    name = models.CharField("Name", max_length=TITLE_LENGTH)
    slug = models.SlugField(
        "Kürzel",
        max_length=SLUG_LENGTH,
        unique=True,
        validators=[slug_validator],
    )
    credentials = models.CharField(
        "Abschluss", max_length=LINE_LENGTH, blank=True, help_text="Zum Beispiel „Wirtsch.-Ing.“."
    )
    position = models.CharField("Position", max_length=LINE_LENGTH, blank=True)
    biography = ProseField("Kurzporträt", blank=True)
    office = models.CharField(
        "Büro", max_length=LINE_LENGTH, blank=True, help_text="Zum Beispiel „Hamburg“."
    )
    photo = models.ImageField(
        "Porträt",
        upload_to="authors",
        blank=True,
        help_text="JPEG, PNG oder WebP; wird auf 480 Pixel verkleinert, Aufnahmedaten werden entfernt.",
    )
    photo_credit = models.CharField(
        "Bildnachweis",
        max_length=LINE_LENGTH,
        blank=True,
        db_default="",
        help_text="Wer das Porträt aufgenommen hat.",
    )
    profile_url = models.CharField(
        "Profil im Netz",
        max_length=LINE_LENGTH,
        blank=True,
        validators=[RegexValidator(PROFILE_URL, "Bitte eine Adresse mit https:// am Anfang.")],
        help_text="Beginnt mit https://",
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name="Benutzerkonto",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
    )

    class Meta:
        ordering = ["name"]
        verbose_name = "Autor"
        verbose_name_plural = "Autoren"

    def __str__(self):
        return self.name

    def as_document(self):
        return {
            "slug": self.slug,
            "name": self.name,
            "credentials": self.credentials,
            "position": self.position,
            "biography": self.biography,
            "office": self.office,
            "photo": self.photo.name or "",
            "photo_credit": self.photo_credit,
            "profile_url": self.profile_url,
        }
