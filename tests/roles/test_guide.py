"""The Guide: what it takes, what it refuses, what it says about itself."""

import pytest
from django.core.exceptions import ValidationError as DjangoValidationError
from pydantic import ValidationError

from roles.guide import Guide
from roles.models import KeyFact, RoleProfile
from tests.factories import BAND, guide, load

SKILL = {"slug": "sql", "name": "SQL", "kind": "language"}
AUTHOR = guide().author.model_dump()


def requirement(*skills, title="Können"):
    return {"title": title, "text": "<p>Ja.</p>", "importance": "must", "skills": list(skills)}


def test_guide_is_frozen():
    document = guide()

    with pytest.raises(ValidationError, match="frozen"):
        document.title = "Anders"


def test_guide_comes_back_from_its_json_as_it_was(ml_guide):
    assert Guide.model_validate_json(ml_guide.model_dump_json()) == ml_guide


def test_guide_has_the_facts_of_the_article(ml_guide):
    assert [(band.level, band.minimum, band.maximum) for band in ml_guide.salary_bands] == [
        ("entry", 50_000, 60_000),
        ("mid", 60_000, 80_000),
        ("senior", 80_000, 120_000),
    ]
    assert len(ml_guide.key_facts) == 4
    assert len(ml_guide.tasks) == 8
    assert len(ml_guide.requirements) == 10
    assert len(ml_guide.career_steps) == 6
    assert ml_guide.kldb == "43104-133"
    assert ml_guide.esco_uri.endswith("/35553663-deab-4d9a-bf22-15c1625d28e8")
    assert ml_guide.esco_match == "close"
    assert ml_guide.author.name == "Florenz Klasen"


@pytest.mark.parametrize(
    "values",
    [
        {"schema_version": 2},
        {"slug": "Data-Steward"},
        {"slug": "data--steward"},
        {"slug": "data-steward\n"},
        {"slug": "x" * 61},
        {"slug": ""},
        {"title": ""},
        {"title": " \t\u200b"},
        {"title": "x" * 121},
        {"title": 7},
        {"other_titles": [""]},
        {"other_titles": "Datenpfleger"},
        {"field": "cooking"},
        {"teaser": "x" * 301},
        {"introduction": "<p>" + "x" * 20_000 + "</p>"},
        {"introduction": None},
        {"key_facts": [{"title": "Ohne Text"}]},
        {"key_facts": [{"title": "Titel", "text": "", "extra": 1}]},
        {"unknown": 1},
        {"kldb": "43104133"},
        {"kldb": "43104-133\n"},
        {"esco_uri": "https://evil.example/"},
        {"esco_match": "broad"},
        {"review_by": "2026-02-30"},
        {"review_by": "bald"},
        {"related": ["data-steward"]},
        {"related": ["a", "a"]},
        {"related": ["Kein Slug"]},
        {"salary_bands": [BAND | {"minimum": 120_001}]},
        {"salary_bands": [BAND | {"minimum": 0}]},
        {"salary_bands": [BAND | {"minimum": -1}]},
        {"salary_bands": [BAND | {"maximum": 10_000_001}]},
        {"salary_bands": [BAND | {"minimum": "80000"}]},
        {"salary_bands": [BAND | {"minimum": 80_000.0}]},
        {"salary_bands": [BAND | {"minimum": True}]},
        {"salary_bands": [BAND | {"currency": "USD"}]},
        {"salary_bands": [BAND, BAND]},
        {"requirements": [requirement(SKILL, SKILL)]},
        {"requirements": [requirement(SKILL), requirement(SKILL | {"name": "Structured"})]},
        {"requirements": [requirement(SKILL), requirement(SKILL | {"slug": "sequel"})]},
        {"author": AUTHOR | {"profile_url": "javascript:alert(1)"}},
        {"author": AUTHOR | {"profile_url": "http://plain.example"}},
        {"author": AUTHOR | {"photo": "../settings.py"}},
        {"author": AUTHOR | {"photo": "authors/../../settings.py"}},
        {"author": AUTHOR | {"photo": "authors/.."}},
        {"author": AUTHOR | {"photo": "authors/a.b.webp"}},
        {"author": AUTHOR | {"photo": "authors/ä.webp"}},
        {"author": AUTHOR | {"photo": f"authors/{'a' * 100}.webp"}},
        {"author": AUTHOR | {"slug": ""}},
    ],
    ids=lambda values: next(iter(values)),
)
def test_guide_refuses(values):
    with pytest.raises(ValidationError):
        guide(**values)


