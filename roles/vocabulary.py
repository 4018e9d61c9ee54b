"""The fixed words of a guide: values as data keeps them, labels as readers see them."""

from django.db.models import TextChoices


class Field(TextChoices):
    DATA = "data", "Daten und KI"
    SOFTWARE = "software", "Softwareentwicklung"
    CLOUD = "cloud", "Cloud und Infrastruktur"
    SECURITY = "security", "IT-Sicherheit"
    PRODUCT = "product", "Produkt und Projekt"


class Level(TextChoices):
    """Career levels, lowest first; the order is that of the salary bands."""

    ENTRY = "entry", "Einsteiger"
    MID = "mid", "Mid-Level"
    SENIOR = "senior", "Senior"


class SkillKind(TextChoices):
    LANGUAGE = "language", "Programmiersprache"
    FRAMEWORK = "framework", "Framework oder Bibliothek"
    DATABASE = "database", "Datenbank"
    CLOUD = "cloud", "Cloud-Plattform"
    BIG_DATA = "bigdata", "Big-Data-Technologie"
    TOOL = "tool", "Werkzeug"
    METHOD = "method", "Methode"
    SOFT = "soft", "Soziale Fähigkeit"


class Importance(TextChoices):
    MUST = "must", "Erforderlich"
    PLUS = "plus", "Von Vorteil"


class EscoMatch(TextChoices):
    """How well a role fits the ESCO occupation it names (SKOS mapping relations)."""

    EXACT = "exact", "genaue Entsprechung"
    CLOSE = "close", "nächste Entsprechung"


class Currency(TextChoices):
    EUR = "EUR", "Euro"


class Period(TextChoices):
    YEAR = "year", "im Jahr"


class Region(TextChoices):
    DE = "DE", "Deutschland"
