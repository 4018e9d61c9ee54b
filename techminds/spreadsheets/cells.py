"""Cells of a spreadsheet: text that no program computes, and one text for each value."""

import re
from datetime import date, datetime, time

from django.utils import timezone

from techminds.text import clean_text

Value = str | int | date | datetime | None  # what a cell of ours holds

# Signs that make a formula of a cell, by the advice of OWASP ("CSV Injection"), full-width ones
# too; also behind blanks, which some programs take off. An apostrophe of ours in front of a text
# that has such a beginning behind its own apostrophes is what lets `armed` know ours from theirs.
FORMULA = re.compile(r"'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])")
# Characters that no XML may hold, and so no XLSX.
NO_CHARACTERS = re.compile("[\ufffe\uffff]")


def defused(value):
    """Put an apostrophe before a text that a spreadsheet program would compute."""
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else value


def armed(text: str) -> str:
    """Take off the apostrophe that `defused` put there; other apostrophes stay."""
    return text[1:] if text.startswith("'") and FORMULA.match(text) else text


def text_of(value) -> str:
    """Return a value, from a cell or of ours, as the clean text that forms read and rows compare.

    Dates are ISO dates, moments are local ones to the minute, whole numbers have no decimals.
    """
    if value is None:
        return ""
    if isinstance(value, datetime):
        moment = timezone.make_naive(value) if timezone.is_aware(value) else value
        is_day = moment.time() == time()
        return f"{moment:%Y-%m-%d}" if is_day else f"{moment:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return clean_text(NO_CHARACTERS.sub("", str(value)), multiline=True)


def shown(value: Value) -> str:
    """Return a value as people read it, and as a CSV file has it."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%d.%m.%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return "" if value is None else str(value)
