"""Documents that clients attach to a request: which ones we take, and what we call them.

What a file is, its content says. Its name and the type that a browser sends say nothing.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import models

from contacts import pdf_inspection, word_documents
from contacts.refusals import LARGEST, SENTENCES, Reason, Refused
from techminds.text import clean_text

MOST_FILES = 3
LONGEST_NAME = 120
LONGEST_SHOWN = 60  # of a name in a sentence
MOST_JUNK = 64  # bytes that programs leave behind the end of a PDF

PDF_START = re.compile(rb"%PDF-[12]\.\d")
PDF_END = b"%%EOF"
# The head of a file in a ZIP archive, packed by one of the known methods, or the archive's end.
ZIP = re.compile(rb"PK\x03\x04.{4}[\x00-\x0e\x14\x5d-\x63]\x00|PK\x05\x06.{4}(..)\1", re.DOTALL)
PASSWORD = "EncryptedPackage".encode("utf-16-le")  # how Office wraps what has a password

# Invisible signs change how a name reads; these two join letters and the parts of an emoji.
JOINERS = "\u200c\u200d"
ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,4}$")


class Kind(models.TextChoices):
    """A format that we take."""

    PDF = "pdf", "PDF"
    DOCX = "docx", "Word-Dokument"

    @property
    def extension(self) -> str:
        return f".{self.value}"


def check(file) -> Kind:
    """Return what kind of document a file is; raise ValidationError if we don't take it.

    The error's code is a `Reason`. The file is read from its start and left there.
    """
    try:
        file.seek(0)
        data = file.read(LARGEST + 1)
        file.seek(0)
        return _kind(data)
    except Refused as refused:
        raise refusal(file.name or "", refused.reason) from None


def refusal(name: str, reason: Reason) -> ValidationError:
    """Return the error that tells why the file of that name is refused."""
    shown = _shortened(_last_part(name), LONGEST_SHOWN) or "Anhang"
    return ValidationError(SENTENCES[reason], code=reason.value, params={"name": shown})


def clean_name(name: str, kind: Kind) -> str:
    """Return a name to show and to download under: one line, nothing hidden, the right ending."""
    stem = _last_part(name)
    if not stem.lower().endswith(kind.extension):
        stem = ENDING.sub("", stem)
    while stem.lower().endswith(kind.extension):
        stem = stem[: -len(kind.extension)].rstrip(" .")
    stem = _shortened(stem.strip(" ."), LONGEST_NAME - len(kind.extension), mark="")
    return f"{stem or 'Anhang'}{kind.extension}"


def _kind(data):
    if not data:
        raise Refused(Reason.EMPTY)
    if len(data) > LARGEST:
        raise Refused(Reason.TOO_LARGE)
    if PDF_START.match(data):
        _check_frame(data)
        pdf_inspection.inspect(data)
        return Kind.PDF
    if data.startswith(word_documents.LOCAL):
        word_documents.inspect(data)
        return Kind.DOCX
    if data.startswith(word_documents.OLE):
        raise Refused(Reason.LOCKED if PASSWORD in data else Reason.OLD_FORMAT)
    if PDF_START.search(data) or ZIP.search(data):
        raise Refused(Reason.FOREIGN_DATA)
    raise Refused(Reason.OTHER_FORMAT)


def _check_frame(data):
    """Refuse a PDF that something else is wrapped around or into."""
    _, end, rest = data.rpartition(PDF_END)
    rest = rest.strip(b"\0\t\n\f\r \x1a")
    if not end or b"endobj" in rest:  # cut off, the latter in an update
        raise Refused(Reason.UNREADABLE)
    if len(rest) > MOST_JUNK or ZIP.search(data):
        raise Refused(Reason.FOREIGN_DATA)


def _last_part(name):
    """Return the last part of a path of any system, cleaned, without what can't be seen."""
    visible = "".join(
        sign for sign in name if sign in JOINERS or unicodedata.category(sign) != "Cf"
    )
    last = re.split(r"[\\/]", clean_text(visible))[-1]
    return clean_text(re.sub(r"^[A-Za-z]:", "", last)).strip(f" {JOINERS}").rstrip(f" .{JOINERS}")


def _shortened(text, most, mark="…"):
    if len(text) <= most:
        return text
    return text[: most - len(mark)].rstrip(f" .{JOINERS}") + mark
