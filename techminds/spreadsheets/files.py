"""Spreadsheet files: what we take in, with its limits, and what we hand out."""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO, StringIO
from zipfile import ZipFile

from django.core.exceptions import ValidationError
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from tablib import Dataset

from techminds.spreadsheets.cells import Value, armed, defused, shown, text_of
from techminds.typography import grouped

LARGEST_FILE = 2 * 1024 * 1024  # bytes
LARGEST_UNFOLDED = 10 * 1024 * 1024  # bytes that an XLSX file, a ZIP, unfolds to
MOST_ROWS = 5000  # below the headings
MOST_COLUMNS = 100

ROW = "Zeile"  # heads the column that a table gets when it is read: the row's number in the file
BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads umlauts as something else
DELIMITERS = (";", ",", "\t")
ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0"  # the old XLS, and an XLSX with a password

WIDEST = 60  # characters; what is longer wraps
FORMATS_OF = {datetime: "DD.MM.YYYY HH:MM", date: "DD.MM.YYYY"}

NO_SPREADSHEET = "Diese Datei können wir nicht lesen. Bitte speichern Sie sie als XLSX oder CSV."
TOO_LARGE = "Die Datei ist größer als 2 MB. Bitte teilen Sie sie auf."
TOO_MUCH = "Die Datei enthält zu viel Text. Bitte teilen Sie sie auf."


# Reading -----------------------------------------------------------------------------------------


def read(
    data: bytes,
    headings: Sequence[str],
    required: Sequence[str] = (),
    most_rows: int = MOST_ROWS,
) -> Dataset:
    """Return what stands in a file, each cell as clean text, with the number of its row in front.

    The headings of the file may come in any order; required ones have to be there. Rows without
    anything in them are left out. Raises ValidationError with what a person can do about it.
    """
    if len(data) > LARGEST_FILE:
        raise ValidationError(TOO_LARGE)
    first, *rows = _rows(data, headings, most_rows) or [(1, [])]
    columns = _columns(first, headings, required)
    table = Dataset(headers=[ROW, *columns.values()])
    for number, cells in rows:
        if any(cell for place, cell in enumerate(cells) if place not in columns):
            raise ValidationError(
                f"Zeile {number} hat einen Wert in einer Spalte ohne Überschrift."
            )
        padded = [*cells, *[""] * (max(columns) + 1 - len(cells))]
        table.append([number, *(padded[place] for place in columns)])
    if not len(table):
        raise ValidationError("Unter den Überschriften steht nichts.")
    return table


def _rows(data, headings, most_rows) -> list[tuple[int, list[str]]]:
    """Return each row that has something in it with its number; the headings are row 1."""
    if data.startswith(OLE):
        raise ValidationError(
            "Das ist eine alte Excel-Datei (XLS) oder eine mit Passwort. "
            "Bitte speichern Sie sie als XLSX ohne Passwort."
        )
    is_zip = data.startswith(ZIP)
    found = []
    for number, cells in enumerate(
        _xlsx(data, most_rows) if is_zip else _csv(data, headings), start=1
    ):
        texts = [text_of(armed(cell) if isinstance(cell, str) else cell) for cell in cells]
        if not any(texts):
            continue
        if number > most_rows + 1:
            raise ValidationError(
                f"Die Tabelle hat mehr als {grouped(most_rows)} Zeilen. Bitte teilen Sie sie auf."
            )
        found.append((number, texts))
    return found


def _xlsx(data, most_rows) -> Iterable[Sequence]:
    """Return the rows of the first sheet, and one more than may be there."""
    try:
        unfolded = sum(entry.file_size for entry in ZipFile(BytesIO(data)).infolist())
        if unfolded > LARGEST_UNFOLDED:
            raise ValidationError(TOO_MUCH)
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        # The file also says how large its sheet is, and may lie.
        rows = book.worksheets[0].iter_rows(
            max_row=most_rows + 2, max_col=MOST_COLUMNS, values_only=True
        )
        return [[_without_returns(cell) for cell in row] for row in rows]
    except ValidationError:
        raise
    except Exception:
        # Whatever the libraries stumble over in a file that is not what it says.
        raise ValidationError(NO_SPREADSHEET) from None


