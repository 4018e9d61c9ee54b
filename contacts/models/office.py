from django.db import models
from django.db.models import Q


class Office(models.Model):
    """A place where clients and candidates find us."""

    city = models.CharField("Ort", max_length=80)
    slug = models.SlugField("Kürzel", max_length=60, unique=True)
    street = models.CharField("Straße und Hausnummer", max_length=120)
    postal_code = models.CharField("Postleitzahl", max_length=10)
    phone = models.CharField(
        "Telefon", max_length=40, help_text="International, zum Beispiel +49 40 228595-570."
    )
    is_head_office = models.BooleanField("Hauptsitz", default=False)

    class Meta:
        ordering = ["-is_head_office", "city"]
        verbose_name = "Standort"
        verbose_name_plural = "Standorte"
        constraints = [
            models.UniqueConstraint(
                fields=["is_head_office"],
                condition=Q(is_head_office=True),
                name="office_one_head_office",
                violation_error_message="Es gibt schon einen Hauptsitz.",
            )
        ]

    def __str__(self):
        return self.city

    @property
    def phone_link(self):
        """The number as a tel: link dials it: from abroad nobody dials the "(0)"."""
        digits = self.phone.replace("(0)", "")
        return "tel:" + "".join(sign for sign in digits if sign in "+0123456789")
