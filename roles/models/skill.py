from django.db import models

from roles import vocabulary
from roles.guide import LINE_LENGTH, SLUG_LENGTH, TITLE_LENGTH, slug_validator


class Skill(models.Model):
    """Something a person can be able to do, named the same in every role that asks for it."""

    name = models.CharField("Name", max_length=TITLE_LENGTH, unique=True)
    slug = models.SlugField(
        "Adresse",
        max_length=SLUG_LENGTH,
        unique=True,
        validators=[slug_validator],
    )
    kind = models.CharField("Art", max_length=20, choices=vocabulary.SkillKind)
    description = models.TextField(
        "Beschreibung",
        blank=True,
        help_text="Ein bis zwei Sätze für Menschen, die den Begriff nicht kennen.",
    )
    esco_uri = models.CharField("ESCO-Adresse", max_length=LINE_LENGTH, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name = "Fähigkeit"
        verbose_name_plural = "Fähigkeiten"

    def __str__(self):
        return self.name

    @classmethod
    def of(cls, document):
        """Return the skill that a guide names, known by its address or else its name, or create it."""
        return (
            cls.objects.filter(slug=document.slug).first()
            or cls.objects.get_or_create(name=document.name, defaults=document.model_dump())[0]
        )

    def as_document(self):
        return {"slug": self.slug, "name": self.name, "kind": self.kind}
