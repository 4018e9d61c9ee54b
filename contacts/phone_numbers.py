"""Phone numbers as people type them: read where there is one reading, else left alone."""

from __future__ import annotations

import re

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from phonenumbers import CountryCodeSource, NumberParseException, PhoneNumber, PhoneNumberFormat

from techminds.text import CleanCharField

REGION = "DE"
LONGEST = 40

# Digits, what people group them with, and an extension. The library reads more: it dials letters
# as on an old keypad ("App. 12") and joins the second number of "228595570/71" to the first.
NUMBER = re.compile(
    r"(?:(?:tel|telefon|fon|phone|mobil|mobile|handy)[.:]* ?)?"
    r"[(+＋\d][\d ()./‐‑‒–—−-]*"
    r"(?:(?:ext\.?|x|#|;ext=) ?\d{1,7})?",
    re.IGNORECASE,
)
OTHER_ENDING = re.compile(r"/ ?-?\d{1,3}$")
DATE = re.compile(r"\d\d?\. ?\d\d?\. ?(?:19|20)\d\d$")
ABROAD = {
    CountryCodeSource.FROM_NUMBER_WITH_PLUS_SIGN,
    CountryCodeSource.FROM_NUMBER_WITH_IDD,
    CountryCodeSource.FROM_NUMBER_WITHOUT_PLUS_SIGN,
}


def read_number(text: str) -> PhoneNumber | None:
    """Return the number that the text is; None where it is none, or could be another one.

    A number with its country ("+41 ...", "0041 ...") only has to be possible. One without is taken
    for a German one, which is our guess: it has to begin with an area code and to be valid. So a
    local number and most numbers of an Austrian who leaves out +43 are not misread.
    """
    plain = " ".join(text.split())
    if not NUMBER.fullmatch(plain) or OTHER_ENDING.search(plain) or DATE.match(plain):
        return None
    try:
        number = phonenumbers.parse(plain, REGION, keep_raw_input=True)
    except NumberParseException:
        return None
    if number.country_code_source in ABROAD:
        return number if phonenumbers.is_possible_number(number) else None
    first = next(int(sign) for sign in plain if sign.isdecimal())
    return number if first == 0 and phonenumbers.is_valid_number(number) else None


def dial_link(text: str) -> str:
    """Return "tel:+4940228595570", or "" if the text is no number that can be dialled."""
    number = read_number(text)
    if number is None:
        return ""
    extension = f";ext={number.extension}" if number.extension else ""
    return f"tel:{phonenumbers.format_number(number, PhoneNumberFormat.E164)}{extension}"


def spellings(text: str) -> list[str]:
    """Return the digits of the numbers in a text, as dialled within their country and from abroad.

    "040 228595570, nach 14 Uhr" holds ["040228595570", "4940228595570"].
    """
    whole = read_number(text)
    matches = phonenumbers.PhoneNumberMatcher(text, REGION)
    numbers = [whole] if whole else [match.number for match in matches]
    formats = (PhoneNumberFormat.NATIONAL, PhoneNumberFormat.E164)
    written = (
        phonenumbers.format_number(_bare(number), form) for number in numbers for form in formats
    )
    return list(dict.fromkeys(re.sub(r"[^0-9]", "", one) for one in written))


def joined(text: str) -> str:
    """Return a text in which each phone number is one word of digits, as dialled within its country."""
    if read_number(text):
        return spellings(text)[0]
    for match in phonenumbers.PhoneNumberMatcher(text, REGION):
        text = text.replace(match.raw_string, spellings(match.raw_string)[0])
    return text


def _bare(number):
    """The number without its extension, which its national format would spell out."""
    bare = PhoneNumber()
    bare.merge_from(number)
    bare.extension = None
    return bare


class PhoneField(CleanCharField):
    """A phone number, stored as "+49 40 228595570" where we can read it, else just as it was typed.

    "0171 1234567 ab 14 Uhr" helps a consultant as it stands; nobody is sent back for a format.
    """

    widget = forms.TelInput
    default_error_messages = {
        "no_digit": "Eine Telefonnummer hat Ziffern, zum Beispiel 040 66969123.",
        "max_length": "Bitte nennen Sie nur eine Telefonnummer, mit höchstens %(limit_value)d Zeichen.",
    }

    def __init__(self, **kwargs):
        super().__init__(**{"max_length": LONGEST} | kwargs)

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"autocomplete": "tel"}

    def to_python(self, value):
        text = super().to_python(value)
        number = read_number(text) if text else None
        if number is None:
            return text
        return phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)

    def validate(self, value):
        super().validate(value)
        if value and not any(sign.isdecimal() for sign in value):
            raise ValidationError(self.error_messages["no_digit"], code="no_digit")
