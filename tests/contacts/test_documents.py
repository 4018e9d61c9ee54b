"""Documents of clients: good ones of several makes pass, everything else is refused by content."""

import random
import resource
import struct
import subprocess
import sys
import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contacts import pdf_inspection
from contacts.documents import LARGEST, Kind, check, clean_name, refusal
from contacts.refusals import SENTENCES, Reason
from tests.contacts import files

GOOD_PDFS = {
    "plain": files.pdf(),
    "1.4": files.pdf(version=b"1.4"),
    "2.0": files.pdf(version=b"2.0"),
    "packed": files.packed_pdf(),
    "packed 2.0": files.packed_pdf(version=b"2.0"),
    "updated": files.updated_pdf(),
    "updated often": files.updated_pdf(times=5),
    "linearized": files.linearized_pdf(),
    "line breaks of Windows": files.pdf() + b"\r\n\r\n",
    "no line break": files.pdf().rstrip(),
    "padded": files.pdf() + bytes(4096),
    "a little junk": files.pdf() + b"\r\n--boundary--\r\n",
    "wrong offsets": files.pdf().replace(b"\n%\xe2", b"\n%more\n%\xe2"),
    "opens at a place": files.pdf(b"/OpenAction [3 0 R /Fit]"),
    "opens at a page": files.pdf(b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
    "links": files.pdf(
        page=b"/Annots [5 0 R]",
        more=[b"<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://firma.example) >> >>"],
    ),
    "speaks of scripts": files.pdf(
        b"/Outlines << /First 5 0 R >>", more=[b"<< /Title (HTML/JavaScript, /JS /Launch) >>"]
    ),
    "form": files.pdf(b"/AcroForm << /Fields [] >>"),
    "tagged, with a circle": files.pdf(
        b"/Names 5 0 R /StructTreeRoot 5 0 R", more=[b"<< /Dests << /Kids [5 0 R] >> >>"]
    ),
}
GOOD_DOCXES = {
    "plain": files.docx(),
    "stored": files.docx(method=zipfile.ZIP_STORED),
    "streamed": files.docx(streamed=True),
    "other order": files.archive(list(reversed(files.word_parts().items()))),
    "comment": files.docx(comment=b"made by a converter"),
    "folders": files.docx({"word/": "", "word/media/": ""}),
    "parts of Word": files.docx(
        {
            "docProps/core.xml": "<cp:coreProperties xmlns:cp='x'/>",
            "word/settings.xml": '<?mso-application progid="Word.Document"?><w:settings '
            + " ".join(f'xmlns:w{number}="http://example.org/{number}"' for number in range(150))
            + " xmlns:w='x'/>",
            "word/theme/theme1.xml": "\ufeff<a:theme xmlns:a='x'/>".encode("utf-16-le"),
            "word/media/image1.png": random.Random(1).randbytes(200_000),
            "word/media/image2.svg": "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'><svg/>",
            "word/fonts/font1.odttf": random.Random(2).randbytes(100_000),
            "word/embeddings/Microsoft_Excel_Worksheet.xlsx": files.archive({"a": "b"}),
            "[Content_Types].xml": files.content_types(
                more='<Default Extension="svg" ContentType="image/svg+xml"/>'
            ),
        }
    ),
    "part of another name": files.docx(
        {
            "[Content_Types].xml": files.content_types(part="/word/document2.xml"),
            "_rels/.rels": files.relationships(("officeDocument", "/word/document2.xml")),
            "word/document2.xml": files.word_parts()["word/document.xml"],
        },
        without=["word/document.xml"],
    ),
    "hyperlink": files.with_link("hyperlink", "https://firma.example/karriere"),
    "template on a disk": files.with_link(
        "attachedTemplate", "file:///C:\\Users\\anna\\Templates\\Firma.dotx"
    ),
    "template by name": files.with_link("attachedTemplate", "Normal.dotm"),
    "picture on a disk": files.with_link("image", "file:///C:\\Bilder\\logo%20neu.png"),
    "pictures of one colour": files.docx(
        {f"word/media/{size}.bmp": bytes(size) for size in range(65_530, 65_900, 7)}
    ),
    "long text": files.docx({"word/more.xml": "<a>" + "Text und mehr. " * 600_000 + "</a>"}),
}


def upload(data, name="Stelle.pdf"):
    return SimpleUploadedFile(name, data)


def reason(data, name="Stelle.pdf"):
    """Return the reason why a file is refused, having seen that its sentence is the right one."""
    with pytest.raises(ValidationError) as refused:
        check(upload(data, name))
    assert refused.value.messages == [SENTENCES[refused.value.code] % {"name": name}]
    return Reason(refused.value.code)


@pytest.mark.parametrize("make", GOOD_PDFS)
def test_pdf_of_every_make_is_taken(make):
    assert check(upload(GOOD_PDFS[make], "Stelle.exe")) is Kind.PDF


@pytest.mark.parametrize("make", GOOD_DOCXES)
def test_word_document_of_every_make_is_taken(make):
    assert check(upload(GOOD_DOCXES[make], "Stelle.exe")) is Kind.DOCX


@pytest.mark.parametrize("data", [files.pdf(), files.docx(), b"GIF89a", b""])
def test_check_leaves_the_file_at_its_start(data):
    with TemporaryUploadedFile("Stelle.pdf", "", len(data), None) as file:
        file.write(data)
        with suppress(ValidationError):
            check(file)

        assert file.read() == data


def test_kind_knows_its_extension():
    assert [kind.extension for kind in Kind] == [".pdf", ".docx"]


def test_every_reason_has_a_sentence_that_names_the_file():
    assert set(SENTENCES) == set(Reason)
    assert all("„%(name)s“" in sentence for sentence in SENTENCES.values())


def test_refusal_shows_a_cleaned_and_shortened_name():
    error = refusal("C:\\Neu\\" + "a" * 80 + "\u202efdp.exe%(x)s", Reason.EMPTY)

    assert error.messages == [SENTENCES[Reason.EMPTY] % {"name": "a" * 59 + "…"}]


@pytest.mark.parametrize("name", ["", None, "\u200b", "..", "/"])
def test_refusal_of_a_file_without_a_name_calls_it_something(name):
    file = BytesIO()
    file.name = name

    with pytest.raises(ValidationError) as refused:
        check(file)
    assert refused.value.messages == [SENTENCES[Reason.EMPTY] % {"name": "Anhang"}]


def test_empty_file_is_refused():
    assert reason(b"") is Reason.EMPTY


def test_file_may_be_ten_megabytes_and_not_a_byte_more():
    room = LARGEST - len(files.pdf(more=[files.stream(b"")])) - 100
    data = files.pdf(more=[files.stream(bytes(room))])
    filled = data + bytes(LARGEST - len(data))

    assert check(upload(filled)) is Kind.PDF
    assert reason(filled + b"\0") is Reason.TOO_LARGE


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"MZ\x90\0" + bytes(1000),
        b"\x7fELF" + bytes(1000),
        b"{\\rtf1 Hallo}",
        b"%!PS-Adobe-3.0",
        b"%PDF-",
        b"\x89PNG\r\n\x1a\n",
        b"Nur Text",
        files.archive({"index.html": "<script>alert(1)</script>"}),
        files.archive({"mimetype": "application/vnd.oasis.opendocument.text"}),
        files.docx(
            {
                "[Content_Types].xml": files.content_types(
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
                )
            }
        ),
        files.docx({"[Content_Types].xml": files.content_types(files.MAIN.replace("doc", "tem"))}),
        files.docx({"[Content_Types].xml": files.content_types(part="/word/other.xml")}),
        files.docx(without=["[Content_Types].xml"]),
        files.docx(without=["_rels/.rels"]),
    ],
)
@pytest.mark.parametrize("name", ["Stelle.pdf", "Stelle.docx"])
def test_file_of_another_format_is_refused_whatever_its_name(data, name):
    assert reason(data, name) is Reason.OTHER_FORMAT


