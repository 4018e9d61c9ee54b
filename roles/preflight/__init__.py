"""What a guide must have before it is published, and what it should have.

Errors keep a guide from being published, warnings ask the editor to look again. A rule is worth
having while it is nearly always right: what cries wolf is read by nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from roles.guide import Guide
from roles.preflight.bands import check_bands
from roles.preflight.finding import Finding
from roles.preflight.links import check_destinations, check_links
from roles.preflight.money import check_money
from roles.preflight.parts import check_parts, check_structure
from roles.preflight.site import Site, check_files
from roles.preflight.texts import Text, texts
from roles.preflight.titles import check_titles
from roles.preflight.wording import check_misspelt_titles, check_wording

__all__ = ["Finding", "check", "check_document"]


def check(guide: Guide, beside: Iterable[Guide] = ()) -> list[Finding]:
    """Return all findings, errors first, each group as a reader comes upon them.

    Guides that are published in the same transaction stand `beside` it: a link may lead to them.
    """
    found = list(texts(guide))
    site = Site(guide, beside)
    return _sorted(
        [*_in_document(guide, found), *check_files(guide), *check_destinations(found, site)]
    )


def check_document(guide: Guide) -> list[Finding]:
    """Return what the document alone tells, without a look at site and storage, where it may be
    meant for another one.
    """
    return _sorted(_in_document(guide, list(texts(guide))))


def _in_document(guide: Guide, found: list[Text]) -> Iterator[Finding]:
    yield from check_titles(guide)
    yield from check_parts(guide)
    yield from check_bands(guide)
    for text in found:
        yield from check_structure(text)
        yield from check_money(guide, text)
        yield from check_links(text)
        yield from check_wording(text)
    yield from check_misspelt_titles(guide, found)


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: finding.rank)
