"""Differences between two states of something, as values and word by word within texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.db.models import TextChoices

TOKEN = re.compile(r"\w+|\s+|[^\w\s]")


class Kind(TextChoices):
    ADDED = "added", "neu"
    REMOVED = "removed", "entfallen"
    MOVED = "moved", "verschoben"
    CHANGED = "changed", "geändert"


@dataclass(frozen=True)
class Words:
    """A run of words that stands in both texts, only in the later one or only in the earlier one."""

    text: str
    kind: Kind | None = None

    @property
    def is_added(self) -> bool:
        return self.kind == Kind.ADDED

    @property
    def is_removed(self) -> bool:
        return self.kind == Kind.REMOVED


@dataclass(frozen=True)
class Change:
    """One difference: where it is, what kind it is, and what was and is there.

    `field` is the field of the profile or the name of its part, such as "salary_bands". A short
    value stands in `before` and `after`, a text as runs of words in `words`.
    """

    field: str
    place: str
    kind: Kind
    before: str = ""
    after: str = ""
    words: tuple[Words, ...] = ()

    @property
    def is_moved(self) -> bool:
        return self.kind == Kind.MOVED

    def __str__(self):
        if self.kind != Kind.CHANGED:
            values = " → ".join(value for value in (self.before, self.after) if value)
            return f"{self.place} {self.kind.label}" + (f": {values}" if values else "")
        if self.words:
            return f"{self.place}: Text geändert"
        return f"{self.place}: {self.before or 'leer'} → {self.after or 'leer'}"


def words(before: str, after: str) -> tuple[Words, ...]:
    """Return two texts as one, word by word: what stayed, what went, what came."""
    old, new = TOKEN.findall(before), TOKEN.findall(after)
    found: list[Words] = []
    removed = added = ""
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    for number, (tag, i1, i2, j1, j2) in enumerate(steps):
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        # A space between two changes belongs to both: a phrase is read as one, not word after word.
        if tag != "equal" or (gone.isspace() and 0 < number < len(steps) - 1):
            removed, added = removed + gone, added + come
            continue
        found += _changed(removed, added)
        found.append(Words(gone))
        removed = added = ""
    return (*found, *_changed(removed, added))


def _changed(removed, added) -> Iterator[Words]:
    if removed:
        yield Words(removed, Kind.REMOVED)
    if added:
        yield Words(added, Kind.ADDED)
