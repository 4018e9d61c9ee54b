"""Leads from a finding of the pre-flight to the field in which an editor mends it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import cast

from django.db.models import Field, Model
from django.urls import reverse

from roles import vocabulary
from roles.models import Author, RoleProfile, SalaryBand
from roles.preflight import Finding


@dataclass(frozen=True)
class PlacedFinding:
    """A finding with the name of its field ("Aufgabe 4, Text") and the address that leads there.

    Both are "" where the working copy is no document yet, so that nobody can tell the field.
    """

    finding: Finding
    place: str
    address: str

    @property
    def message(self) -> str:
        return self.finding.message

    @property
    def is_error(self) -> bool:
        return self.finding.is_error


def placed(findings: Iterable[Finding], profile: RoleProfile) -> list[PlacedFinding]:
    form = _Form(profile)
    return [PlacedFinding(finding, *form.find(finding)) for finding in findings]


class _Form:
    """The change page of a profile: what its fields are called, and their ids."""

    def __init__(self, profile):
        self.profile = profile

    def find(self, finding: Finding) -> tuple[str, str]:
        """Return name and address of the field."""
        if not finding.field:
            return "", ""
        if finding.field == "author":
            author = self.profile.author
            name = _label(Author, finding.column) if finding.column else ""
            page = reverse("admin:roles_author_change", args=[author.pk])
            return f"{author}, {name}".rstrip(", "), f"{page}#id_{finding.column or 'name'}"
        page = reverse("admin:roles_roleprofile_change", args=[self.profile.pk])
        field = RoleProfile._meta.get_field(finding.field)
        if not field.one_to_many:
            return str(cast(Field, field).verbose_name), f"{page}#id_{finding.field}"
        model = cast(type[Model], field.related_model)
        if finding.index is None:
            return str(model._meta.verbose_name_plural), f"{page}#{finding.field}-group"
        row, name = self._row(model, finding.index)
        place = f"{name}, {_label(model, finding.column)}"
        return place, f"{page}#id_{finding.field}-{row}-{finding.column}"

    def _row(self, model, index):
        """Return the number of the row that shows a part, and what to call the part."""
        name = str(model._meta.verbose_name)
        if model is not SalaryBand:
            return index, f"{name} {index + 1}"
        # The document has its bands by level, the form by amount.
        band = sorted(self._bands, key=lambda band: vocabulary.Level.values.index(band.level))[
            index
        ]
        return self._bands.index(band), f"{name} {band.get_level_display()}"

    @cached_property
    def _bands(self):
        return list(self.profile.salary_bands.all())


def _label(model, column):
    return str(model._meta.get_field(column).verbose_name)
