"""Sample files: documents as several programs write them, and hostile ones, built byte by byte."""

import struct
import zipfile
import zlib
from io import BytesIO

# ---------------------------------------------------------------------------------------- PDF

PAGE = b"/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << >> /Contents 4 0 R"
TEXT = b"BT /F1 12 Tf 72 720 Td (Stellenprofil) Tj ET"


def stream(content, entries=b""):
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (entries, len(content), content)


def pdf_objects(catalog=b"", page=b"", more=()):
    """Return objects 1 (catalog), 2 (pages), 3 (page), 4 (content), and more from 5 on."""
    return [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< %s %s >>" % (PAGE, page),
        stream(TEXT),
        *more,
    ]


def table(offsets, first=0):
    """Return a table of cross-references; without object 0 if it does not begin there."""
    free = b"" if first else b"0000000000 65535 f \n"
    lines = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return b"xref\n%d %d\n" % (first, len(offsets) + (not first)) + free + lines


def pdf(catalog=b"", page=b"", more=(), trailer=b"", version=b"1.7"):
    """Return a PDF of one page with a table of cross-references, as PDF 1.0 to 1.4 has it."""
    out = b"%%PDF-%s\n%%\xe2\xe3\xcf\xd3\n" % version
    offsets = []
    for number, content in enumerate(pdf_objects(catalog, page, more), 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += table(offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R %s >>\n" % (len(offsets) + 1, trailer)
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def updated_pdf(catalog=b"", times=1):
    """Return a PDF with updates at its end, each with an %%EOF: comments, signatures, forms."""
    out = pdf()
    for _ in range(times):
        before = int(out.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
        offset = len(out)
        out += b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R %s >>\nendobj\n" % catalog
        start = len(out)
        out += table([offset], first=1)
        out += b"trailer\n<< /Size 5 /Root 1 0 R /Prev %d >>\n" % before
        out += b"startxref\n%d\n%%%%EOF\n" % start
    return out


def packed_pdf(catalog=b"", page=b"", more=(), trailer=b"", version=b"1.5"):
    """Return a PDF whose objects lie in a compressed stream, as Word and most others write it."""
    objects = pdf_objects(catalog, page, more)
    out = b"%%PDF-%s\n" % version
    content_at = len(out)
    out += b"4 0 obj\n%s\nendobj\n" % objects[3]
    inner = {number: o for number, o in enumerate(objects, 1) if number != 4}
    index, body = b"", b""
    for number, content in inner.items():
        index += b"%d %d " % (number, len(body))
        body += content + b" "
    holder, last = len(objects) + 1, len(objects) + 2
    holder_at = len(out)
    entries = b"/Type /ObjStm /Filter /FlateDecode /N %d /First %d" % (len(inner), len(index))
    out += b"%d 0 obj\n%s\nendobj\n" % (holder, stream(zlib.compress(index + body), entries))
    start = len(out)
    rows = [(0, 0, 255)]
    for number in range(1, len(objects) + 1):
        place = list(inner).index(number) if number in inner else 0
        rows.append((2, holder, place) if number in inner else (1, content_at, 0))
    rows += [(1, holder_at, 0), (1, start, 0)]
    packed = zlib.compress(b"".join(struct.pack(">BHB", *row) for row in rows))
    entries = b"/Type /XRef /Filter /FlateDecode /W [1 2 1] /Root 1 0 R /Size %d %s" % (
        last + 1,
        trailer,
    )
    out += b"%d 0 obj\n%s\nendobj\n" % (last, stream(packed, entries))
    return out + b"startxref\n%d\n%%%%EOF\n" % start


def linearized_pdf():
    """Return a PDF for the web: the first page and its cross-references come first."""
    objects = pdf_objects()
    out = b"%PDF-1.4\n"
    hint_at = len(out)
    out += b"5 0 obj\n<< /Linearized 1 /L 00000 /O 3 /E 0 /N 1 /T 0 /H [0 0] >>\nendobj\n"
    first_table_at = len(out)
    # The places are known afterwards; their lengths are fixed.
    first = b"%s" + b"trailer\n<< /Size 6 /Root 1 0 R /Prev %010d >>\nstartxref\n0\n%%%%EOF\n"
    out += first % (table([0] * 3, first=3), 0)
    offsets = {5: hint_at}
    for number in (3, 4, 1, 2):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number - 1])
    main_table_at = len(out)
    out += table([offsets[1], offsets[2]]) + b"trailer\n<< /Size 3 >>\n"
    out += b"startxref\n%d\n%%%%EOF\n" % first_table_at
    filled = first % (table([offsets[3], offsets[4], offsets[5]], first=3), main_table_at)
    return out[:first_table_at] + filled + out[first_table_at + len(filled) :]


def locked_pdf(trailer=b"/Encrypt 5 0 R /ID [<00> <00>]", build=pdf):
    """Return a PDF that says it is encrypted with AES of 256 bits."""
    keys = b" ".join(b"/%s <%s>" % (key, b"00" * 48) for key in (b"O", b"U"))
    more = b"/OE <%s> /UE <%s> /Perms <%s>" % (b"00" * 32, b"00" * 32, b"00" * 16)
    return build(
        more=[
            b"<< /Filter /Standard /V 5 /R 6 /Length 256 /P -44 %s %s /StmF /StdCF /StrF /StdCF"
            b" /CF << /StdCF << /CFM /AESV3 /AuthEvent /DocOpen /Length 32 >> >> >>" % (keys, more)
        ],
        trailer=trailer,
    )


# --------------------------------------------------------------------------------------- DOCX

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def content_types(main=MAIN, part="/word/document.xml", more=""):
    return (
        f'{XML}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="{part}" ContentType="{main}"/>{more}</Types>'
    )


def relationships(*each):
    """Return a part of relationships; each is its type, target, and "External"."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"'
        + "".join(f' TargetMode="{mode}"' for mode in modes)
        + "/>"
        for number, (kind, target, *modes) in enumerate(each, 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{lines}</Relationships>'


def word_parts():
    """Return the least parts of a Word document, by their names."""
    return {
        "[Content_Types].xml": content_types(),
        "_rels/.rels": relationships(("officeDocument", "word/document.xml")),
        "word/document.xml": f'{XML}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r>'
        "<w:t>Stellenprofil</w:t></w:r></w:p></w:body></w:document>",
    }


def archive(parts, *, method=zipfile.ZIP_DEFLATED, streamed=False, comment=b"", before=b""):
    """Return a ZIP archive; `streamed` puts sizes behind each entry, as LibreOffice does."""
    out = BytesIO(before)
    out.seek(len(before))
    target = Forward(out) if streamed else out
    with zipfile.ZipFile(target, "w", method) as written:
        for name, content in parts.items() if isinstance(parts, dict) else parts:
            written.writestr(name, content)
        written.comment = comment
    return out.getvalue()


class Forward:
    """A file that can only be written forward."""

    def __init__(self, file):
        self.file = file

    def write(self, data):
        return self.file.write(data)

    def flush(self):
        self.file.flush()


def docx(parts=None, without=(), **how):
    """Return a Word document with those parts added or replaced, and some left out."""
    everything = word_parts() | (parts or {})
    return archive({name: everything[name] for name in everything if name not in without}, **how)


def with_link(kind, target, mode="External"):
    """Return a Word document with a relationship of its text."""
    part = "word/_rels/document.xml.rels"
    return docx({part: relationships((kind, target, mode))})


def bomb(size=200 * 1024 * 1024, entries=4):
    """Return a small Word document that would unpack to that many bytes."""
    parts = dict.fromkeys((f"word/media/{n}.bmp" for n in range(entries)), bytes(size // entries))
    return docx(parts)


def lying_bomb(size=150 * 1024 * 1024):
    """Return a bomb whose directory says that each entry has ten bytes."""
    data = bytearray(docx({"word/media/a.bmp": bytes(size)}))
    at = data.rindex(b"PK\x01\x02")  # the last entry of the directory is the one added
    small = bytes(10)
    struct.pack_into("<L", data, at + 16, zlib.crc32(small))
    struct.pack_into("<L", data, at + 24, len(small))
    return bytes(data)


def overlapping():
    """Return a Word document in which two entries of the directory share their data."""
    inner = archive({"word/b.bin": bytes(5000)})
    inner_directory = bytearray(inner[inner.index(b"PK\x01\x02") : inner.index(b"PK\x05\x06")])
    data = docx({"word/a.bin": inner[: inner.index(b"PK\x01\x02")]}, method=zipfile.ZIP_STORED)
    struct.pack_into("<L", inner_directory, 42, data.index(b"PK\x03\x04\x14\0\0\0\x08"))
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    directory = data[start:end] + inner_directory
    numbers = struct.pack("<4H2LH", 0, 0, 5, 5, len(directory), start, 0)
    return data[:start] + directory + b"PK\x05\x06" + numbers


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
OLD_DOC = OLE + "WordDocument".encode("utf-16-le") + bytes(2000)
LOCKED_DOCX = OLE + "EncryptedPackage".encode("utf-16-le") + bytes(2000)
PACKED_PROGRAM = OLE + "\x01Ole10Native".encode("utf-16-le") + b"evil.exe\0MZ" + bytes(2000)
