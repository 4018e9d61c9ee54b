"""Random but valid Guides for property tests, and a transaction for each of their examples."""

from contextlib import contextmanager
from datetime import date

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from roles import vocabulary
from roles.guide import SCHEMA_VERSION, Guide
from roles.preflight.texts import Text, is_blank
from techminds.prose import clean_prose
from techminds.text import clean_text

# The database fixture holds for all examples; each of them undoes what it did (`rolled_back`).
WITH_DATABASE = settings(
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.filter_too_much,
    ],
)
RELATED = ("data-owner", "data-steward")
PICTURES = tuple(f"illustrations/{name}.webp" for name in ("0a1b", "2c3d-1600x900", "4e5f-9x16"))


@contextmanager
def rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def lines(*, min_size=0, max_size=60):
    """Any text on a line, as it is after cleaning; of at least one sign, some sign can be seen."""
    return st.text(max_size=max_size).map(clean_text).filter(lambda text: _has(text, min_size))


def prose(*, min_size=0):
    """Rich text as it is after cleaning: paragraphs, emphasis, lists, links, odd characters."""
    words = st.one_of(
        lines(), st.sampled_from(["Ein Satz.", "&", "<", "&amp;", "a: b", "# x", "- x"])
    )
    tag = st.sampled_from(
        [
            "{}",
            "<p>{}</p>",
            "\n<p>{}</p>\n\n",
            "<p>{}<br>\n</p>",
            "<p><strong>{}</strong></p>",
            "<ul><li>{}</li></ul>",
            '<p><a href="https://a.example/?b=1&amp;c">{}</a></p>\n',
        ]
    )
    block = st.tuples(tag, words).map(lambda pair: pair[0].replace("{}", pair[1]))
    blocks = st.lists(block, max_size=3).map("".join).map(clean_prose)
    return blocks.filter(lambda html: _has(Text("", "", html, is_rich=True).plain, min_size))


def _has(text, size):
    return len(text) >= size and not (size and is_blank(text))


def slugs():
    return st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,2}", fullmatch=True)


def dates():
    return st.dates(date(2000, 1, 1), date(2099, 12, 31))


def parts(**more):
    part = {"title": lines(min_size=1), "text": prose(min_size=1)} | more
    return st.lists(st.fixed_dictionaries(part), min_size=1, max_size=3)


def illustrations():
    """Pictures with files, which the pre-flight looks for."""
    illustration = st.fixed_dictionaries(
        {
            "picture": st.sampled_from(PICTURES).map(_stored),
            "alternative_text": lines(min_size=1),
            "caption": lines(),
            "credit": lines(min_size=1),
        }
    )
    return st.lists(illustration, max_size=3, unique_by=lambda one: one["picture"])


def _stored(picture):
    if not default_storage.exists(picture):
        default_storage.save(picture, ContentFile(b"RIFF"))
    return picture


def salary_bands():
    def band(level):
        ends = st.tuples(st.integers(1, 10_000_000), st.integers(1, 10_000_000)).map(sorted)
        return st.builds(
            lambda ends, **values: values | {"minimum": ends[0], "maximum": ends[1]},
            ends,
            level=st.just(level),
            currency=st.just("EUR"),
            period=st.just("year"),
            region=st.just("DE"),
            basis=lines(min_size=1),
            source=lines(min_size=1),
            as_of=st.dates(date(2000, 1, 1), date(2026, 1, 1)),
            review_by=dates(),
        )

    levels = st.lists(st.sampled_from(vocabulary.Level.values), unique=True)
    return levels.flatmap(lambda chosen: st.tuples(*map(band, chosen))).map(_rising)


def _rising(bands):
    """Give higher levels higher pay."""
    ends = sorted((band["minimum"], band["maximum"]) for band in bands)
    levels = sorted((band["level"] for band in bands), key=vocabulary.Level.values.index)
    pay = dict(zip(levels, ends, strict=True))
    return [
        band | dict(zip(("minimum", "maximum"), pay[band["level"]], strict=True)) for band in bands
    ]


def skills():
    """Skills of one guide: no slug and no name twice, as the database has them."""
    skill = st.fixed_dictionaries(
        {
            "slug": slugs(),
            "name": lines(min_size=1),
            "kind": st.sampled_from(vocabulary.SkillKind.values),
        }
    )
    return st.lists(skill, max_size=4, unique_by=(lambda one: one["slug"], lambda one: one["name"]))


@st.composite
def guides(draw):
    """A guide that passes the pre-flight."""
    known = draw(skills())
    chosen = st.lists(st.sampled_from(known), unique_by=lambda one: one["slug"]) if known else None
    document = {
        "schema_version": SCHEMA_VERSION,
        "slug": draw(slugs().filter(lambda slug: slug not in RELATED)),
        "title": draw(lines(min_size=1)),
        "other_titles": draw(st.lists(lines(min_size=1), max_size=3)),
        "field": draw(st.sampled_from(vocabulary.Field.values)),
        "teaser": draw(lines(min_size=1)),
        "introduction": draw(prose(min_size=1)),
        "key_facts": draw(parts()),
        "illustrations": draw(illustrations()),
        "tasks_introduction": draw(prose()),
        "tasks": draw(parts()),
        "requirements_introduction": draw(prose()),
        "requirements": draw(
            parts(
                importance=st.sampled_from(vocabulary.Importance.values),
                skills=st.just([]) if chosen is None else chosen,
            )
        ),
        "salary_introduction": draw(prose()),
        "salary_bands": draw(salary_bands()),
        "career_introduction": draw(prose()),
        "career_steps": draw(parts()),
        "author": {
            "slug": draw(slugs()),
            "name": draw(lines(min_size=1)),
            "credentials": draw(lines()),
            "position": draw(lines()),
            "biography": draw(prose()),
            "office": draw(lines()),
            "photo": draw(st.sampled_from(["", "authors/0a1b2c.webp"])),
            "photo_credit": draw(lines()),
            "profile_url": draw(st.sampled_from(["", "https://people.example/e?a=b#c"])),
        },
        "related": draw(st.lists(st.sampled_from(RELATED), unique=True)),
        "kldb": draw(st.sampled_from(["", "43104-133"])),
        "esco_uri": draw(
            st.sampled_from(
                ["", "http://data.europa.eu/esco/occupation/35553663-deab-4d9a-bf22-15c1625d28e8"]
            )
        ),
        "esco_match": draw(st.sampled_from(vocabulary.EscoMatch.values)),
        "review_by": draw(dates()),
    }
    return Guide.model_validate(document)