def test_old_word_document_is_refused():
    assert reason(files.OLD_DOC, "Stelle.docx") is Reason.OLD_FORMAT


@pytest.mark.parametrize(
    "data",
    [
        files.locked_pdf(),
        files.locked_pdf(build=files.packed_pdf),
        files.locked_pdf(trailer=b"/Encrypt 9 0 R"),
        files.pdf(trailer=b"/Encrypt << /Filter /Unknown /V 9 >>"),
        files.LOCKED_DOCX,
    ],
)
def test_document_with_a_password_is_refused(data):
    assert reason(data) is Reason.LOCKED


def test_document_in_a_zip_archive_with_a_password_is_refused():
    data = bytearray(files.docx())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1

    assert reason(bytes(data)) is Reason.LOCKED


@pytest.mark.parametrize(
    "parts",
    [
        {"word/vbaProject.bin": b"x"},
        {"word/sub/VBAPROJECT.BIN": b"x"},
        {
            "[Content_Types].xml": files.content_types(
                "application/vnd.ms-word.document.macroEnabled.main+xml"
            )
        },
        {
            "[Content_Types].xml": files.content_types(
                more='<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
            )
        },
        {
            "[Content_Types].xml": files.content_types(
                more='<Override PartName="/word/embeddings/a.xlsm" '
                'ContentType="application/vnd.ms-excel.sheet.macroEnabled.12"/>'
            )
        },
        {"word/_rels/document.xml.rels": files.relationships(("vbaProject", "data.bin"))},
        {"word/_rels/document.xml.rels": files.relationships(("control", "activeX/a.xml"))},
    ],
)
def test_word_document_with_macros_is_refused(parts):
    assert reason(files.docx(parts), "Stelle.docx") is Reason.MACROS


SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
LAUNCH = b"<< /S /Launch /F (cmd.exe) >>"


@pytest.mark.parametrize(
    "parts",
    [
        {"catalog": b"/OpenAction " + SCRIPT},
        {"catalog": b"/OpenAction 5 0 R", "more": [SCRIPT]},
        {"catalog": b"/OpenAction << /S /#4aavaScript /#4a#53 (x) >>"},
        {"catalog": b"/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next [5 0 R] >>", "more": [SCRIPT]},
        {"catalog": b"/OpenAction " + LAUNCH},
        {"catalog": b"/OpenAction << /S /URI /URI (https://evil.example) >>"},
        {"catalog": b"/OpenAction << /S /GoToR /F (\\\\\\\\evil\\\\a.pdf) >>"},
        {"catalog": b"/OpenAction << /D [3 0 R /Fit] >>"},
        {"catalog": b"/AA << /WC 5 0 R >>", "more": [SCRIPT]},
        {"catalog": b"/Names << /JavaScript << /Names [(a) 5 0 R] >> >>", "more": [SCRIPT]},
        {"catalog": b"/Names 5 0 R", "more": [b"<< /JavaScript 6 0 R >>", b"<< >>"]},
        {"catalog": b"/AcroForm << /XFA 5 0 R >>", "more": [files.stream(b"<xdp/>")]},
        {"page": b"/AA << /O " + SCRIPT + b" >>"},
        {"page": b"/AA << /O << /S /SubmitForm /F (https://evil.example) >> >>"},
        {"page": b"/Annots [<< /Subtype /Link /A " + LAUNCH + b" >>]"},
        {"page": b"/Annots 5 0 R", "more": [b"[6 0 R]", b"<< /A 7 0 R >>", LAUNCH]},
        {"page": b"/Annots [<< /Subtype /RichMedia /RichMediaContent << >> >>]"},
    ],
)
def test_pdf_that_runs_something_is_refused(parts):
    assert reason(files.pdf(**parts)) is Reason.SCRIPTS
    assert pdf_inspection.finding(files.packed_pdf(**parts)) is Reason.SCRIPTS


def test_pdf_with_a_script_in_an_update_is_refused():
    assert reason(files.updated_pdf(b"/OpenAction " + SCRIPT)) is Reason.SCRIPTS


