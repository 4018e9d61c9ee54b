"""The site as a visitor will find it once a guide is published: does a link of ours lead anywhere?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.urls import Resolver404, ResolverMatch, resolve, reverse

from roles.guide import Guide
from roles.models.edition import Edition
from roles.preflight.finding import Finding, error, warning
from techminds.moments import in_words
from techminds.text import UNPRINTABLE

ID = re.compile(r"""\sid=["']([^"']+)["']""")
SECTIONS = (
    "inhalte",
    "ueberblick",
    "aufgaben",
    "anforderungen",
    "gehalt",
    "karriere",
    "anfrage-titel",
    "autor",
)
SECTIONS_OF_EDITIONS = ("grafiken", "teilen", "zitat", "adresse")
PARTS = {
    "key_facts": "fakt",
    "tasks": "aufgabe",
    "requirements": "anforderung",
    "career_steps": "schritt",
}


@dataclass(frozen=True)
class Problem:
    """What to say of a link, behind its name."""

    words: str
    is_error: bool = True


NOWHERE = Problem("führt nirgendwohin. Berichtigen Sie ihn, oder nehmen Sie ihn heraus.")
BACK_OFFICE = Problem("führt ins Backoffice, in das Besucher nicht kommen. Nehmen Sie ihn heraus.")
DRAFT = Problem("führt zu einem Entwurf, den nicht alle lesen sollen. Nehmen Sie ihn heraus.")
GONE = Problem("führt zu einer Seite, die zurückgezogen ist. Nehmen Sie ihn heraus.")
NO_PLACE = Problem("nennt eine Stelle, die es auf der Seite nicht gibt. Berichtigen Sie ihn.")
NO_ROLE = Problem("nennt ein Jobprofil, das nicht auf der Website ist. Berichtigen Sie ihn.")
NO_SKILL = Problem("nennt eine Fähigkeit, die in keinem Jobprofil steht. Berichtigen Sie ihn.")


@dataclass(frozen=True)
class Page:
    """What stands at an address: a problem, or a page with places in it; None if they are unknown."""

    problem: Problem | None = None
    places: frozenset[str] | None = None


class Site:
    """Answers for the site with the guide on it, and with those that appear beside it.

    It asks the views themselves, as a visitor would, each address once. Of the guides to come there
    is no page yet, so their documents are asked.
    """

    def __init__(self, guide: Guide, beside: Iterable[Guide] = ()):
        self.home = reverse("roles:guide", args=[guide.slug])
        self.coming = {one.slug: one for one in (*beside, guide)}
        self._pages: dict[tuple[str, str, bool], Page] = {}

    def problem(self, address: str) -> Problem | None:
        """Return what is wrong with a link to a place of ours: an address or only "#place"."""
        parts, ours = urlsplit(address), urlsplit(settings.SITE_URL)
        path = parts.path or ("/" if parts.netloc else self.home)
        has_place = "#" in address
        page = self._page(path, parts.query, has_place)
        if page.problem:
            return page.problem
        if has_place and page.places is not None and unquote(parts.fragment) not in page.places:
            return NO_PLACE
        if parts.netloc and parts.scheme != ours.scheme:
            return _moved(parts._replace(scheme=ours.scheme).geturl())
        return None

    def _page(self, path, query, has_place) -> Page:
        key = path, query, has_place
        if key not in self._pages:
            self._pages[key] = self._look(*key)
        return self._pages[key]

    def _look(self, path, query, has_place) -> Page:
        path = unquote(path)
        if UNPRINTABLE.search(path + unquote(query)):  # as techminds.middleware refuses it
            return Page(NOWHERE)
        try:
            match = resolve(path)
        except Resolver404:
            if path.endswith("/"):
                return Page(NOWHERE)
            there = self._page(f"{path}/", query, has_place)
            suffix = f"?{query}" if query else ""
            return there if there.problem else Page(_moved(f"{path}/{suffix}"))
        if match.app_names[:1] == ["admin"]:
            return Page(BACK_OFFICE)
        if match.view_name == "roles:draft":
            return Page(DRAFT)
        names = QueryDict(query)
        if problem := self._unknown_name(names):
            return Page(problem)
        document = self.coming.get(match.kwargs.get("slug", ""))
        if document and _is_of_guides(match) and "ausgabe" not in names:
            return _of_document(match, document)
        return _of_view(match, path, query, has_place)

    def _unknown_name(self, names):
        current = Edition.objects.current()
        for slug in names.getlist("rolle"):
            if slug not in self.coming and not current.filter(slug=slug).exists():
                return NO_ROLE
        skills = {skill.slug for guide in self.coming.values() for skill in guide.skills}
        for slug in names.getlist("faehigkeit"):
            if slug not in skills and not current.filter(skills__slug=slug).exists():
                return NO_SKILL
        return None


def check_files(guide: Guide) -> Iterator[Finding]:
    """Find pictures that the guide shows and the storage has not."""
    for index, illustration in enumerate(guide.illustrations):
        if not default_storage.exists(illustration.picture):
            yield error(
                "illustrations",
                f"Die Datei von Bild {index + 1} ist nicht mehr da. Laden Sie das Bild noch einmal hoch.",
                index,
                "picture",
            )
    if guide.author.photo and not default_storage.exists(guide.author.photo):
        yield warning(
            "author",
            f"Das Porträt von {guide.author.name} ist nicht mehr da. Laden Sie es noch einmal hoch.",
            column="photo",
        )


def places(guide: Guide) -> frozenset[str]:
    """Return the anchors of the page of a guide, as templates/roles/guide.html sets them."""
    # Not before: the filters of templates work with the models, which import the pre-flight.
    from roles.templatetags.guides import anchored

    found = {*SECTIONS, *SECTIONS_OF_EDITIONS}
    for name, kind in PARTS.items():
        found |= {anchor for anchor, _ in anchored(getattr(guide, name), kind)}
    if guide.kldb or guide.esco_uri:
        found.add("klassifikation")
    if guide.related:
        found.add("verwandt")
    return frozenset(found)


def _moved(address):
    return Problem(f"wird auf „{address}“ umgeleitet. Tragen Sie diese Adresse ein.", False)


def _is_of_guides(match: ResolverMatch):
    guide_route = resolve(reverse("roles:guide", args=["x"])).route.rstrip("/")
    return match.route.startswith(guide_route)


def _of_document(match: ResolverMatch, guide: Guide) -> Page:
    from roles.infographics import available  # not before: it brings all that draws

    if "name" in match.kwargs and match.kwargs["name"] not in available(guide):
        return Page(NOWHERE)
    return Page(places=places(guide) if match.view_name == "roles:guide" else None)


def _of_view(match: ResolverMatch, path, query, has_place) -> Page:
    try:
        response = match.func(_request(match, path, query, has_place), *match.args, **match.kwargs)
    except (Http404, PermissionDenied, SuspiciousOperation):
        return Page(_scheduled(match) or NOWHERE)
    if isinstance(response, FileResponse) and response.file_to_stream:
        # Not response.close(), by which Django would take the request of the editor for finished.
        response.file_to_stream.close()
    if response.status_code in {301, 308}:
        return Page(_moved(response["Location"]))
    if response.status_code == 410:
        return Page(_scheduled(match) or GONE)
    if response.status_code >= 400:
        return Page(NOWHERE)
    return Page(places=_ids(response) if has_place else None)


def _request(match, path, query, has_place):
    """Return the request of a visitor without an account.

    One who has the page already, whatever it is, is spared the content where our views can tell.
    """
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = path
    request.GET = QueryDict(query)
    request.META = {"QUERY_STRING": query, "HTTP_HOST": urlsplit(settings.SITE_URL).netloc}
    if not has_place:
        request.META["HTTP_IF_NONE_MATCH"] = "*"
    request.user = AnonymousUser()
    request.resolver_match = match
    return request


def _ids(response) -> frozenset[str] | None:
    if response.status_code != 200 or not isinstance(response, HttpResponse):
        return None
    text = response.content.decode(errors="replace")
    return frozenset(unescape(found) for found in ID.findall(text))


def _scheduled(match: ResolverMatch):
    """Say when there will be something, where a guide is still to come."""
    if not _is_of_guides(match):
        return None
    scheduled = Edition.objects.scheduled().filter(slug=match.kwargs["slug"])
    edition = scheduled.order_by("published_at").first()
    if edition is None:
        return None
    return Problem(
        f"führt erst ab dem {in_words(edition.published_at)} zu einem Jobprofil. Erscheint dieses "
        "früher, nehmen Sie ihn heraus.",
        False,
    )