def test_guide_cleans_its_texts():
    document = guide(
        title=" Data\x00  Steward\u202e ",
        slug="data-steward",
        introduction='<p onclick="evil()">Text<script>alert(1)</script></p>',
    )

    assert document.title == "Data Steward"
    assert document.introduction == "<p>Text</p>"


def test_guide_puts_bands_skills_and_related_in_order():
    python = {"slug": "python", "name": "python", "kind": "language"}
    document = guide(
        salary_bands=[
            BAND | {"level": "senior"},
            BAND | {"level": "entry", "minimum": 90_000},
            BAND | {"level": "mid"},
        ],
        requirements=[requirement(SKILL, python)],
        related=["b", "a"],
    )

    assert [band.level for band in document.salary_bands] == ["entry", "mid", "senior"]
    assert [skill.name for skill in document.requirements[0].skills] == ["python", "SQL"]
    assert document.related == ("a", "b")


def test_guide_pay_reaches_over_all_levels():
    document = guide(
        salary_bands=[
            BAND | {"level": "entry", "minimum": 50_000, "maximum": 130_000},
            BAND | {"level": "senior", "minimum": 80_000, "maximum": 120_000},
        ]
    )

    assert document.pay == (50_000, 130_000)
    assert guide().pay is None


def test_guide_description_carries_the_figures():
    assert guide(teaser="Was die Rolle ist.", salary_bands=[BAND]).description == (
        "Was die Rolle ist. Gehalt: 80.000–120.000\u202f€ brutto im Jahr."
    )
    assert guide(teaser="Was die Rolle ist.").description == "Was die Rolle ist."


def test_guide_bases_join_levels_of_the_same_basis():
    document = guide(
        salary_bands=[
            BAND | {"level": "entry", "basis": "Eins."},
            BAND | {"level": "mid", "basis": "Zwei."},
            BAND | {"level": "senior", "basis": "Eins."},
        ]
    )

    assert document.bases == {"Eins.": ["Einsteiger", "Senior"], "Zwei.": ["Mid-Level"]}


def test_guide_skills_are_named_once():
    python = {"slug": "python", "name": "Python", "kind": "language"}
    document = guide(requirements=[requirement(SKILL), requirement(SKILL, python)])

    assert [skill.slug for skill in document.skills] == ["sql", "python"]


@pytest.mark.parametrize(
    ("words", "minutes"),
    [(0, 1), (1, 1), (299, 1), (301, 2), (499, 2), (501, 3), (1000, 5), (1099, 5), (1101, 6)],
)
def test_guide_takes_a_minute_for_200_words(words, minutes):
    document = guide(
        introduction=f"<p>{'Wort ' * words}</p>",
        key_facts=[],
        tasks=[],
        requirements=[],
        career_steps=[],
    )

    assert document.reading_minutes == minutes


def test_guide_takes_its_minutes_for_all_prose():
    text = f"<p><strong>{'Wort ' * 200}</strong></p>"
    part = {"title": "Punkt", "text": text}
    document = guide(
        introduction=text,
        key_facts=[part],
        tasks_introduction=text,
        tasks=[part, part],
        requirements_introduction=text,
        requirements=[requirement() | {"text": text}],
        salary_introduction=text,
        career_introduction=text,
        career_steps=[part],
        author=AUTHOR | {"biography": text},
    )

    assert document.reading_minutes == 11