@pytest.mark.parametrize(
    "parts",
    [
        {
            "catalog": b"/Names << /EmbeddedFiles << /Names [(a.exe) 5 0 R] >> >>",
            "more": [b"<< /Type /Filespec /F (a.exe) /EF << /F 6 0 R >> >>", files.stream(b"MZ")],
        },
        {"catalog": b"/Names << /EmbeddedFiles 5 0 R >>", "more": [b"<< /Kids [6 0 R] >>"]},
        {
            "page": b"/Annots [<< /Subtype /FileAttachment /FS << /EF << /F 5 0 R >> >> >>]",
            "more": [files.stream(b"MZ")],
        },
        {"catalog": b"/AF [<< /EF << /F 5 0 R >> >>]", "more": [files.stream(b"MZ")]},
    ],
)
def test_pdf_with_embedded_files_is_refused(parts):
    assert reason(files.pdf(**parts)) is Reason.EMBEDDED
    assert pdf_inspection.finding(files.packed_pdf(**parts)) is Reason.EMBEDDED


@pytest.mark.parametrize("lead", [0, 65_012, 65_013, 200_000])  # across two chunks as well
def test_word_document_with_a_packed_program_is_refused(lead):
    parts = {"word/embeddings/oleObject1.bin": bytes(lead) + files.PACKED_PROGRAM}

    assert reason(files.docx(parts)) is Reason.EMBEDDED
    assert reason(files.docx(parts, method=zipfile.ZIP_STORED)) is Reason.EMBEDDED


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://evil.example/a.dotm"),
        ("attachedTemplate", "\\\\evil\\share\\a.dotm"),
        ("attachedTemplate", "//evil/share/a.dotm"),
        ("attachedTemplate", "file:///\\\\evil\\a.dotm"),
        ("attachedTemplate", "file:///%5C%5Cevil%5Ca.dotm"),
        ("attachedTemplate", "file://evil/share/a.dotm"),
        ("attachedTemplate", "file:////evil/share/a.dotm"),
        ("attachedTemplate", "mhtml:https://evil.example/a!b"),
        ("oleObject", "https://evil.example/a.xls"),
        ("oleObject", "file:///C:\\a.xls"),
        ("frame", "https://evil.example/"),
        ("subDocument", "https://evil.example/a.docx"),
        ("aFChunk", "https://evil.example/a.html"),
        ("image", "https://evil.example/pixel.png"),
        ("image", "\\\\evil\\pixel.png"),
    ],
)
def test_word_document_that_loads_from_elsewhere_is_refused(kind, target):
    assert reason(files.with_link(kind, target), "Stelle.docx") is Reason.REMOTE
    assert reason(files.with_link(kind, target, "external"), "Stelle.docx") is Reason.REMOTE


def test_word_document_with_a_chunk_of_another_format_is_refused():
    parts = {
        "word/_rels/document.xml.rels": files.relationships(("aFChunk", "a.html")),
        "word/a.html": "<script>alert(1)</script>",
    }

    assert reason(files.docx(parts), "Stelle.docx") is Reason.REMOTE


DOCX = files.docx()
PDF = files.pdf()


@pytest.mark.parametrize(
    "data",
    [
        b"\n" + PDF,
        b"MZ" + bytes(100) + PDF,
        b"<html>" + PDF,
        PDF + DOCX,
        DOCX + PDF,
        b"MZ" + DOCX,
        PDF + b"<script>" + b"x" * 100,
        files.pdf(more=[files.stream(files.archive({"a.exe": "MZ"}))]),
        files.pdf(more=[files.stream(files.archive({"a.exe": "MZ"})[:40])]),
        files.pdf(more=[files.stream(files.archive({})[-22:])]),
        PDF.replace(b"%\xe2", b"%" + files.archive({"a": "b"}) + b"\n%\xe2"),
        DOCX + b"<script>" + b"x" * 2000,
        DOCX[:30] + DOCX,
        files.docx(before=DOCX[:35]),
        files.archive({"a.pdf": PDF, **files.word_parts()}, method=zipfile.ZIP_STORED),
    ],
)
def test_file_that_is_two_things_is_refused(data):
    assert reason(data) is Reason.FOREIGN_DATA


