"""Amounts of money in whole euros a year, read and written the German way."""

import re
import unicodedata

from django.core.exceptions import ValidationError

from techminds.text import CleanCharField, clean_text
from techminds.typography import NARROW_SPACE, grouped

EN_DASH = "–"

# What a gross salary of a year can plausibly be. Outside of it people mostly mean a month, an
# hour, or thousands, and a guess of ours would misread them.
LOWEST, HIGHEST = 10_000, 1_000_000

_SIGN = r"(?:€|eur|euro)"
_THOUSANDS = r"(?:k|tsd\.?|tausend|t€|teur)"
_WHOLE = r"[1-9]\d{0,2}(?:[.' ]\d{3})+|[1-9]\d*"
AMOUNT = re.compile(
    rf"(?:{_SIGN} ?)?"
    rf"(?:(?P<whole>{_WHOLE})(?:,(?:00|--?|–))?|(?P<thousands>[1-9]\d{{0,2}}(?:[.,]\d)?) ?{_THOUSANDS})"
    rf"(?: ?{_SIGN})?(?: ?(?:brutto|p\. ?a\.|im jahr|pro jahr|/ ?jahr))*",
    re.ASCII,
)
SEPARATORS = re.compile(r"[.' ]")


def parse_amount(text: str) -> int:
    """Return the whole euros a year that the text names.

    Reads "80.000", "80.000,00 €", "80 000" with any space, "80000 EUR", "80k", "80,5k" and
    "80 Tsd. €". Raises ValidationError with a sentence for the person for whatever has a second
    reading ("80,000", "45", "80.000,50", "4.500", a range) instead of guessing.
    """
    plain = " ".join(unicodedata.normalize("NFKC", clean_text(text)).lower().split())
    plain = plain.replace("’", "'").replace("`", "'")
    if re.search(r"\d ?(?:€|k|eur)? ?(?:-|–|—|bis) ?€? ?\d", plain):
        raise ValidationError(
            "Bitte nennen Sie hier nur einen Betrag, keine Spanne.",
            code="range",
        )
    # The normal form makes digits of footnote marks and fractions: "80000²" is not 800.002.
    has_marks = any(unicodedata.category(sign) == "No" for sign in text)
    match = AMOUNT.fullmatch(plain)
    if not match or has_marks:
        raise ValidationError(
            "Diesen Betrag können wir nicht eindeutig lesen. "
            "Bitte schreiben Sie ihn in ganzen Euro, zum Beispiel 80.000.",
            code="unreadable",
        )
    if thousands := match["thousands"]:
        amount = round(float(thousands.replace(",", ".")) * 1000)
    else:
        amount = int(SEPARATORS.sub("", match["whole"])[:12])
    if amount < 1000:
        raise ValidationError(
            f"Meinen Sie {format_amount(amount * 1000)}? "
            "Bitte schreiben Sie den Betrag aus, zum Beispiel 80.000.",
            code="thousands",
        )
    if amount < LOWEST:
        raise ValidationError(
            f"{format_amount(amount)} im Jahr? Bitte nennen Sie das Bruttogehalt für ein Jahr.",
            code="month",
        )
    if amount > HIGHEST:
        raise ValidationError(
            f"Bitte prüfen Sie den Betrag: Wir rechnen mit Jahresgehältern bis "
            f"{format_amount(HIGHEST)}.",
            code="too_high",
        )
    return amount


def format_amount(amount: int) -> str:
    """Return "80.000 €" with a narrow no-break space."""
    return f"{grouped(amount)}{NARROW_SPACE}€"


def format_range(minimum: int, maximum: int) -> str:
    """Return "80.000–120.000 €"."""
    return f"{grouped(minimum)}{EN_DASH}{grouped(maximum)}{NARROW_SPACE}€"


class AmountField(CleanCharField):
    """A form field that turns what a German types into whole euros a year, or into None."""

    default_error_messages = {
        "required": "Bitte nennen Sie einen Betrag.",
        "max_length": "Bitte nennen Sie nur einen Betrag, zum Beispiel 80.000.",
    }

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": 40, "empty_value": None} | kwargs)
        self.widget.attrs |= {"inputmode": "text", "autocomplete": "off"}

    def prepare_value(self, value):
        """Show what is stored as people write it; what was typed stays as it was typed."""
        return grouped(value) if isinstance(value, int) else value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value):
        text = super().clean(value)
        return None if text is None else parse_amount(text)
