"""The Guide: one frozen, typed document from which every surface takes its words and figures."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Annotated, Literal

import pydantic
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    Strict,
    StringConstraints,
    model_validator,
)

from roles import vocabulary
from roles.amounts import format_range
from roles.faults import faults
from techminds.prose import clean_prose
from techminds.text import clean_text
from techminds.typography import typeset

if TYPE_CHECKING:
    from roles.models import RoleProfile

SCHEMA_VERSION = 1

TITLE_LENGTH = 120
LINE_LENGTH = 200
TEASER_LENGTH = 300
PROSE_LENGTH = 20_000
SLUG_LENGTH = 60
HIGHEST_PAY = 10_000_000  # whole currency units a year
WORDS_A_MINUTE = 200

SLUG = r"^[a-z0-9]+(?:-[a-z0-9]+)*$"
slug_validator = RegexValidator(
    SLUG, "Nur Kleinbuchstaben, Ziffern und einzelne Bindestriche dazwischen."
)
KLDB = r"^(\d{5}-\d{3})?$"
ESCO_URI = r"^(http://data\.europa\.eu/esco/occupation/[-0-9a-f]{36})?$"
PROFILE_URL = r"^(https://\S+)?$"
PHOTO = r"^(authors/[-a-zA-Z0-9_]+\.webp)?$"  # what roles:portrait serves
ILLUSTRATION = r"^illustrations/[-a-zA-Z0-9_]+\.webp$"  # what roles:illustration serves
SIZE = re.compile(r"-([1-9]\d{0,4})x([1-9]\d{0,4})\.webp$", re.ASCII)

# Text is cleaned and typeset here because a document also comes from files, imports and old
# editions, where no form has looked at it, and because every surface takes its words from here.
_Text = Annotated[str, Strict(), AfterValidator(clean_text), AfterValidator(typeset)]
Title = Annotated[_Text, Field(min_length=1, max_length=TITLE_LENGTH)]
Line = Annotated[_Text, Field(max_length=LINE_LENGTH)]
Teaser = Annotated[_Text, Field(max_length=TEASER_LENGTH)]
Prose = Annotated[
    str,
    Strict(),
    AfterValidator(typeset),
    AfterValidator(clean_prose),
    Field(max_length=PROSE_LENGTH),
]
Slug = Annotated[str, StringConstraints(strict=True, pattern=SLUG, max_length=SLUG_LENGTH)]
Euros = Annotated[int, Strict(), Field(gt=0, le=HIGHEST_PAY)]


def _by_name(skills):
    return tuple(sorted(skills, key=lambda skill: (skill.name.casefold(), skill.slug)))


def _lowest_level_first(bands):
    return tuple(sorted(bands, key=lambda band: vocabulary.Level.values.index(band.level)))


def _alphabetical(slugs):
    return tuple(sorted(slugs))


# What of a document a RoleProfile keeps in columns, and what in tables, of the same name.
COLUMNS = (
    "slug",
    "title",
    "field",
    "teaser",
    "introduction",
    "tasks_introduction",
    "requirements_introduction",
    "salary_introduction",
    "career_introduction",
    "kldb",
    "esco_uri",
    "esco_match",
    "review_by",
)
PARTS = ("key_facts", "illustrations", "tasks", "requirements", "salary_bands", "career_steps")


class Part(BaseModel):
    """A piece of the document: frozen, and a key that it does not know is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class KeyFact(Part):
    """A question that every reader has, with its short answer."""

    title: Title
    text: Prose