def test_word_document_with_data_between_its_parts_is_refused():
    data = bytearray(files.docx({"word/a.bin": b"MZ" + bytes(5000)}, method=zipfile.ZIP_STORED))
    hidden = data.rindex(b"PK\x01\x02")
    end = data.rindex(b"PK\x05\x06")
    del data[hidden:end]
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack_from("<L", data, end + 16)[0]
    struct.pack_into("<HHL", data, end + 8, 3, 3, end - start)

    assert reason(bytes(data)) is Reason.FOREIGN_DATA


@pytest.mark.parametrize(
    "data",
    [
        files.bomb(),
        files.bomb(entries=900),
        files.bomb(size=20 * 1024 * 1024),
        files.overlapping(),
        files.docx({f"word/{number}.bin": "" for number in range(1000)}),
        files.docx({"word/_rels/a.rels": " " * 5_000_000}),
        files.docx({"word/_rels/a.rels": "<a>" + "<b/>" * 60_000 + "</a>"}),
        files.docx({"word/_rels/a.rels": "<a>" + "<?b?>" * 60_000 + "</a>"}),
    ],
)
def test_archive_that_swells_is_refused(data):
    assert len(data) < LARGEST
    assert reason(data) is Reason.TOO_MUCH


def test_size_that_an_archive_declares_is_not_believed():
    assert reason(files.lying_bomb()) is Reason.TOO_MUCH


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "word/../../x",
        "/etc/x",
        "word//x",
        "./x",
        "..",
        "C:x",
        "word\\x",
        "a\nb",
        "WORD/Document.XML",
    ],
)
def test_archive_with_a_hostile_name_is_refused(name):
    assert reason(files.docx({name: "x"})) is Reason.UNREADABLE


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_archive_with_a_name_twice_is_refused():
    twice = [*files.word_parts().items(), ("word/document.xml", "<b/>")]

    assert reason(files.archive(twice)) is Reason.UNREADABLE


ENTITY = '<!DOCTYPE a [<!ENTITY b "c">]>'


@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": f"<?xml version='1.0'?>{ENTITY}<a/>"},
        {"word/document.xml": f"<?a?><!-- b -->{ENTITY}<a/>"},
        {"word/document.xml": f"\ufeff{ENTITY}<a/>".encode("utf-16-le")},
        {"word/document.xml": "<!DOCTYPE a SYSTEM 'https://evil.example/a.dtd'><a/>"},
        {"word/document.xml": "<?a?>" * 50 + "<a/>"},
        {"word/document.xml": " " * 50_000 + "<a/>"},
        {"word/document.xml": ""},
        {"word/document.xml": "Text"},
        {"word/styles.xml": f"{ENTITY}<a/>"},
        {"[Content_Types].xml": files.content_types().replace("<Types", f"{ENTITY}<Types")},
        {"_rels/.rels": ENTITY + "<a>&b;</a>"},
        {"_rels/.rels": "<a>"},
        {
            "[Content_Types].xml": files.content_types(
                more='<Default Extension="vml2" ContentType="application/x+xml"/>'
            ),
            "word/a.vml2": f"{ENTITY}<a/>",
        },
    ],
)
def test_word_document_with_entities_or_broken_xml_is_refused(parts):
    assert reason(files.docx(parts), "Stelle.docx") is Reason.UNREADABLE


def test_word_document_without_its_text_is_refused():
    assert reason(files.docx(without=["word/document.xml"])) is Reason.UNREADABLE


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_archive_packed_in_another_way_is_refused(method):
    assert reason(files.docx(method=method)) is Reason.UNREADABLE


