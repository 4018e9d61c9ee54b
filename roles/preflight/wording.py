"""What makes a text hard to read, and the slips that a machine can tell for sure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from roles.guide import Guide
from roles.preflight.finding import Finding
from roles.preflight.texts import Block, Text, opening, words

# German news agencies allow a sentence thirty words at the very most and wish for twenty (the house
# rule of dpa, as Wolf Schneider hands it down); guides are read on a phone.
MOST_WORDS = 30

DOUBLED = re.compile(r"(?<![\w-])([^\W\d_]{2,})[^\S\n]+\1(?![\w-])", re.IGNORECASE)
# "Menschen, die die Daten pflegen" is right, and so is "wenn Sie sie brauchen".
MAY_DOUBLE = {"das", "dem", "den", "der", "die", "ihr", "sie", "was", "wer", "zu"}
# Pronouns that are always subjects, twice around a verb: "Er trainiert er das Modell".
SUBJECT_TWICE = re.compile(
    r"\b(er|man|wir)[^\S\n]+(?!(?:als|oder|und|wie)\b)[a-zäöüß]{2,}[^\S\n]+\1\b", re.IGNORECASE
)
SPACES = re.compile(r"(?<=\S)[ \u00a0\u202f]{2,}(?=\S)")
ENDED = re.compile(r"[.!?…:;][“”«»\"')\]]*$")
FEWEST_WORDS = 4  # that make a sentence; less is a label

TITLE_WORD = re.compile(r"[^\W\d_]{6,}")
INFLECTION = re.compile(r"(?:innen|ern|ers|ens|em|en|er|es|ed|e|n|r|s|t|d)$")
# German spells some English words with another letter or one more: Produkt, Spezialist, Maschine.
SPELLINGS = (("ck", "q"), ("sch", "ch"), ("z", "k"), ("c", "k"), ("ph", "f"))
NO_SLIPS = {"contest", "context", "plattform"}  # a letter from "Content" and from "Platform"


def check_wording(text: Text) -> Iterator[Finding]:
    for block in text.blocks:
        yield from _slips(text, block)
    yield from _long_sentence(text)
    if text.is_rich or text.field == "teaser":
        yield from _missing_end(text)


def check_misspelt_titles(guide: Guide, found: list[Text]) -> Iterator[Finding]:
    """Find words of a title of the role where a letter is wrong: "Enginner"."""
    titles = {
        word.casefold(): word
        for title in (guide.title, *guide.other_titles)
        for word in TITLE_WORD.findall(title)
    }
    for text in found:
        if text.field in {"title", "other_titles"}:
            continue
        for word in dict.fromkeys(TITLE_WORD.findall(text.plain)):
            meant = next((title for title in titles if _is_slip(word, title)), None)
            if meant:
                yield text.warning(
                    f"„{word}“ {text.where} sieht nach einem Tippfehler aus. "
                    f"Ist „{titles[meant]}“ gemeint?"
                )


def _slips(text, block: Block):
    for match in DOUBLED.finditer(block.text):
        if match[1].casefold() not in MAY_DOUBLE:
            yield text.warning(f"„{match[0]}“ {text.where} steht doppelt. Streichen Sie ein Wort.")
    for match in SUBJECT_TWICE.finditer(block.text):
        yield text.warning(
            f"„{match[0]}“ {text.where} nennt „{match[1].casefold()}“ zweimal. Streichen Sie eines."
        )
    if spaces := SPACES.search(block.text):
        before = block.text[: spaces.start()].split()[-2:]
        yield text.warning(
            f"Nach „{' '.join(before)}“ {text.where} stehen mehrere Leerzeichen. Lassen Sie eines stehen."
        )


def _long_sentence(text):
    found = (sentence for block in text.blocks for sentence in block.sentences)
    longest = max(found, key=lambda sentence: len(words(sentence)), default="")
    if (length := len(words(longest))) > MOST_WORDS:
        yield text.warning(
            f"Der Satz „{opening(longest)}“ {text.where} hat {length} Wörter; mehr als {MOST_WORDS} "
            "sind schwer zu lesen. Teilen Sie ihn."
        )


def _missing_end(text):
    for block in text.blocks:
        is_link = any(link.text.strip() == block.text for link in text.links)
        if block.tag != "p" or block.heading or is_link:
            continue
        if len(words(block.text)) >= FEWEST_WORDS and not ENDED.search(block.text):
            end = " ".join(block.text.split()[-3:])
            yield text.warning(f"Nach „{end}“ {text.where} fehlt das Satzzeichen.")


def _is_slip(word, title):
    """Whether a noun is the word of a title but for one letter in the midst of it."""
    other = word.casefold()
    return (
        word[0].isupper()
        and other[0] == title[0]
        and abs(len(other) - len(title)) <= 1
        and other != title
        and other not in NO_SLIPS
        and _is_one_letter_off(other, title)
        and not other.startswith(title)
        and not title.startswith(other)
        and INFLECTION.sub("", other) != INFLECTION.sub("", title)
        and _spelling(other) != _spelling(title)
    )


def _is_one_letter_off(one, other):
    """Whether a letter is missing, added, another one, or has changed places with its neighbour."""
    start = next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]),
        None,
    )
    if start is None:
        return True
    rest, others = one[start:], other[start:]
    return (
        rest[1:] == others[1:]
        or rest[1:] == others
        or rest == others[1:]
        or (rest[:2] == others[1::-1] and rest[2:] == others[2:])
    )


def _spelling(word):
    for letters, others in SPELLINGS:
        word = word.replace(letters, others)
    return word
