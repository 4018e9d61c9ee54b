"""Forms of the pages: a table to compare, a comparison to accept, a file to get."""

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from tablib import Dataset

from techminds.spreadsheets.files import FORMATS, LARGEST_FILE, TOO_LARGE, TOO_MUCH, read
from techminds.typography import grouped

HOLDS = 60 * 60  # seconds from comparing to accepting
ROOM = 16 * 1024  # bytes of a request beside the table


def packed(table, salt="") -> str:
    """Return a table as text that nobody can change and that fits into a page."""
    return signing.dumps([table.headers, *table], salt=salt, compress=True)


class TableForm(forms.Form):
    """Takes a file and reads the table in it."""

    file = forms.FileField(
        label="Datei",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": "Bitte wählen Sie eine Datei.",
            "empty": "Die Datei ist leer.",
        },
    )

    def __init__(self, data=None, files=None, *, sheet):
        super().__init__(data, files)
        self.sheet = sheet
        rows = grouped(sheet.most_rows)
        self.fields["file"].help_text = f"XLSX oder CSV, höchstens 2 MB und {rows} Zeilen."

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:  # before it is read
            raise ValidationError(TOO_LARGE)
        sheet = self.sheet
        table = read(file.read(), sheet.headings, sheet.needed, sheet.most_rows)
        if len(packed(table)) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE - ROOM:
            raise ValidationError(TOO_MUCH)
        return table


class AcceptanceForm(forms.Form):
    """Accepts a comparison. The table travels in the page itself, signed and packed.

    So it need not lie on any server between the two steps: whichever web node answers has it, and
    nothing of a client's is left behind where nobody accepts.
    """

    table = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, salt, **kwargs):
        super().__init__(data, **kwargs)
        self.salt = salt

    @classmethod
    def of(cls, table, outcome, *, salt):
        return cls(salt=salt, initial={"table": packed(table, salt), "seen": outcome.digest})

    def clean_table(self):
        try:
            headings, *rows = signing.loads(
                self.cleaned_data["table"], salt=self.salt, max_age=HOLDS
            )
        except signing.BadSignature:
            raise ValidationError("Too old, or of somebody else.") from None
        return Dataset(*rows, headers=headings)


class ExportForm(forms.Form):
    """Names the kind of file."""

    format = forms.ChoiceField(
        label="Format",
        choices=[(kind.name, kind.label) for kind in FORMATS.values()],
        initial="xlsx",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Bitte wählen Sie ein Format.",
            "invalid_choice": "Bitte wählen Sie ein Format aus der Liste.",
        },
    )

    def clean_format(self):
        return FORMATS[self.cleaned_data["format"]]
