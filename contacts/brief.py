"""The vacancy brief: what a client is looking for, on one page that can be passed on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from contacts import transparency, wishes
from contacts.models import VacancyRequest
from contacts.models.words import pay_text
from roles.models import Edition


@dataclass(frozen=True)
class VacancyBrief:
    """A request as a brief; what stands in it is what the client said, or a consultant agreed."""

    request: VacancyRequest

    @property
    def title(self):
        """The title for the posting, for people of all sexes."""
        return transparency.neutral_title(self.request.advertised["title"])

    @property
    def pay(self):
        """The pay range that applicants are to be told, "" where none is known yet."""
        advertised = self.request.advertised
        return pay_text(advertised["minimum"], advertised["maximum"])

    @property
    def pay_basis(self):
        return self.request.advertised["basis"]

    @property
    def wishes(self):
        """What the person is to do and to know: heading, musts, and what would be nice."""
        return [
            (heading, wishes.must(said), wishes.plus(said))
            for heading, said in (
                ("Aufgaben", self.request.tasks),
                ("Fähigkeiten", self.request.skills),
            )
        ]

    @cached_property
    def _role(self):
        """Codes and bands of the edition that the request refers to, without the rest of it."""
        if self.request.edition_id is None:
            return None
        columns = ("title", "slug", "number", "document__kldb", "document__esco_uri")
        return (
            Edition.objects.filter(pk=self.request.edition_id)
            .values(*columns, "document__esco_match", "published_at")
            .first()
        )

    @property
    def kldb(self):
        """The code of the occupation in the KldB 2010, "" where the guide has none."""
        return self._role["document__kldb"] if self._role else ""

    @property
    def esco_uri(self):
        return self._role["document__esco_uri"] if self._role else ""

    @property
    def is_exact_match(self):
        return bool(self._role) and self._role["document__esco_match"] == "exact"

    @property
    def edition(self):
        """The edition that the client chose from: its title, slug, number and day."""
        return self._role
