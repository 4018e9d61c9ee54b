from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone

from roles import vocabulary
from roles.amounts import format_range
from roles.guide import HIGHEST_PAY, LINE_LENGTH, TEASER_LENGTH, TITLE_LENGTH
from techminds.prose import ProseField

UPSIDE_DOWN = "Das Minimum („Von“) liegt über dem Maximum („Bis“)."


class Part(models.Model):
    """A piece of a profile's working copy, in the order that the editor gives it."""

    title = models.CharField("Überschrift", max_length=TITLE_LENGTH)
    text = ProseField("Text", blank=True)
    position = models.PositiveSmallIntegerField("Platz", default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title

    def as_document(self):
        return {"title": self.title, "text": self.text}


class KeyFact(Part):
    """A question that every reader has, with its short answer."""

    profile = models.ForeignKey("roles.RoleProfile", models.CASCADE, related_name="key_facts")

    class Meta(Part.Meta):
        verbose_name = "Key Fact"
        verbose_name_plural = "Key Facts"


class Task(Part):
    """Something that people in the role do."""

    profile = models.ForeignKey("roles.RoleProfile", models.CASCADE, related_name="tasks")

    class Meta(Part.Meta):
        verbose_name = "Aufgabe"
        verbose_name_plural = "Aufgaben"


class Requirement(Part):
    """Something that employers ask for, and the skills that show it."""

    profile = models.ForeignKey("roles.RoleProfile", models.CASCADE, related_name="requirements")
    importance = models.CharField(
        "Gewicht", max_length=10, choices=vocabulary.Importance, default=vocabulary.Importance.MUST
    )
    skills = models.ManyToManyField(
        "roles.Skill",
        verbose_name="Fähigkeiten",
        blank=True,
        related_name="requirements",
    )

    class Meta(Part.Meta):
        verbose_name = "Anforderung"
        verbose_name_plural = "Anforderungen"

    def as_document(self):
        return super().as_document() | {
            "importance": self.importance,
            "skills": [skill.as_document() for skill in self.skills.all()],
        }


class Illustration(models.Model):
    """A picture in a guide, with the words for those who do not see it and the name of its maker."""

    profile = models.ForeignKey("roles.RoleProfile", models.CASCADE, related_name="illustrations")
    picture = models.ImageField(
        "Bild",
        upload_to="illustrations",
        help_text="JPEG, PNG oder WebP; wird auf 1.600 Pixel verkleinert, Aufnahmedaten werden entfernt.",
    )
    alternative_text = models.CharField(
        "Alternativtext",
        max_length=TEASER_LENGTH,
        blank=True,
        help_text="Was zu sehen ist, für alle, die das Bild nicht sehen.",
    )
    caption = models.CharField("Bildunterschrift", max_length=TEASER_LENGTH, blank=True)
    credit = models.CharField(
        "Bildnachweis",
        max_length=LINE_LENGTH,
        blank=True,
        help_text="Wer das Bild gemacht hat, und woher das Recht stammt, es zu zeigen.",
    )
    position = models.PositiveSmallIntegerField("Platz", default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "Bild"
        verbose_name_plural = "Bilder"

    def __str__(self):
        return self.caption or self.alternative_text or "Bild ohne Text"

    def as_document(self):
        return {
            "picture": self.picture.name,
            "alternative_text": self.alternative_text,
            "caption": self.caption,
            "credit": self.credit,
        }


class CareerStep(Part):
    """A step on the way into the role."""

    profile = models.ForeignKey("roles.RoleProfile", models.CASCADE, related_name="career_steps")

    class Meta(Part.Meta):
        verbose_name = "Karriereschritt"
        verbose_name_plural = "Karriereschritte"


class SalaryBandQuerySet(models.QuerySet):
    def due(self):
        """Bands that somebody should have looked at again by now."""
        return self.filter(review_by__lt=timezone.localdate())


class SalaryBand(models.Model):
    """A pay range for one level of a role: gross, full time, whole euros a year."""

    profile = models.ForeignKey("roles.RoleProfile", models.CASCADE, related_name="salary_bands")
    level = models.CharField("Level", max_length=10, choices=vocabulary.Level)
    minimum = models.PositiveIntegerField(
        "Von",
        validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_PAY)],
        help_text="Ganze Euro brutto im Jahr.",
    )
    maximum = models.PositiveIntegerField(
        "Bis", validators=[MinValueValidator(1), MaxValueValidator(HIGHEST_PAY)]
    )
    currency = models.CharField(
        "Währung", max_length=3, choices=vocabulary.Currency, default=vocabulary.Currency.EUR
    )
    period = models.CharField(
        "Zeitraum", max_length=10, choices=vocabulary.Period, default=vocabulary.Period.YEAR
    )
    region = models.CharField(
        "Gebiet", max_length=10, choices=vocabulary.Region, default=vocabulary.Region.DE
    )
    basis = models.CharField(
        "Grundlage",
        max_length=TEASER_LENGTH,
        help_text="Was die Zahl ist, und was sie nicht ist: Art der Erhebung, Umfang.",
    )
    source = models.CharField("Quelle", max_length=LINE_LENGTH)
    as_of = models.DateField("Stand")
    review_by = models.DateField("Prüfen bis")

    objects = SalaryBandQuerySet.as_manager()

    class Meta:
        ordering = ["minimum", "maximum"]
        verbose_name = "Gehaltsspanne"
        verbose_name_plural = "Gehaltsspannen"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minimum__lte=models.F("maximum")),
                name="salary_band_minimum_not_above_maximum",
                violation_error_message=UPSIDE_DOWN,
            ),
            models.CheckConstraint(
                condition=models.Q(minimum__gt=0),
                name="salary_band_pays_something",
                violation_error_message="Ein Gehalt ist mehr als 0 Euro.",
            ),
            models.UniqueConstraint(
                fields=["profile", "level"],
                name="salary_band_one_a_level",
                violation_error_message="Für dieses Level gibt es schon eine Gehaltsspanne.",
            ),
        ]

    def __str__(self):
        return f"{self.get_level_display()}: {format_range(self.minimum, self.maximum)}"

    def clean(self):
        # The constraint says so of the row; an editor reads it beside the field.
        if self.minimum and self.maximum and self.minimum > self.maximum:
            raise ValidationError({"minimum": UPSIDE_DOWN})

    @property
    def is_due(self) -> bool:
        """Whether the day has passed by which somebody should have looked at the figure again."""
        return self.review_by < timezone.localdate()

    def as_document(self):
        return {
            "level": self.level,
            "minimum": self.minimum,
            "maximum": self.maximum,
            "currency": self.currency,
            "period": self.period,
            "region": self.region,
            "basis": self.basis,
            "source": self.source,
            "as_of": self.as_of,
            "review_by": self.review_by,
        }