@pytest.mark.parametrize(
    "data",
    [
        PDF[:-40],
        files.updated_pdf()[:-10],
        files.linearized_pdf()[:-60],
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\nstartxref\n0\n%%EOF",
        PDF.replace(b"/Kids [3 0 R] /Count 1", b"/Kids [] /Count 0"),
        PDF.replace(b"/Root 1 0 R", b"/Root 9 0 R").replace(b"/Catalog", b"/Katalog"),
        files.pdf(b"/OpenAction " + b"[" * 100_000),
        DOCX[:-10],
        DOCX[:200],
        DOCX.replace(b"[Content_Types].xml", b"[Content_Types].xmm", 1),
        DOCX[:-22] + b"PK\x06\x07" + bytes(16) + DOCX[-22:],
    ],
)
def test_damaged_file_is_refused(data):
    assert reason(data) is Reason.UNREADABLE


@pytest.mark.parametrize("count", [2, 4])
def test_archive_that_miscounts_its_parts_is_refused(count):
    data = bytearray(DOCX)
    struct.pack_into("<2H", data, len(data) - 14, count, count)

    assert reason(bytes(data)) is Reason.UNREADABLE


def test_data_behind_the_end_of_a_part_is_refused():
    data = files.docx({"word/a.bin": b"a"}, method=zipfile.ZIP_DEFLATED)
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    hidden = b"MZ" * 100
    directory = bytearray(data[start:end])
    last = directory.rindex(b"PK\x01\x02")
    packed = struct.unpack_from("<L", directory, last + 20)[0] + len(hidden)
    struct.pack_into("<L", directory, last + 20, packed)
    tail = bytearray(data[end:])
    struct.pack_into("<L", tail, 16, start + len(hidden))

    assert reason(data[:start] + hidden + bytes(directory) + bytes(tail)) is Reason.UNREADABLE


def test_archive_that_lists_a_part_where_none_begins_is_refused():
    data = bytearray(DOCX)
    struct.pack_into("<L", data, data.rindex(b"PK\x01\x02") + 42, 1)

    assert reason(bytes(data)) is Reason.UNREADABLE


def test_wrong_checksum_is_refused():
    data = bytearray(files.docx(method=zipfile.ZIP_STORED))
    data[data.index(b"Stellenprofil")] ^= 1

    assert reason(bytes(data)) is Reason.UNREADABLE


def test_pdf_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr(pdf_inspection, "PATIENCE", 0.001)

    assert reason(PDF) is Reason.TOO_MUCH


def test_pdf_that_takes_the_processor_is_ended():
    # Each reference to an object that is not there makes pypdf search the whole file.
    missing = b" ".join(b"%d 0 R" % number for number in range(100, 20_000))
    data = files.pdf(
        b"/Names << /Dests << /Kids [%s] >> >>" % missing, more=[files.stream(bytes(9_000_000))]
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert reason(data) is Reason.TOO_MUCH
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime - before.ru_utime < pdf_inspection.PROCESSOR_TIME + 2


def test_pdf_that_takes_the_memory_is_ended():
    code = (
        "from contacts import pdf_inspection as i; i.MEMORY = 64 * 1024**2; "
        "i.finding = lambda data: bytes(100 * 1024**2); i.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], input=b"", capture_output=True)

    assert done.returncode == 1
    assert b"MemoryError" in done.stderr


def test_memory_that_runs_out_is_a_reason(monkeypatch):
    def greedy(catalog):
        raise MemoryError

    monkeypatch.setattr(pdf_inspection, "_found_below", greedy)

    assert pdf_inspection.finding(PDF) is Reason.TOO_MUCH


@pytest.mark.parametrize("program", ["/does/not/exist", "/bin/false"])
def test_inspection_that_does_not_work_is_our_fault_and_logged(program, monkeypatch, caplog):
    monkeypatch.setattr(sys, "executable", program)

    assert reason(PDF, "Geheim.pdf") is Reason.UNCHECKED
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "Geheim" not in caplog.text


def test_inspection_knows_no_secret_of_ours(monkeypatch, tmp_path):
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\ncase $(/usr/bin/env) in *SECRET*) exit 1;; esac\n")
    program.chmod(0o755)
    monkeypatch.setenv("SECRET_KEY", "of-ours")
    monkeypatch.setattr(sys, "executable", str(program))

    assert check(upload(PDF)) is Kind.PDF


def outcome(data):
    """Return the reason why a file is refused, or None; anything else raised is our error."""
    file = BytesIO(data)
    file.name = "Stelle.pdf"
    try:
        check(file)
    except ValidationError as error:
        return Reason(error.code)
    return None


@given(
    st.binary(max_size=2000), st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"PK\x05\x06"])
)
@settings(max_examples=60)
def test_random_bytes_are_refused(data, start):
    assert outcome(start + data) not in {None, Reason.UNCHECKED}


