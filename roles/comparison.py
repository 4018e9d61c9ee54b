"""What differs between two guides, by meaning: figures, places, parts, and words within texts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from html import unescape
from typing import cast

from django.db.models import Field
from django.utils.html import strip_tags

from roles.guide import COLUMNS, Guide, SalaryBand
from roles.models import CareerStep, Illustration, KeyFact, Requirement, RoleProfile, Task
from techminds.differences import Change, Kind, words

MODELS = {
    "key_facts": KeyFact,
    "tasks": Task,
    "requirements": Requirement,
    "career_steps": CareerStep,
}
TEXTS = {"teaser", *(name for name in COLUMNS if name.endswith("introduction"))}
# Parts that share at least this much of their words are the same part under another title.
SIMILAR = 0.5

LINK = re.compile(r'<a href="([^"]*)">(.*?)</a>', re.DOTALL)
BLOCK_END = re.compile(r"</(?:p|li)>|<br>")


def compare(old: Guide, new: Guide) -> list[Change]:
    """Return what an editor did to make the new guide of the old one, in the order of the page."""
    return [
        *_columns(old, new),
        *_lists("other_titles", "Andere Bezeichnung", old.other_titles, new.other_titles),
        *(change for name in MODELS for change in _parts(name, old, new)),
        *_illustrations(old.illustrations, new.illustrations),
        *_bands(old.salary_bands, new.salary_bands),
        *_author(old, new),
        *_lists("related", "Verwandtes Profil", old.related, new.related),
    ]


def plain(prose: str) -> str:
    """Return rich text as plain text that still says where paragraphs end and links lead."""
    text = LINK.sub(r"\2 (\1)", prose)
    return unescape(strip_tags(BLOCK_END.sub("\n", text))).strip()


def _columns(old, new) -> Iterator[Change]:
    for name in COLUMNS:
        before, after = getattr(old, name), getattr(new, name)
        place = str(cast(Field, RoleProfile._meta.get_field(name)).verbose_name)
        if before == after:
            continue
        if name in TEXTS:
            yield _text(name, place, before, after)
        else:
            yield Change(name, place, Kind.CHANGED, _shown(before), _shown(after))


def _text(name, place, before, after):
    if plain(before) == plain(after):
        return Change(name, place, Kind.CHANGED, "bisherige Formatierung", "neue Formatierung")
    return Change(name, place, Kind.CHANGED, words=words(plain(before), plain(after)))


def _shown(value):
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(getattr(value, "label", value))


def _lists(field, place, before, after) -> Iterator[Change]:
    for value in before:
        if value not in after:
            yield Change(field, place, Kind.REMOVED, before=value)
    for value in after:
        if value not in before:
            yield Change(field, place, Kind.ADDED, after=value)
    kept = [value for value in before if value in after]
    if kept != [value for value in after if value in before]:
        yield Change(field, f"{place}: Reihenfolge", Kind.MOVED)


def _parts(name, old, new) -> Iterator[Change]:
    before, after = getattr(old, name), getattr(new, name)
    label = str(MODELS[name]._meta.verbose_name)
    pairs = _paired(before, after)
    for number, part in enumerate(before, start=1):
        if number - 1 not in pairs.values():
            yield Change(name, f"{label} {number}", Kind.REMOVED, before=part.title)
    moved = _moved([pairs[place] for place in sorted(pairs)])
    for place, part in enumerate(after):
        if place not in pairs:
            yield Change(name, f"{label} {place + 1}", Kind.ADDED, after=part.title)
            continue
        was = pairs[place]
        if was in moved:
            yield Change(
                name,
                f"{label} {was + 1}",
                Kind.MOVED,
                before=f"„{before[was].title}“ von Platz {was + 1}",
                after=f"Platz {place + 1}",
            )
        yield from _part(name, f"{label} {place + 1}", before[was], part)


def _part(name, place, before, after) -> Iterator[Change]:
    if before.title != after.title:
        yield Change(name, f"{place}, Überschrift", Kind.CHANGED, before.title, after.title)
    titled = f"{place} „{after.title}“"
    if before.text != after.text:
        yield _text(name, titled, before.text, after.text)
    if name == "requirements":
        if before.importance != after.importance:
            yield Change(
                name,
                f"{titled}, Gewicht",
                Kind.CHANGED,
                before.importance.label,
                after.importance.label,
            )
        yield from _lists(
            name,
            f"{titled}, Fähigkeit",
            [skill.name for skill in before.skills],
            [skill.name for skill in after.skills],
        )


def _paired(before, after) -> dict[int, int]:
    """Return for each later place the earlier one of the same part: by title, then by its words."""
    pairs: dict[int, int] = {}
    left = dict(enumerate(before))
    for place, part in enumerate(after):
        was = next((number for number, other in left.items() if other.title == part.title), None)
        if was is not None:
            pairs[place] = was
            del left[was]
    likeness = sorted(
        (
            (_likeness(other.text, part.text), -abs(number - place), number, place)
            for number, other in left.items()
            for place, part in enumerate(after)
            if place not in pairs
        ),
        reverse=True,
    )
    for like, _, number, place in likeness:
        if like >= SIMILAR and number in left and place not in pairs:
            pairs[place] = number
            del left[number]
    return pairs


def _likeness(before, after) -> float:
    old, new = plain(before).split(), plain(after).split()
    return SequenceMatcher(None, old, new, autojunk=False).ratio()


def _moved(places: Sequence[int]) -> set[int]:
    """Return the fewest places that have to move for the others to stand in their old order."""
    tails: list[int] = []  # last places of the rising rows of each length, found so far
    rows: list[list[int]] = []
    for place in places:
        at = bisect_left(tails, place)
        row = [*(rows[at - 1] if at else []), place]
        tails[at : at + 1] = [place]
        rows[at : at + 1] = [row]
    stayed = set(rows[-1]) if rows else set()
    return set(places) - stayed


def _illustrations(before, after) -> Iterator[Change]:
    old = {one.picture: (number, one) for number, one in enumerate(before, start=1)}
    new = {one.picture: (number, one) for number, one in enumerate(after, start=1)}
    for number, one in (place for picture, place in old.items() if picture not in new):
        yield Change("illustrations", f"Bild {number}", Kind.REMOVED, before=_named(one))
    for picture, (number, one) in new.items():
        if picture not in old:
            yield Change("illustrations", f"Bild {number}", Kind.ADDED, after=_named(one))
            continue
        for name in ("alternative_text", "caption", "credit"):
            was, now = getattr(old[picture][1], name), getattr(one, name)
            label = cast(Field, Illustration._meta.get_field(name)).verbose_name
            if was != now:
                yield Change("illustrations", f"Bild {number}, {label}", Kind.CHANGED, was, now)
    if [picture for picture in old if picture in new] != [one for one in new if one in old]:
        yield Change("illustrations", "Bilder: Reihenfolge", Kind.MOVED)


def _named(illustration):
    return illustration.caption or illustration.alternative_text


def _bands(before, after) -> Iterator[Change]:
    old = {band.level: band for band in before}
    new = {band.level: band for band in after}
    for level, band in old.items():
        if level not in new:
            yield Change("salary_bands", level.label, Kind.REMOVED, before=str(band))
    for level, band in new.items():
        if level not in old:
            yield Change("salary_bands", level.label, Kind.ADDED, after=str(band))
        else:
            yield from _band(level.label, old[level], band)


def _band(place, before: SalaryBand, after: SalaryBand) -> Iterator[Change]:
    if str(before) != str(after):
        yield Change("salary_bands", place, Kind.CHANGED, str(before), str(after))
    for name, label in (
        ("source", "Quelle"),
        ("as_of", "Stand"),
        ("review_by", "Prüfen bis"),
        ("region", "Gebiet"),
        ("currency", "Währung"),
        ("period", "Zeitraum"),
    ):
        if getattr(before, name) != getattr(after, name):
            shown = _shown(getattr(before, name)), _shown(getattr(after, name))
            yield Change("salary_bands", f"{place}, {label}", Kind.CHANGED, *shown)
    if before.basis != after.basis:
        yield Change(
            "salary_bands",
            f"{place}, Grundlage",
            Kind.CHANGED,
            words=words(before.basis, after.basis),
        )


def _author(old, new) -> Iterator[Change]:
    if old.author == new.author:
        return
    if old.author.slug != new.author.slug:
        yield Change("author", "Autor", Kind.CHANGED, old.author.name, new.author.name)
    else:
        yield Change("author", f"Angaben zu {new.author.name}", Kind.CHANGED, "bisher", "neu")
