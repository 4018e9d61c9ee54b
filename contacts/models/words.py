from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from roles import vocabulary
from roles.amounts import format_amount, format_range


class ClientWords(models.Model):
    """What a client said about a vacancy, as they typed it; nobody changes it afterwards."""

    class Workplace(models.TextChoices):
        ON_SITE = "on_site", "vor Ort"
        HYBRID = "hybrid", "teils vor Ort, teils remote"
        REMOTE = "remote", "remote"

    CHOICES = {"level": vocabulary.Level.choices, "workplace": Workplace.choices}
    # In the order of the form.
    WORDS = (
        "company",
        "name",
        "email",
        "phone",
        "edition",
        "role_title",
        "level",
        "tasks",
        "skills",
        "headcount",
        "location",
        "workplace",
        "start_on",
        "budget_minimum",
        "budget_maximum",
        "pay_basis",
        "message",
    )

    company = models.CharField("Unternehmen", max_length=120)
    name = models.CharField("Name", max_length=120)
    email = models.EmailField("E-Mail", max_length=254)
    phone = models.CharField("Telefon", max_length=40, blank=True)

    edition = models.ForeignKey(
        "roles.Edition",
        verbose_name="Jobprofil (Ausgabe)",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    role_title = models.CharField("Stellentitel", max_length=120, blank=True)
    level = models.CharField("Level", max_length=10, choices=vocabulary.Level, blank=True)
    # Lists of {"name": text, "importance": a value of vocabulary.Importance}; see contacts/wishes.py.
    tasks = models.JSONField("Aufgaben", default=list, blank=True)
    skills = models.JSONField("Fähigkeiten", default=list, blank=True)
    headcount = models.PositiveSmallIntegerField("Anzahl der Stellen", null=True, blank=True)
    location = models.CharField("Arbeitsort", max_length=120, blank=True)
    workplace = models.CharField("Arbeitsweise", max_length=10, choices=Workplace, blank=True)
    start_on = models.DateField("Beginn", null=True, blank=True)
    budget_minimum = models.PositiveIntegerField("Budget von", null=True, blank=True)
    budget_maximum = models.PositiveIntegerField("Budget bis", null=True, blank=True)
    pay_basis = models.CharField("Grundlage der Spanne", max_length=200, blank=True)
    message = models.TextField("Nachricht", max_length=5000, blank=True)

    class Meta:
        abstract = True

    @property
    def role(self):
        """What the client calls the vacancy: their own title, else the guide's."""
        return self.role_title or (self.edition.title if self.edition else "")

    @property
    def start(self):
        """When work begins, as text: "ab sofort" for a day that had come when they asked, "" for none."""
        if self.start_on is None:
            return ""
        if self.start_on <= timezone.localdate(self.received_at):
            return "ab sofort"
        return date_format(self.start_on, "j. F Y")

    @property
    def budget(self):
        """The budget as text, "" where none is given."""
        return pay_text(self.budget_minimum, self.budget_maximum)


def pay_text(low, high):
    """Return a range of pay of which one end or both may be open as text, "" where both are."""
    if low is not None and high is not None:
        return format_range(low, high) if low != high else format_amount(low)
    if low is not None:
        return f"ab {format_amount(low)}"
    return f"bis {format_amount(high)}" if high is not None else ""