@given(data=st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_word_document_is_refused_or_taken(data):
    whole = data.draw(st.sampled_from([DOCX, files.docx(streamed=True)]))

    assert outcome(damaged(data, whole)) in {None, *Reason}


@given(data=st.data())
@settings(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_pdf_has_a_finding_or_none(data):
    whole = data.draw(st.sampled_from([PDF, files.packed_pdf(), files.linearized_pdf()]))

    assert pdf_inspection.finding(damaged(data, whole)) in {None, *Reason}


@given(data=st.data())
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_pdf_is_refused_or_taken(data):
    whole = data.draw(st.sampled_from([PDF, files.packed_pdf()]))

    assert outcome(damaged(data, whole)) in {None, *Reason} - {Reason.UNCHECKED}


def damaged(data, whole):
    """Return a document cut off, or with a few bits turned."""
    if data.draw(st.booleans()):
        return whole[: data.draw(st.integers(0, len(whole)))]
    changed = bytearray(whole)
    for at in data.draw(st.lists(st.integers(0, len(whole) * 8 - 1), min_size=1, max_size=8)):
        changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("Stelle.pdf", "Stelle.pdf"),
        ("Stelle.PDF", "Stelle.pdf"),
        ("x.exe", "x.pdf"),
        ("x.pdf.exe", "x.pdf"),
        ("x.pdf.pdf", "x.pdf"),
        ("x.docx", "x.pdf"),
        ("Profil v1.2", "Profil v1.2.pdf"),
        ("Stelle Node.js.pdf", "Stelle Node.js.pdf"),
        ("Dr. Müller", "Dr. Müller.pdf"),
        ("C:\\Users\\anna\\Stelle (neu).pdf", "Stelle (neu).pdf"),
        ("C:Stelle.pdf", "Stelle.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("/a/b/", "Anhang.pdf"),
        ("..", "Anhang.pdf"),
        (".pdf", "Anhang.pdf"),
        ("", "Anhang.pdf"),
        ("\u202e\u200b\u200d", "Anhang.pdf"),
        ("Stelle\u202efdp.exe", "Stellefdp.pdf"),
        ("Ste\u200flle\u2066\u200e.pdf", "Stelle.pdf"),
        ("Stelle\r\nX-Evil: 1.pdf", "Stelle X-Evil: 1.pdf"),
        ("a\0b\x1bc\ud800.pdf", "abc.pdf"),
        ("Mu\u0308ller  AG .pdf", "Müller AG.pdf"),
        ("👩‍💻 שרה.pdf", "👩‍💻 שרה.pdf"),
        ("a" * 255, "a" * 116 + ".pdf"),
        ("a" * 115 + " b.pdf", "a" * 115 + ".pdf"),
    ],
)
def test_clean_name_keeps_its_sense_and_gets_the_right_ending(name, cleaned):
    assert clean_name(name, Kind.PDF) == cleaned


def test_clean_name_of_a_word_document_has_its_ending():
    assert clean_name("Stelle.doc", Kind.DOCX) == "Stelle.docx"
    assert clean_name("Stelle.docm", Kind.DOCX) == "Stelle.docx"


@given(st.text(max_size=300), st.sampled_from(Kind))
def test_clean_name_is_short_printable_and_stays_as_it_is(name, kind):
    cleaned = clean_name(name, kind)

    assert len(cleaned) <= 120
    assert cleaned.endswith(kind.extension)
    assert not {*"/\\\r\n\0\u202e\u200e\u200f\u061c\u2066"} & set(cleaned)
    assert clean_name(cleaned, kind) == cleaned