def test_guide_band_of_a_level():
    document = guide(salary_bands=[BAND])

    assert document.band("senior").minimum == 80_000
    assert document.band("entry") is None


def test_guide_of_a_profile_reads_the_working_copy(ml_guide, ml_profile):
    assert Guide.of(ml_profile) == ml_guide.model_copy(update={"related": ()})


def test_guide_of_a_profile_keeps_the_order_of_the_editor(db):
    profile = load(guide())
    KeyFact.objects.create(profile=profile, title="Davor", text="<p>x</p>", position=0)
    KeyFact.objects.create(profile=profile, title="Danach", text="<p>x</p>", position=1)

    titles = [fact.title for fact in Guide.of(profile).key_facts]

    assert titles == ["Davor", "Erster Punkt", "Danach"]


def test_guide_of_a_profile_takes_the_same_queries_for_more_rows(
    ml_profile, django_assert_num_queries
):
    small = load(guide())

    for profile in (small, ml_profile):
        with django_assert_num_queries(10):
            Guide.of(profile)


def test_guide_of_a_broken_working_copy_says_each_fault(db):
    profile = load(guide(salary_bands=[BAND]))
    RoleProfile.objects.filter(pk=profile.pk).update(teaser="x" * 300, title="\u200b", kldb="1")

    with pytest.raises(DjangoValidationError) as refusal:
        Guide.of(profile)

    assert refusal.value.messages == [
        "title: darf nicht leer sein.",
        "kldb: hat nicht die verlangte Form.",
    ]


def test_load_makes_the_working_copy_say_what_the_document_says(ml_guide, ml_profile):
    other = guide("Machine Learning Engineer", salary_bands=[BAND])

    ml_profile.load(other)

    # The author is shared with other profiles and stays as the database has it.
    assert Guide.of(ml_profile) == other
    assert Guide.of(RoleProfile.objects.get()) == other


def test_load_keeps_authors_and_skills_that_exist(db):
    load(guide(requirements=[requirement(SKILL)]))
    changed = guide(
        "Data Owner",
        requirements=[requirement(SKILL | {"name": "Structured Query Language"})],
        author=AUTHOR | {"name": "Erika Musterfrau"},
    )

    profile = load(changed)

    assert profile.author.name == "Erika Muster"
    assert [skill.name for skill in Guide.of(profile).skills] == ["SQL"]


def test_load_knows_a_skill_by_its_name_too(db):
    load(guide(requirements=[requirement(SKILL)]))

    profile = load(guide("Data Owner", requirements=[requirement(SKILL | {"slug": "sequel"})]))

    assert [skill.slug for skill in Guide.of(profile).skills] == ["sql"]


def test_load_refuses_the_address_of_another_profile(db):
    load(guide())
    profile = RoleProfile()

    with pytest.raises(DjangoValidationError) as refusal:
        profile.load(guide("Data Owner", slug="data-steward"))

    assert list(refusal.value.message_dict) == ["slug"]
    assert RoleProfile.objects.get().title == "Data Steward"


def test_load_relates_to_profiles_that_exist(db):
    owner = load(guide("Data Owner"))

    profile = load(guide(related=["data-owner", "data-analyst"]))

    assert list(profile.related.all()) == [owner]
    assert Guide.of(profile).related == ("data-owner",)


def test_profile_clean_tidies_other_titles(db):
    profile = load(guide())
    profile.other_titles = " Datenpfleger \r\n\n\x00Data  Curator\u2028x"

    profile.clean()

    assert profile.other_titles == "Datenpfleger\nData Curator\nx"


def test_profile_clean_refuses_a_long_other_title(db):
    profile = load(guide())
    profile.other_titles = "x" * 121

    with pytest.raises(DjangoValidationError) as refusal:
        profile.clean()

    assert refusal.value.message_dict == {
        "other_titles": ["Eine Bezeichnung hat höchstens 120 Zeichen."]
    }
