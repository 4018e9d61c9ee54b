"""Text that people type: one function that every form field and every document passes through."""

import re
import unicodedata

from django import forms

LINE_BREAKS = re.compile(r"\r\n?|[\u2028\u2029]")
# Controls but tab and line feed, and lone surrogates, which no encoder takes.
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# The same; bidi embeddings, overrides and isolates (they can make a name
# read as another one); zero-width space, word joiner, byte order mark.
UNPRINTABLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\ud800-\udfff]"
)


def clean_text(value: str, *, multiline: bool = False) -> str:
    """Return text as a person meant it: composed (NFC), trimmed, without unprintable characters.

    On a single line each run of ordinary white space becomes one space. No-break spaces stay, for
    German typography uses them. Cleaning twice changes nothing more.
    """
    value = LINE_BREAKS.sub("\n", value)
    value = unicodedata.normalize("NFC", UNPRINTABLE.sub("", value))
    if not multiline:
        value = re.sub(r"[ \t\n]+", " ", value)
    return value.strip(" \t\n")


class CleanCharField(forms.CharField):
    """A line of text, or with a Textarea several, cleaned before anything else looks at it."""

    default_error_messages = {
        "max_length": "Bitte kürzen Sie den Text auf höchstens %(limit_value)d Zeichen; "
        "es sind %(show_value)d.",
    }

    def widget_attrs(self, widget):
        """As a field has them, but for `maxlength`: by it a browser cuts what is pasted, and says nothing."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs

    def to_python(self, value):
        if value in self.empty_values:
            return self.empty_value
        multiline = isinstance(self.widget, forms.Textarea)
        return super().to_python(clean_text(str(value), multiline=multiline))
