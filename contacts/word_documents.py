"""What may not be in a Word document: read byte by byte, without Word and without trust.

A DOCX is a ZIP archive of XML parts (ECMA-376, part 2). Sizes that an archive declares are never
believed, and no more than is needed is held in memory.
"""

import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise
from urllib.parse import unquote
from xml.sax import ContentHandler

from defusedxml.expatreader import DefusedExpatParser

from contacts.refusals import Reason, Refused

MOST_ENTRIES = 1000
LARGEST_DIRECTORY = 512 * 1024  # bytes
LARGEST_UNPACKED = 100 * 1024 * 1024  # bytes of all parts together
# Text packs well: a small document may grow to this many bytes, a larger one this many times.
MODEST_UNPACKED = 10 * 1024 * 1024
MOST_SWELLING = 100
LARGEST_TABLES = 4 * 1024 * 1024  # bytes of all relationships and content types
MOST_ELEMENTS = 50_000  # in them
LONGEST_PROLOG = 16 * 1024  # bytes until the root element of a part begins
MOST_INSTRUCTIONS = 20  # of processing, until then
MOST_SLACK = 1024  # bytes between entries (descriptors, alignment), or at the end
CHUNK = 64 * 1024  # bytes

LOCAL, DIRECTORY_END, ZIP64_LOCATOR = b"PK\x03\x04", b"PK\x05\x06", b"PK\x06\x07"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAM_STARTS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
)  # Windows, Linux, macOS
PACKED_FILE = "Ole10Native".encode("utf-16-le")
ENCRYPTED = 0x2041  # flags of an entry: encrypted, strongly, with its directory

CONTENT_TYPES = "[content_types].xml"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PROGRAMS = re.compile("macroenabled|vbaproject|vbadata|activex")
PROGRAM_LINKS = {"vbaproject", "wordvbadata", "control", "activexcontrolbinary"}
# Word writes down the template and linked pictures with their place on the author's machine.
LOCAL_LINKS = {"attachedtemplate", "image"}
LOCAL_TARGET = re.compile(r"(?:file:///|file://localhost/)?(?:[a-z]:[^:]*|[^\\/:][^:]*)", re.I)


class _Stop(Exception):
    """Enough of a part has been read."""


class _Elements(ContentHandler):
    """The elements of small parts: tables of relationships and of content types."""

    def __init__(self):
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []

    def startElement(self, name, attrs):
        self.found.append((name.rpartition(":")[2], dict(attrs.items())))
        if len(self.found) > MOST_ELEMENTS:
            raise Refused(Reason.TOO_MUCH)

    def processingInstruction(self, target, data):
        self.startElement("", {})


class _Root(ContentHandler):
    """The first element of a part; everything that may declare an entity comes before it."""

    instructions = 0

    def startElement(self, name, attrs):
        raise _Stop("Begun.")

    def processingInstruction(self, target, data):
        self.instructions += 1
        if self.instructions > MOST_INSTRUCTIONS:
            raise Refused(Reason.UNREADABLE)


def inspect(data: bytes):
    """Raise `Refused` for a file that is no Word document or holds more than something to read."""
    try:
        _inspect(data)
    except Refused:
        raise
    except Exception:  # zipfile, zlib, struct and expat each have their own words for "damaged"
        raise Refused(Reason.UNREADABLE) from None


def _inspect(data):
    entries = _entries(data)
    names = {entry.filename.lower() for entry in entries}
    if CONTENT_TYPES not in names:
        raise Refused(Reason.OTHER_FORMAT)
    if any(name.rpartition("/")[2] in {"vbaproject.bin", "vbadata.xml"} for name in names):
        raise Refused(Reason.MACROS)

    unpacked = _Unpacking(data)
    entries.sort(key=lambda entry: entry.filename.lower() != CONTENT_TYPES)  # says what they are
    elements, types = _Elements(), _Types()
    main_parts: list[str] = []
    for entry in entries:
        name = entry.filename.lower()
        chunks = unpacked.chunks(entry)
        if name == CONTENT_TYPES:
            types.read(_parsed(unpacked.table(chunks), elements))
        elif name.endswith(".rels"):
            main_parts += _followed(_parsed(unpacked.table(chunks), elements), name)
        elif types.is_xml(name):
            _check_prolog(chunks)
        else:
            _check_binary(chunks)
        for _ in chunks:  # to the end, for size and checksum
            pass
    if not main_parts or any(types.of(name) != MAIN for name in main_parts):
        raise Refused(Reason.OTHER_FORMAT)
    if not names.issuperset(main_parts):
        raise Refused(Reason.UNREADABLE)


