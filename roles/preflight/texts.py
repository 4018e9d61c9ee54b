"""The texts of a guide as a reader meets them: blocks, sentences and links, each with its place."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser

from roles import figures
from roles.guide import COLUMNS, Guide
from roles.preflight.finding import Finding, error, warning

INTRODUCTIONS = {
    "introduction": "in der Einleitung",
    "tasks_introduction": "in der Einleitung der Aufgaben",
    "requirements_introduction": "in der Einleitung der Anforderungen",
    "salary_introduction": "in der Einleitung zum Gehalt",
    "career_introduction": "in der Einleitung zum Berufsweg",
}
PARTS = {
    "key_facts": "im Key Fact",
    "tasks": "in der Aufgabe",
    "requirements": "in der Anforderung",
    "career_steps": "im Karriereschritt",
}

# After these a full stop ends no sentence; after the second lot it ends none before a number.
# Letters that belong together, as in "z. B.", are covered by the rule for single letters.
ABBREVIATIONS = (
    "bspw|bzgl|bzw|ca|co|dipl|dr|evtl|exkl|gem|ggf|inkl|ing|insb|max|min|mind|mio|mrd|prof|sog"
    "|st|std|stk|tel|tsd|vgl|wirtsch|zzgl"
)
NO_END = re.compile(rf"\b(?:[^\W\d]|{ABBREVIATIONS}|\d{{1,2}})\.$", re.IGNORECASE)
NO_END_BEFORE_NUMBER = re.compile(r"\b(?:abs|art|kap|nr|s)\.$", re.IGNORECASE)
# A sign, what it closes, a space, and what can begin a sentence.
SENTENCE_END = re.compile(
    r"""(?<=[.!?…])(?P<closing>[“”«»"')\]]*)\s+(?=[„“"'(«»\[]*(?P<next>[A-ZÄÖÜ0-9]))"""
)


def is_blank(text: str) -> bool:
    """Whether there is nothing in the text that a reader could see."""
    return not any(unicodedata.category(sign)[0] in "LNPS" for sign in text)


@dataclass(frozen=True)
class Link:
    """A link of a rich text; `address` is None where the sanitiser took an unsafe one away."""

    address: str | None
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph ("p"), an item of a list ("li"), or what stands outside of both ("").

    `text` has a line break where the author set one; its first `bold` signs are bold.
    """

    tag: str
    text: str
    bold: int = 0

    @cached_property
    def sentences(self) -> list[str]:
        return [found for line in self.text.split("\n") for found in _sentences(line)]

    @property
    def heading(self) -> str:
        """What is bold from the start of the paragraph to its end, or to the end of its first line."""
        head, rest = self.text[: self.bold], self.text[self.bold :]
        is_alone = is_blank(rest) or head.endswith("\n") or rest.startswith("\n")
        return head.strip() if is_alone and self.tag != "li" else ""


@dataclass(frozen=True)
class Text:
    """One text of a guide: where it stands, in fields and in words ("in der Einleitung"), and what
    it says. Rich text is markup, any other is plain.
    """

    field: str
    where: str
    content: str
    index: int | None = None
    column: str = ""
    title: str = ""  # of the part that it belongs to
    is_rich: bool = False

    def error(self, message: str) -> Finding:
        return error(self.field, message, self.index, self.column)

    def warning(self, message: str) -> Finding:
        return warning(self.field, message, self.index, self.column)

    @cached_property
    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.content)
        reader.close()
        reader.end_block()
        return reader

    @cached_property
    def blocks(self) -> list[Block]:
        return self._read.blocks if self.is_rich else [Block("p", self.content)]

    @cached_property
    def links(self) -> list[Link]:
        return self._read.links if self.is_rich else []

    @cached_property
    def plain(self) -> str:
        return "\n".join(block.text for block in self.blocks)


def texts(guide: Guide) -> Iterator[Text]:
    """Yield all texts that somebody wrote for this guide, in the order of the page."""
    yield Text("title", "im Titel", guide.title)
    for title in guide.other_titles:
        yield Text("other_titles", "in den anderen Bezeichnungen", title)
    yield Text("teaser", "im Anriss", guide.teaser)
    for name in COLUMNS:
        if name in INTRODUCTIONS:
            yield Text(name, INTRODUCTIONS[name], getattr(guide, name), is_rich=True)
    for name, where in PARTS.items():
        for index, part in enumerate(getattr(guide, name)):
            place = {"field": name, "index": index, "title": part.title}
            yield Text(
                where=f"in der Überschrift „{part.title}“",
                content=part.title,
                column="title",
                **place,
            )
            yield Text(
                where=f"{where} „{part.title}“",
                content=part.text,
                column="text",
                is_rich=True,
                **place,
            )
    for index, illustration in enumerate(guide.illustrations):
        for column, label in (("alternative_text", "Alternativtext"), ("caption", "Unterschrift")):
            article = "im" if column == "alternative_text" else "in der"
            yield Text(
                "illustrations",
                f"{article} {label} von Bild {index + 1}",
                getattr(illustration, column),
                index,
                column,
            )
    yield Text(
        "author",
        f"im Kurzporträt von {guide.author.name}",
        guide.author.biography,
        column="biography",
        is_rich=True,
    )


def words(text: str) -> list[str]:
    """Return what counts as a word: a figure does, a dash does not, a placeholder is one."""
    found = figures.PLACEHOLDER.sub("0", text).split()
    return [word for word in found if any(sign.isalnum() for sign in word)]


def opening(text: str, length: int = 6) -> str:
    """Return the first words of a text, by which somebody finds it."""
    first = text.split()
    return " ".join(first[:length]) + (" …" if len(first) > length else "")


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for end in SENTENCE_END.finditer(line):
        before = line[start : end.start()]
        if not end["closing"] and (
            NO_END.search(before) or (end["next"].isdigit() and NO_END_BEFORE_NUMBER.search(before))
        ):
            continue
        yield line[start : end.end()].strip()
        start = end.end()
    if not is_blank(line[start:]):
        yield line[start:].strip()


class _Reader(HTMLParser):
    """Takes rich text apart, as the sanitiser leaves it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.links: list[Link] = []
        self._open: list[str] = []
        self._text = ""
        self._bold: int | None = None  # where what is bold from the start ends, once that is known
        self._link: tuple[str | None, str] | None = None

    def handle_starttag(self, tag, attrs):
        if tag == "br":
            self._text += "\n"
            return
        if tag in {"p", "li", "ul", "ol"}:
            self.end_block()
        if tag == "a":
            self._link = dict(attrs).get("href"), ""
        self._open.append(tag)

    def handle_endtag(self, tag):
        if tag in {"p", "li", "ul", "ol"}:
            self.end_block()
        if tag == "a" and self._link is not None:
            self.links.append(Link(*self._link))
            self._link = None
        if tag in self._open:
            self._open.reverse()
            self._open.remove(tag)
            self._open.reverse()

    def handle_data(self, data):
        data = re.sub(r"[ \t]*\n[ \t]*", " ", data)
        if "strong" not in self._open and not is_blank(data) and self._bold is None:
            self._bold = len(self._text)
        self._text += data
        if self._link is not None:
            self._link = self._link[0], self._link[1] + data

    def end_block(self):
        if self._text and not is_blank(self._text):
            lead = len(self._text) - len(self._text.lstrip())
            text = self._text.strip()
            bold = len(self._text) if self._bold is None else self._bold
            tag = next((tag for tag in ("li", "p") if tag in self._open), "")
            self.blocks.append(Block(tag, text, min(max(bold - lead, 0), len(text))))
        self._text, self._bold = "", None
