"""Whether links are written as they have to be, and whether those of ours lead somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from django.conf import settings

from roles.preflight.finding import Finding
from roles.preflight.site import Site
from roles.preflight.texts import Text, is_blank

MOST_LINKS = 60  # to places of ours; behind each of them a page may have to be made


def check_links(text: Text) -> Iterator[Finding]:
    """Find links that somebody who clicks, or hears of them, can do nothing with."""
    for link in text.links:
        if link.address is None:
            yield text.warning(
                f"„{link.text}“ {text.where} ist ein Link ohne Adresse. Setzen Sie ihn neu, oder "
                "nehmen Sie ihn heraus."
            )
            continue
        named = f"Der Link „{link.address}“ {text.where}"
        if is_blank(link.text):
            yield text.warning(
                f"{named} hat keinen Text. Geben Sie ihm einen, oder löschen Sie ihn."
            )
        if not _is_readable(link.address):
            yield text.error(f"{named} ist keine Adresse. Berichtigen Sie ihn.")
        elif link.address.startswith("http://") and not _is_ours(link.address):
            yield text.warning(
                f"{named} ist unverschlüsselt. Prüfen Sie, ob es die Seite mit https:// gibt."
            )


def check_destinations(texts: Iterable[Text], site: Site) -> Iterator[Finding]:
    """Find links to places of ours that visitors do not get to, or only by a detour."""
    asked: set[str] = set()
    for text in texts:
        for address in dict.fromkeys(link.address for link in text.links):
            if address is None or not _is_ours(address):
                continue
            asked.add(address)
            if len(asked) > MOST_LINKS:
                yield text.warning(
                    f"Das Jobprofil hat mehr als {MOST_LINKS} Links zur eigenen Website. Die ab "
                    f"„{address}“ {text.where} sind nicht geprüft."
                )
                return
            if problem := site.problem(address):
                message = f"Der Link „{address}“ {text.where} {problem.words}"
                yield text.error(message) if problem.is_error else text.warning(message)


def _is_readable(address):
    try:
        urlsplit(address)
    except ValueError:  # such as "https://[", the beginning of an address in brackets
        return False
    return True


def _is_ours(address):
    if not _is_readable(address):
        return False
    return (
        address.startswith(("/", "#"))
        or urlsplit(address).netloc == urlsplit(settings.SITE_URL).netloc
    )
