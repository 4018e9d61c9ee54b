"""Files of spreadsheets: what is read as it is meant, what is refused, and what no program computes."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from techminds.spreadsheets import files
from techminds.spreadsheets.cells import armed, defused, text_of
from techminds.spreadsheets.files import CSV, ROW, XLSX, read
from techminds.spreadsheets.rows import DayField, LabelField
from techminds.text import clean_text
from tests.tables import csv_file, rows_of, xlsx

HEADINGS = ["Name", "Größe", "Tag"]
STARTS = [
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
    " =",
    "\u00a0@",
    "'=",
    "''-",
]


def table(data, **limits):
    """Return what was read: headings, then rows, each as a list."""
    found = read(data, HEADINGS, ["Name"], **limits)
    return [found.headers, *map(list, found)]


def faults(data, **limits):
    with pytest.raises(ValidationError) as error:
        table(data, **limits)
    return error.value.messages


# Reading -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16", "cp1252"])
def test_csv_is_read_as_programs_write_it(delimiter, encoding):
    text = "Zürich; a, b\tc"

    data = csv_file(["Name", "Größe"], [text, "5"], delimiter=delimiter, encoding=encoding)

    assert table(data) == [[ROW, "Name", "Größe"], [2, clean_text(text, multiline=True), "5"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("  Anna ", "Anna"),
        ("zwei\nZeilen", "zwei\nZeilen"),
        ("zwei_x000D_\nZeilen", "zwei\nZeilen"),
        ("An\u202ena", "Anna"),
        (80000, "80000"),
        (80000.0, "80000"),
        (80.5, "80,5"),
        (date(2026, 12, 31), "2026-12-31"),
        ("'=1+1", "=1+1"),
        ("'n Abend", "'n Abend"),
        (datetime.fromisoformat("2026-12-31T10:15:30"), "2026-12-31 10:15"),
    ],
)
def test_cell_of_a_workbook_becomes_text(cell, text):
    assert table(xlsx(["Name"], [cell])) == [[ROW, "Name"], [2, text]]


def test_moment_of_ours_is_a_local_one():
    assert text_of(datetime(2026, 7, 1, 22, 30, tzinfo=UTC)) == "2026-07-02 00:30"


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_lines_of_csv_end_in_any_way(end):
    data = end.join(["Name;Tag", '"Anna\nBea";1.1.2026', ""]).encode()

    assert table(data)[1:] == [[2, "Anna\nBea", "1.1.2026"]]


def test_rows_keep_the_numbers_that_people_see():
    data = xlsx(["Name"], ["eins"], [], [None], ["vier"])

    assert table(data)[1:] == [[2, "eins"], [5, "vier"]]


def test_headings_come_in_any_order_and_case():
    data = xlsx([" tag ", None, "NAME"], ["1.1.2026", None, "Anna"])

    assert table(data) == [[ROW, "Tag", "Name"], [2, "1.1.2026", "Anna"]]


def test_short_rows_end_with_empty_cells():
    assert table(b"Name;Tag\nAnna\n") == [[ROW, "Name", "Tag"], [2, "Anna", ""]]


@pytest.mark.parametrize("make", [xlsx, csv_file])
@pytest.mark.parametrize(
    ("rows", "messages"),
    [
        ([["Name"]], ["Unter den Überschriften steht nichts."]),
        ([["Name"], [""]], ["Unter den Überschriften steht nichts."]),
        (
            [["Größe"], ["5"]],
            ["Die Spalte „Name“ fehlt."],
        ),
        (
            [["Name", "Groesse", "Farbe", "name"], ["a", "b", "c", "d"]],
            [
                "Die Spalte „Groesse“ kennen wir nicht.",
                "Die Spalte „Farbe“ kennen wir nicht.",
                "Die Spalte „Name“ steht zweimal da.",
            ],
        ),
        (
            [["Anna", "5"], ["Bea", "6"]],
            ["In der ersten Zeile müssen die Überschriften stehen: Name, Größe, Tag."],
        ),
        (
            [[""], ["Name"], ["Anna"]],
            ["In der ersten Zeile müssen die Überschriften stehen: Name, Größe, Tag."],
        ),
        (
            [["Name", ""], ["Anna", ""], ["Bea", "6"]],
            ["Zeile 3 hat einen Wert in einer Spalte ohne Überschrift."],
        ),
    ],
)
def test_table_that_is_none_of_ours_says_why(make, rows, messages):
    assert faults(make(*rows)) == messages


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"%PDF-1.7\n\x00\x01",
        b"PK\x03\x04 and then nothing",
        b"PK\x03\x04",
        b"\xff\xfe\x00",
        b"\x81",
        b'Name\n"' + b"a" * 200_000,
        b"a" * 200_000,
    ],
)
def test_file_that_is_no_spreadsheet_is_refused(data):
    assert faults(data) == [files.NO_SPREADSHEET]


def test_zip_without_a_workbook_is_refused():
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("content.xml", "<office/>")

    assert faults(file.getvalue()) == [files.NO_SPREADSHEET]


def test_old_excel_file_is_asked_for_anew():
    assert faults(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") == [
        "Das ist eine alte Excel-Datei (XLS) oder eine mit Passwort. "
        "Bitte speichern Sie sie als XLSX ohne Passwort."
    ]


def test_empty_file_has_no_headings():
    assert faults(b"") == ["In der ersten Zeile müssen die Überschriften stehen: Name, Größe, Tag."]


# Limits ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [xlsx, csv_file])
def test_rows_are_counted(make):
    rows = [["Name"], ["eins"], ["zwei"], ["drei"]]

    assert len(table(make(*rows), most_rows=3)) == 4
    assert faults(make(*rows), most_rows=2) == [
        "Die Tabelle hat mehr als 2 Zeilen. Bitte teilen Sie sie auf."
    ]


def test_large_file_is_refused():
    assert faults(b"Name\n" + b"a\n" * 1024 * 1024) == [files.TOO_LARGE]


def swapped(name, content) -> bytes:
    """Return a workbook one of whose parts is another one."""
    file = BytesIO()
    with ZipFile(BytesIO(xlsx(["Name"], ["Anna"]))) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, content if part == name else old.read(part))
    return file.getvalue()


def test_small_file_that_unfolds_to_a_large_one_is_refused():
    bomb = swapped("xl/worksheets/sheet1.xml", b" " * (files.LARGEST_UNFOLDED + 1))

    assert len(bomb) < 50_000
    assert faults(bomb) == [files.TOO_MUCH]


def sheet_xml(rows, before=""):
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'{before}<worksheet xmlns="{namespace}">{rows}</worksheet>'


def text_cell(place, text):
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_entities_that_multiply_are_refused():
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    rows = (
        f'<sheetData><row r="1">{text_cell("A1", "Name")}</row>'
        f'<row r="2">{text_cell("A2", "&e11;")}</row></sheetData>'
    )
    bomb = sheet_xml(rows, before=f'<!DOCTYPE x [<!ENTITY e0 "{"ha" * 50}">{entities}]>')

    assert faults(swapped("xl/worksheets/sheet1.xml", bomb)) == [files.NO_SPREADSHEET]


def test_cell_at_the_end_of_the_sheet_costs_nothing():
    rows = (
        '<dimension ref="A1:XFD1048576"/><sheetData>'
        f'<row r="1">{text_cell("A1", "Name")}</row>'
        f'<row r="2">{text_cell("A2", "Anna")}<c r="XFD2"><v>1</v></c></row>'
        '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    )

    found = table(swapped("xl/worksheets/sheet1.xml", sheet_xml(rows)))

    assert found == [[ROW, "Name"], [2, "Anna"]]


# Writing -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("start", STARTS)
def test_text_that_a_program_would_compute_gets_an_apostrophe(start):
    text = f"{start}HYPERLINK(A1)"

    assert defused(text) == f"'{text}"
    assert armed(defused(text)) == text


@pytest.mark.parametrize("text", ["", "'", "'n Abend", "a=b", "1+1", "Müller-Lüdenscheidt"])
def test_other_text_stays(text):
    assert defused(text) == armed(text) == text


@pytest.mark.parametrize("kind", [XLSX, CSV])
def test_file_holds_formulas_as_text(kind):
    data = kind.write("Probe", HEADINGS, [["=1+1", "@SUM(A1)", " -2"]])

    assert rows_of(data) == [HEADINGS, ["'=1+1", "'@SUM(A1)", "'-2"]]


def test_workbook_holds_numbers_and_days_as_such():
    rows = [["Anna", 80000, date(2026, 12, 31)], ["B" * 90, None, datetime(2026, 7, 1, tzinfo=UTC)]]

    data = XLSX.write("Probe", HEADINGS, rows)

    assert rows_of(data) == [
        HEADINGS,
        ["Anna", 80000, datetime.fromisoformat("2026-12-31")],
        ["B" * 90, None, datetime.fromisoformat("2026-07-01T02:00")],
    ]


def test_csv_is_what_german_excel_expects():
    rows = [["Anna; Bea", 80000, date(2026, 12, 31)], ["C", None, datetime(2026, 7, 1, tzinfo=UTC)]]

    data = CSV.write("Probe", HEADINGS, rows)

    assert data.decode() == (
        '\ufeffName;Größe;Tag\r\n"Anna; Bea";80000;31.12.2026\r\nC;;01.07.2026 02:00\r\n'
    )


texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.tuples(st.sampled_from(["'", *STARTS]), st.text(max_size=10)).map("".join),
)


@settings(deadline=None)
@given(st.lists(st.tuples(texts, st.integers(-(10**9), 10**9), texts), min_size=1, max_size=4))
@pytest.mark.parametrize("kind", [XLSX, CSV])
def test_what_was_written_is_read_again(kind, rows):
    rows = [(f"{number}", *row) for number, row in enumerate(rows)]
    headings = ["Nummer", *HEADINGS]

    found = read(kind.write("Probe", headings, rows), headings)

    assert [list(row)[1:] for row in found] == [[text_of(value) for value in row] for row in rows]


# Fields of a row ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("31.12.2026", date(2026, 12, 31)),
        ("1.2.2026", date(2026, 2, 1)),
        ("01.02.26", date(2026, 2, 1)),
        ("2026-02-01", date(2026, 2, 1)),
    ],
)
def test_days_are_read_the_german_way(typed, day):
    assert DayField().clean(typed) == day


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("02/01/2026", "Bitte schreiben Sie das Datum so: 31.12.2026."),
        ("31.02.2026", "Bitte schreiben Sie das Datum so: 31.12.2026."),
        ("46357", "Bitte schreiben Sie das Datum so: 31.12.2026."),
        ("01.01.1026", "Bitte prüfen Sie das Jahr."),
        ("01.01.2126", "Bitte prüfen Sie das Jahr."),
    ],
)
def test_day_that_cannot_be_meant_is_refused(typed, message):
    with pytest.raises(ValidationError) as error:
        DayField().clean(typed)

    assert error.value.messages == [message]


def test_choice_is_known_by_label_and_value():
    field = LabelField([("entry", "Einsteiger"), ("mid", "Mid-Level")])

    assert [field.clean(text) for text in ("Einsteiger", "mid-level", "ENTRY")] == [
        "entry",
        "mid",
        "entry",
    ]
    with pytest.raises(ValidationError) as error:
        field.clean("Profi")
    assert error.value.messages == ["„Profi“ gibt es hier nicht. Möglich: Einsteiger, Mid-Level."]