class Illustration(Part):
    """A picture, kept by its path in the storage."""

    picture: Annotated[str, StringConstraints(strict=True, pattern=ILLUSTRATION, max_length=100)]
    alternative_text: Teaser
    caption: Teaser
    credit: Line

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height in pixels, which the name of a file that we saved ends with.

        A page keeps the place free by them without a look at the storage.
        """
        found = SIZE.search(self.picture)
        return (int(found[1]), int(found[2])) if found else None

    def get_absolute_url(self):
        return reverse("roles:illustration", args=[PurePosixPath(self.picture).stem])


class Task(Part):
    """Something that people in the role do."""

    title: Title
    text: Prose


class Skill(Part):
    slug: Slug
    name: Title
    kind: vocabulary.SkillKind


class Requirement(Part):
    """Something that employers ask for, and the skills that show it."""

    title: Title
    text: Prose
    importance: vocabulary.Importance
    skills: Annotated[tuple[Skill, ...], AfterValidator(_by_name)]


class SalaryBand(Part):
    """A pay range for one level: gross, full time, whole currency units a period."""

    level: vocabulary.Level
    minimum: Euros
    maximum: Euros
    currency: vocabulary.Currency
    period: vocabulary.Period
    region: vocabulary.Region
    basis: Teaser
    source: Line
    as_of: date
    review_by: date

    @model_validator(mode="after")
    def _minimum_is_not_above_maximum(self):
        if self.minimum > self.maximum:
            raise ValueError("Das Minimum liegt über dem Maximum.")
        return self

    @property
    def label(self) -> str:
        return self.level.label

    @property
    def provenance(self) -> str:
        """Where the figure holds, of when it is and whose it is, for the line under it."""
        return f"{self.region.label}, Stand {self.as_of:%d.%m.%Y}, Quelle: {self.source}"

    @property
    def is_due(self) -> bool:
        """Whether the day has passed by which somebody should have looked at the figure again."""
        return self.review_by < timezone.localdate()

    def __str__(self):
        return format_range(self.minimum, self.maximum)


SalaryBands = Annotated[tuple[SalaryBand, ...], AfterValidator(_lowest_level_first)]


def provenance(bands: Iterable[SalaryBand]) -> tuple[str, ...]:
    """Return the lines that belong under the bands, each once."""
    return tuple(dict.fromkeys(band.provenance for band in bands))


def _ends(bands: Iterable[SalaryBand]) -> tuple[int, int]:
    return min(band.minimum for band in bands), max(band.maximum for band in bands)


class CareerStep(Part):
    """A step on the way into the role."""

    title: Title
    text: Prose


class Author(Part):
    """The consultant who answers for the guide, as they were introduced in this edition."""

    slug: Slug
    name: Title
    credentials: Line
    position: Line
    biography: Prose
    office: Line
    photo: Annotated[str, StringConstraints(strict=True, pattern=PHOTO, max_length=100)] = ""
    photo_credit: Line = ""
    profile_url: Annotated[str, StringConstraints(strict=True, pattern=PROFILE_URL, max_length=200)]


class Guide(Part):
    """What visitors read about a role, and open data: its form changes with a new schema version,
    and Edition.guide then has to read the older ones.

    Prose holds placeholders such as "[Gehalt Senior]" instead of figures (roles/figures.py), so
    that a figure stands in the salary bands and nowhere else.
    """

    schema_version: Literal[1]
    slug: Slug
    title: Title
    other_titles: tuple[Title, ...]
    field: vocabulary.Field
    teaser: Teaser
    introduction: Prose
    key_facts: tuple[KeyFact, ...]
    illustrations: tuple[Illustration, ...] = ()
    tasks_introduction: Prose
    tasks: tuple[Task, ...]
    requirements_introduction: Prose
    requirements: tuple[Requirement, ...]
    salary_introduction: Prose
    salary_bands: SalaryBands
    career_introduction: Prose
    career_steps: tuple[CareerStep, ...]
    author: Author
    related: Annotated[tuple[Slug, ...], AfterValidator(_alphabetical)]
    kldb: Annotated[str, StringConstraints(strict=True, pattern=KLDB)]
    esco_uri: Annotated[str, StringConstraints(strict=True, pattern=ESCO_URI)]
    esco_match: vocabulary.EscoMatch
    review_by: date

    @model_validator(mode="after")
    def _one_band_a_level(self):
        levels = [band.level for band in self.salary_bands]
        if len(set(levels)) < len(levels):
            raise ValueError("Jedes Level darf nur eine Gehaltsspanne haben.")
        return self

    @model_validator(mode="after")
    def _each_picture_once(self):
        pictures = [illustration.picture for illustration in self.illustrations]
        if len(set(pictures)) < len(pictures):
            raise ValueError("Jedes Bild darf nur einmal vorkommen.")
        return self

    @model_validator(mode="after")
    def _one_description_a_skill(self):
        by_slug: dict[str, Skill] = {}
        by_name: dict[str, Skill] = {}
        for requirement in self.requirements:
            slugs = [skill.slug for skill in requirement.skills]
            if len(set(slugs)) < len(slugs):
                raise ValueError(f"„{requirement.title}“ nennt eine Fähigkeit doppelt.")
            for skill in requirement.skills:
                same_slug = by_slug.setdefault(skill.slug, skill)
                same_name = by_name.setdefault(skill.name, skill)
                if not skill == same_slug == same_name:
                    raise ValueError(
                        f"Die Fähigkeit „{skill.slug}“ ist zweimal verschieden beschrieben."
                    )
        return self

    @model_validator(mode="after")
    def _related_to_others(self):
        if self.slug in self.related or len(set(self.related)) < len(self.related):
            raise ValueError("„related“ nennt andere Profile, jedes einmal.")
        return self

    @classmethod
    def of(cls, profile: RoleProfile) -> Guide:
        """Read the working copy, as the database has it, into a document.

        Raises Django's ValidationError, with a sentence a fault, where it has not the form of one.
        """
        return cls.of_fetched(type(profile).objects.with_parts().get(pk=profile.pk))

    @classmethod
    def of_fetched(cls, profile: RoleProfile) -> Guide:
        """As `of`, for a working copy that was fetched `with_parts` just now."""
        document = (
            {name: getattr(profile, name) for name in COLUMNS}
            | {
                name: [part.as_document() for part in getattr(profile, name).all()]
                for name in PARTS
            }
            | {
                "schema_version": SCHEMA_VERSION,
                "other_titles": profile.other_titles.splitlines(),
                "author": profile.author.as_document(),
                "related": profile.related_slugs(),
            }
        )
        try:
            return cls.model_validate(document)
        except pydantic.ValidationError as error:
            raise ValidationError([str(fault) for fault in faults(error)]) from None

    @cached_property
    def fingerprint(self) -> str:
        """Sixty-four signs that are the same for guides that say the same, and for no others."""
        document = json.dumps(self.model_dump(mode="json"), sort_keys=True)
        return hashlib.sha256(document.encode()).hexdigest()

    @cached_property
    def pay(self) -> tuple[int, int] | None:
        """The lowest minimum and the highest maximum over all levels, in euros a year."""
        return _ends(self.salary_bands) if self.salary_bands else None

    @cached_property
    def bases(self) -> dict[str, list[str]]:
        """What the figures rest on, with the levels that it holds for; mostly one for all."""
        found: dict[str, list[str]] = {}
        for band in self.salary_bands:
            found.setdefault(band.basis, []).append(band.label)
        return found

    @cached_property
    def provenance(self) -> tuple[str, ...]:
        """Region, date and source of all figures; mostly one line for all."""
        return provenance(self.salary_bands)

    @cached_property
    def reading_minutes(self) -> int:
        """Minutes that reading takes, rounded, at least one.

        At 200 words a minute: silent readers of English prose average 238 (Brysbaert 2019), and
        German words are longer.
        """
        words = sum(len(strip_tags(text.replace("<", " <")).split()) for _, text in self.prose())
        return max(1, round(words / WORDS_A_MINUTE))

    @cached_property
    def skills(self) -> tuple[Skill, ...]:
        """Every skill that a requirement names, once, in order."""
        found = {skill.slug: skill for part in self.requirements for skill in part.skills}
        return tuple(found.values())

    def prose(self) -> Iterator[tuple[str, str]]:
        """Yield each rich text with the name of the field that holds it."""
        for name in COLUMNS:
            if name.endswith("introduction"):
                yield name, getattr(self, name)
        for name in ("key_facts", "tasks", "requirements", "career_steps"):
            for part in getattr(self, name):
                yield name, part.text
        yield "author", self.author.biography

    def band(self, level: str) -> SalaryBand | None:
        """Return the salary band of a level, if the guide has one."""
        return next((band for band in self.salary_bands if band.level == level), None)

    @property
    def is_due(self) -> bool:
        """Whether the day has passed by which somebody should have read the guide again."""
        return self.review_by < timezone.localdate()

    @property
    def due_bands(self) -> tuple[SalaryBand, ...]:
        return tuple(band for band in self.salary_bands if band.is_due)

    @property
    def vouched_bands(self) -> tuple[SalaryBand, ...]:
        """The bands that search engines and other machines are told: none that is due for review.

        They show a figure without the notice that stands beside it on the page.
        """
        return () if self.is_due else tuple(band for band in self.salary_bands if not band.is_due)

    @property
    def description(self) -> str:
        """One or two plain sentences for search results, with the figures that we vouch for."""
        bands = self.vouched_bands
        if not bands:
            return self.teaser
        levels = f" ({', '.join(band.label for band in bands)})" if self.due_bands else ""
        return f"{self.teaser} Gehalt{levels}: {format_range(*_ends(bands))} brutto im Jahr."