def _entries(data):
    """Return the entries of the archive, which must fill the whole file without overlapping."""
    end = data.rfind(DIRECTORY_END, -(MOST_SLACK + 22))
    if end < 0:
        lost = DIRECTORY_END in data
        raise Refused(Reason.FOREIGN_DATA if lost else Reason.UNREADABLE)
    disk, first_disk, here, count, size, start, _ = struct.unpack(
        "<4H2LH", data[end + 4 : end + 22]
    )
    if (disk, first_disk, here) != (0, 0, count) or ZIP64_LOCATOR in data[end - 20 : end]:
        raise Refused(Reason.UNREADABLE)
    if count > MOST_ENTRIES or size > LARGEST_DIRECTORY:
        raise Refused(Reason.TOO_MUCH)
    if start + size != end or b"%PDF-" in data[:MOST_SLACK]:
        raise Refused(Reason.FOREIGN_DATA)

    with zipfile.ZipFile(BytesIO(data)) as archive:
        entries = archive.infolist()
    if len(entries) != count:
        raise Refused(Reason.UNREADABLE)
    for entry in entries:
        _check_entry(entry)
    if len({entry.filename.lower() for entry in entries}) < count:
        raise Refused(Reason.UNREADABLE)
    if sum(entry.file_size for entry in entries) > _room(data):
        raise Refused(Reason.TOO_MUCH)

    spans = sorted((entry.header_offset, _end(data, entry)) for entry in entries)
    gaps = [after[0] - before[1] for before, after in pairwise([(0, 0), *spans, (start, start)])]
    if min(gaps) < 0:
        raise Refused(Reason.TOO_MUCH)  # one piece of data that counts several times
    if gaps[0] or max(gaps) > MOST_SLACK:
        raise Refused(Reason.FOREIGN_DATA)
    return entries


def _check_entry(entry):
    if entry.flag_bits & ENCRYPTED:
        raise Refused(Reason.LOCKED)
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Refused(Reason.UNREADABLE)
    path = entry.orig_filename.removesuffix("/").split("/")
    if {"", ".", ".."} & set(path) or re.search(r"[\x00-\x1f\\:]", entry.orig_filename):
        raise Refused(Reason.UNREADABLE)


def _start(data, entry):
    """Return where the packed bytes of an entry begin."""
    header = data[entry.header_offset : entry.header_offset + 30]
    if not header.startswith(LOCAL):
        raise Refused(Reason.UNREADABLE)
    (method,) = struct.unpack("<H", header[8:10])
    name, extra = struct.unpack("<2H", header[26:])
    written = data[entry.header_offset + 30 : entry.header_offset + 30 + name]
    said = written.decode("utf-8" if entry.flag_bits & 0x800 else "cp437")
    if (method, said) != (entry.compress_type, entry.orig_filename):
        raise Refused(Reason.UNREADABLE)
    return entry.header_offset + 30 + name + extra


def _end(data, entry):
    return _start(data, entry) + entry.compress_size


def _room(data):
    """Return how many bytes the parts of such a file may have together."""
    return min(LARGEST_UNPACKED, max(MODEST_UNPACKED, MOST_SWELLING * len(data)))


