"""Whether the parts of a guide are there, have what belongs to them, and are built as the page is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roles.guide import Guide, Illustration
from roles.preflight.finding import Finding, error, warning
from roles.preflight.texts import Text, is_blank, opening

PARTS = {
    "key_facts": "Key Facts",
    "tasks": "Aufgaben",
    "requirements": "Anforderungen",
    "career_steps": "Karriereschritte",
}
FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|webp|gif|svg|avif|heic)|(?:img|dsc|pxl)[_-]?\d+", re.IGNORECASE
)
# A screen reader has said that already.
SAID_TWICE = re.compile(
    r"(?:(?:ein|das) )?(?:bild|foto|fotografie|grafik|abbildung|illustration|image|photo|picture)"
    r"(?: ?:| vo[nm]\b| of\b| zeigt\b)",
    re.IGNORECASE,
)


def check_parts(guide: Guide) -> Iterator[Finding]:
    if is_blank(guide.teaser):
        yield error("teaser", "Der Anriss fehlt.")
    for name, label in PARTS.items():
        if not getattr(guide, name):
            yield error(name, f"Es gibt noch keine {label}.")
        yield from _same_titles(name, label, getattr(guide, name))
    for index, illustration in enumerate(guide.illustrations):
        yield from _illustration(index, illustration)
    if guide.author.photo and is_blank(guide.author.photo_credit):
        yield warning(
            "author",
            f"Dem Porträt von {guide.author.name} fehlt der Bildnachweis. Nennen Sie, wer es "
            "aufgenommen hat.",
            column="photo_credit",
        )
    if guide.is_due:
        yield warning("review_by", "Das Prüfdatum des Profils ist vorbei.")


def check_structure(text: Text) -> Iterator[Finding]:
    """Find a text without words, and what looks like a heading without being one.

    The headings of the page are the title, those of its sections and those of the parts; who hears
    the page or jumps from heading to heading knows of no others.
    """
    if is_blank(text.plain):
        if text.field == "title":
            yield text.error("Der Titel hat keine lesbaren Zeichen.")
        elif text.column == "title":
            yield text.error(f"Eine Überschrift („{text.content}“) hat keine lesbaren Zeichen.")
        elif text.column == "text":
            yield text.error(f"„{text.title}“ hat noch keinen Text.")
        elif text.field == "introduction":
            yield text.error("Die Einleitung fehlt.")
    for block in text.blocks if text.is_rich else []:
        if block.heading and not block.heading.endswith((".", "!")):
            yield text.warning(
                f"„{opening(block.heading)}“ {text.where} ist fett, aber keine Überschrift. Machen Sie "
                "daraus einen eigenen Punkt oder den Anfang eines Satzes."
            )
        elif not block.tag:
            yield text.warning(
                f"„{opening(block.text)}“ {text.where} steht in keinem Absatz. Machen Sie daraus einen."
            )


def _same_titles(name, label, parts):
    seen: set[str] = set()
    for index, part in enumerate(parts):
        title = " ".join(part.title.casefold().split())
        if title in seen:
            yield warning(
                name,
                f"Mehrere {label} heißen „{part.title}“. Geben Sie jeder Überschrift eigene Worte.",
                index,
                "title",
            )
        seen.add(title)


def _illustration(index, illustration: Illustration):
    place, number = "illustrations", index + 1
    alternative_text = illustration.alternative_text
    advice = "Beschreiben Sie, was zu sehen ist."
    problem = ""
    if is_blank(alternative_text):
        message = f"Bild {number} fehlt der Alternativtext. {advice}"
        yield error(place, message, index, "alternative_text")
    elif FILE_NAME.fullmatch(alternative_text):
        problem = "ist ein Dateiname"
    elif match := SAID_TWICE.match(alternative_text):
        problem = f"beginnt mit „{match[0]}“"
    elif _bare(alternative_text) == _bare(illustration.caption):
        problem = "wiederholt die Bildunterschrift"
    if problem:
        message = f"Der Alternativtext von Bild {number} {problem}. {advice}"
        yield warning(place, message, index, "alternative_text")
    if is_blank(illustration.credit):
        message = f"Bild {number} fehlt der Bildnachweis. Nennen Sie, wer es gemacht hat."
        yield error(place, message, index, "credit")


def _bare(text):
    return re.sub(r"\W+", " ", text).strip().casefold()
