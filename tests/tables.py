"""Spreadsheets as people send them and get them, and the two steps of taking one over."""

import csv
from io import BytesIO, StringIO

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook


def xlsx(*rows) -> bytes:
    """Return a workbook with the rows, the headings first."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def csv_file(*rows, delimiter=";", encoding="utf-8-sig") -> bytes:
    text = StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def rows_of(data: bytes) -> list[list]:
    """Return what a program reads in a file of ours."""
    if data.startswith(b"PK"):
        return [list(row) for row in load_workbook(BytesIO(data)).active.values]
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(data.decode("utf-8-sig"), newline=""), delimiter=";"))


def export(client, page, kind="xlsx", query=""):
    """Return the answer to somebody who downloads the list as a file."""
    return client.post(f"{page}export/{query}", {"format": kind})


def compare(client, page, data: bytes, name="tabelle.xlsx"):
    """Return the page that says what a file would change."""
    return client.post(f"{page}import/", {"file": SimpleUploadedFile(name, data)})


def accept(client, page, compared, **values):
    """Return the answer to somebody who accepts what a comparison showed them."""
    acceptance = compared.context["acceptance"]
    return client.post(f"{page}process_import/", acceptance.initial | values)


def outcome(response) -> list[tuple]:
    """Return row by row what a comparison says: number, result, changes or faults."""
    return [
        (
            row.number,
            row.label,
            [(fault.heading, fault.message) for fault in row.faults]
            or [str(change) for change in row.diff],
        )
        for row in response.context["outcome"].rows
    ]


def refusal(response) -> list[str]:
    """Return why a file was not even compared."""
    return response.context["form"].errors["file"]