class _Unpacking:
    """Unpacks entries in small chunks, and stops when all of them together become too large."""

    def __init__(self, data):
        self.data = data
        self.room = _room(data)
        self.room_for_tables = LARGEST_TABLES

    def chunks(self, entry) -> Iterator[bytes]:
        size = checksum = 0
        for chunk in self._unpacked(entry):
            size += len(chunk)
            self.room -= len(chunk)
            if self.room < 0:
                raise Refused(Reason.TOO_MUCH)
            checksum = zlib.crc32(chunk, checksum)
            yield chunk
        if (size, checksum) != (entry.file_size, entry.CRC):
            raise Refused(Reason.UNREADABLE)

    def _unpacked(self, entry):
        start = _start(self.data, entry)
        packed = memoryview(self.data)[start : start + entry.compress_size]
        pieces = (packed[at : at + CHUNK] for at in range(0, len(packed), CHUNK))
        if entry.compress_type == zipfile.ZIP_STORED:
            yield from map(bytes, pieces)
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        for piece in pieces:
            yield inflater.decompress(piece, CHUNK)
            while inflater.unconsumed_tail:
                yield inflater.decompress(inflater.unconsumed_tail, CHUNK)
            if inflater.unused_data:
                break
        while more := inflater.decompress(b"", CHUNK):
            yield more
        if not inflater.eof or inflater.unused_data:
            raise Refused(Reason.UNREADABLE)

    def table(self, chunks):
        """Return a small part as a whole."""
        whole = b""
        for chunk in chunks:
            self.room_for_tables -= len(chunk)
            if self.room_for_tables < 0:
                raise Refused(Reason.TOO_MUCH)
            whole += chunk
        return whole


def _parsed(part, elements):
    """Return the elements of a part, each its name and attributes; `elements` counts them all."""
    before = len(elements.found)
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(elements)
    parser.feed(part)
    parser.close()
    return elements.found[before:]


def _check_prolog(chunks):
    """Refuse a part that declares a document type, with entities or not, or is no XML."""
    parser = DefusedExpatParser(forbid_dtd=True)
    parser.setContentHandler(_Root())
    read = 0
    try:
        for chunk in chunks:
            parser.feed(chunk[:LONGEST_PROLOG])
            read += len(chunk)
            if read >= LONGEST_PROLOG:
                break
    except _Stop:
        return
    raise Refused(Reason.UNREADABLE)


def _check_binary(chunks):
    """Refuse a program, and a file in a wrapper of Windows, which a double click would run or open."""
    before = b""
    for chunk in chunks:
        if not before and chunk.startswith(PROGRAM_STARTS):
            raise Refused(Reason.MACROS)
        before = before[-len(PACKED_FILE) :] + chunk
        if PACKED_FILE in before:
            raise Refused(Reason.EMBEDDED)


class _Types:
    """What the parts are: by name, else by ending."""

    def __init__(self):
        self._by_name: dict[str, str] = {}
        self._by_ending: dict[str, str] = {}

    def read(self, elements):
        for element, attributes in elements:
            content_type = attributes.get("ContentType", "").lower()
            if PROGRAMS.search(content_type):
                raise Refused(Reason.MACROS)
            if element == "Override":
                self._by_name[attributes["PartName"].lower().lstrip("/")] = content_type
            elif element == "Default":
                self._by_ending[attributes["Extension"].lower()] = content_type

    def of(self, name):
        return self._by_name.get(name) or self._by_ending.get(name.rpartition(".")[2], "")

    def is_xml(self, name):
        content_type = self.of(name)
        if content_type.startswith("image/"):  # an SVG, which Word only shows
            return False
        return name.endswith((".xml", ".vml")) or content_type.endswith(("+xml", "/xml"))


def _followed(elements, name):
    """Refuse relationships to what should not be there; return the main part if they name it."""
    main_parts = []
    for element, attributes in elements:
        if element != "Relationship":
            continue
        kind = attributes["Type"].rstrip("/").rpartition("/")[2].lower()
        target = attributes["Target"]
        if kind in PROGRAM_LINKS:
            raise Refused(Reason.MACROS)
        if kind == "afchunk" or (
            attributes.get("TargetMode", "").lower() == "external"
            and kind != "hyperlink"
            and not (kind in LOCAL_LINKS and LOCAL_TARGET.fullmatch(unquote(target)))
        ):
            raise Refused(Reason.REMOTE)
        if kind == "officedocument" and name == "_rels/.rels":
            main_parts.append(posixpath.normpath(f"/{target.lower()}").lstrip("/"))
    return main_parts