def _without_returns(cell):
    """Take out what Excel writes for the carriage return of a line that was pasted."""
    return cell.replace("_x000D_", "") if isinstance(cell, str) else cell


def _csv(data, headings) -> Iterator[Sequence[str]]:
    text = _decoded(data)
    try:
        delimiter = max(DELIMITERS, key=lambda sign: _known(text, sign, headings))
        yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error:
        raise ValidationError(NO_SPREADSHEET) from None


def _decoded(data: bytes) -> str:
    """Read the encodings that spreadsheet programs write: UTF-8, UTF-16, Windows-1252."""
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ["utf-16"] if is_utf16 else ["utf-8-sig", "cp1252"]:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:  # else a picture, a PDF, a program
            return text
    raise ValidationError(NO_SPREADSHEET)


def _known(text, delimiter, headings) -> int:
    """Return how many of the headings the first line has with this delimiter."""
    line = StringIO(text, newline="").readline()
    known = {heading.casefold() for heading in headings}
    return sum(
        cell.strip().casefold() in known
        for row in csv.reader(StringIO(line, newline=""), delimiter=delimiter)
        for cell in row
    )


def _columns(first, headings, required) -> dict[int, str]:
    """Return the heading of each place in a row.

    Raises ValidationError with a sentence for each heading that is unknown, missing or there twice.
    """
    number, cells = first
    known = {heading.casefold(): heading for heading in headings}
    columns = {
        place: known.get(" ".join(cell.split()).casefold(), cell)
        for place, cell in enumerate(cells)
        if cell
    }
    found = list(columns.values())
    if number != 1 or not set(found) & set(headings):
        raise ValidationError(
            f"In der ersten Zeile müssen die Überschriften stehen: {', '.join(headings)}."
        )
    faults = [f"Die Spalte „{name}“ kennen wir nicht." for name in found if name not in headings]
    faults += [
        f"Die Spalte „{name}“ steht zweimal da." for name in headings if found.count(name) > 1
    ]
    faults += [f"Die Spalte „{name}“ fehlt." for name in required if name not in found]
    if faults:
        raise ValidationError(faults)
    return columns


# Writing -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FileFormat:
    """A kind of file that we hand out."""

    name: str
    label: str
    content_type: str
    write: Callable[[str, Sequence[str], Iterable[Sequence[Value]]], bytes]


def _written_csv(title, headings, rows) -> bytes:
    """Return what German Excel opens as it is meant: semicolons, and a mark for UTF-8."""
    text = StringIO(newline="")
    table = csv.writer(text, delimiter=";")
    table.writerow(headings)
    for row in rows:
        table.writerow([shown(_cell(value)) for value in row])
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def _written_xlsx(title, headings, rows) -> bytes:
    """Return a workbook whose numbers are numbers and whose dates are dates."""
    rows = [[_cell(value) for value in row] for row in rows]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(headings):
        longest = max((len(shown(row[place])) for row in rows), default=0)
        width = min(max(longest, len(heading)) + 2, WIDEST)
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    sheet.append([_styled(sheet, heading, font=Font(bold=True)) for heading in headings])
    for row in rows:
        sheet.append([_typed(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{len(rows) + 1}"
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(value: Value) -> Value:
    return defused(text_of(value)) if isinstance(value, str) else value


def _typed(sheet, value):
    if isinstance(value, datetime):
        value = timezone.make_naive(value).replace(second=0, microsecond=0)
    if number_format := FORMATS_OF.get(type(value)):
        return _styled(sheet, value, number_format=number_format)
    if isinstance(value, str) and len(value) > WIDEST:
        return _styled(sheet, value, alignment=Alignment(wrap_text=True, vertical="top"))
    return value


def _styled(sheet, value, **styles):
    cell = WriteOnlyCell(sheet, value)
    for name, style in styles.items():
        setattr(cell, name, style)
    return cell


XLSX = FileFormat(
    "xlsx",
    "Excel (XLSX)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    _written_xlsx,
)
CSV = FileFormat("csv", "CSV", "text/csv; charset=utf-8", _written_csv)
FORMATS = {kind.name: kind for kind in (XLSX, CSV)}
