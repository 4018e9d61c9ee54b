"""Infographics: the same words and figures as the guide, whatever the guide is like."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from roles.infographics import MARGIN, WIDTH, Name, available, draw
from roles.models import Edition
from techminds.pictures import Face, Type
from tests.factories import BAND, guide
from tests.roles.strategies import guides

SVG = "{http://www.w3.org/2000/svg}"
EDITION = Edition(number=3, published_at=datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
BANDS = [
    BAND | {"level": "entry", "minimum": 50_000, "maximum": 60_000},
    BAND,
]
LONG = ("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunte " * 3)[:120]
HOSTILE = "\"'><script>alert(1)</script>"


def part(title, **values):
    return {"title": title, "text": "<p>Ein Satz.</p>"} | values


def requirement(title, importance="must", skills=()):
    named = [{"slug": f"s{abs(hash(name))}", "name": name, "kind": "tool"} for name in skills]
    return part(title, importance=importance, skills=named)


def draw_all(guide, edition=None):
    return [draw(name, guide, edition) for name in available(guide)]


def words(picture):
    """Return all lines of a picture as one text, as if it had one line."""
    root = ElementTree.fromstring(picture.svg)
    return " ".join(line.text for line in root.iter(f"{SVG}text")).replace("- ", "-")


def bars(picture):
    root = ElementTree.fromstring(picture.svg)
    rectangles = [bar for bar in root.iter(f"{SVG}rect") if bar.get("rx") == "8"]
    return [(bar.get("class"), float(bar.get("x")), float(bar.get("width"))) for bar in rectangles]


def test_every_infographic_of_the_real_guide_is_drawn(ml_guide):
    pictures = draw_all(ml_guide, EDITION)

    assert [(picture.name.value, picture.title) for picture in pictures] == [
        ("ueberblick", "Machine Learning Engineer: Überblick"),
        ("aufgaben", "Machine Learning Engineer: Acht Aufgaben"),
        ("anforderungen", "Machine Learning Engineer: Zehn Anforderungen"),
        ("gehalt", "Machine Learning Engineer: Gehalt nach Level"),
        ("karriere", "Machine Learning Engineer: Sechs Schritte in den Beruf"),
    ]
    for picture in pictures:
        root = ElementTree.fromstring(picture.svg)
        assert root.get("viewBox") == f"0 0 {picture.width} {picture.height}"
        assert root.find(f"{SVG}title").text == picture.title


def test_every_infographic_carries_date_and_credit(ml_guide):
    for picture in draw_all(ml_guide, EDITION):
        shown = words(picture)
        description = ElementTree.fromstring(picture.svg).find(f"{SVG}desc").text

        assert "TechMinds Ausgabe 3, Stand 24. November 2026 techminds.test/jobprofile/" in shown
        assert shown.endswith("machine-learning-engineer/")
        assert description.endswith(
            "Ausgabe 3, Stand 24. November 2026, "
            "techminds.test/jobprofile/machine-learning-engineer/"
        )


def test_infographic_of_a_working_copy_says_so(ml_guide):
    assert "Vorschau, nicht veröffentlicht" in words(draw("gehalt", ml_guide))


def test_infographic_of_the_address_of_the_site(ml_guide, settings):
    draw("gehalt", ml_guide, EDITION)
    settings.SITE_URL = "https://andere.example"

    assert "andere.example/jobprofile/" in words(draw("gehalt", ml_guide, EDITION))


def test_salary_infographic_shows_the_figures_with_basis_and_source(ml_guide):
    picture = draw("gehalt", ml_guide, EDITION)
    shown = words(picture)

    assert "Machine Learning Engineer Gehalt nach Level 50.000–120.000\u202f€" in shown
    for band in ml_guide.salary_bands:
        assert f"{band.label} {band}" in shown
    for text in [*ml_guide.bases, *ml_guide.provenance]:
        assert text in shown
    description = ElementTree.fromstring(picture.svg).find(f"{SVG}desc").text
    assert description.startswith(
        "Einsteiger: 50.000–60.000\u202f€ im Jahr. Mid-Level: 60.000–80.000\u202f€ im Jahr. "
        "Senior: 80.000–120.000\u202f€ im Jahr. Orientierungswert von TechMinds:"
    )


def test_salary_infographic_draws_the_bands_in_proportion(ml_guide):
    # The axis reaches from 40 to 140 thousand over 408 units.
    assert bars(draw("gehalt", ml_guide)) == [
        ("track", 36, 408),
        ("accent", 76.8, 40.8),
        ("track", 36, 408),
        ("accent", 117.6, 81.6),
        ("track", 36, 408),
        ("accent", 199.2, 163.2),
    ]


def test_salary_infographic_names_the_levels_of_each_basis():
    bands = [BANDS[0] | {"basis": "Umfrage."}, BANDS[1] | {"basis": "Schätzung."}]

    shown = words(draw("gehalt", guide(salary_bands=bands)))

    assert "Einsteiger: Umfrage. Senior: Schätzung." in shown


def test_salary_infographic_of_one_band_says_its_figure_once():
    shown = words(draw("gehalt", guide(salary_bands=[BAND])))

    assert shown.count("80.000–120.000\u202f€") == 1


def test_tasks_infographic_numbers_the_tasks(ml_guide):
    shown = words(draw("aufgaben", ml_guide))

    assert "Acht Aufgaben 1 Datenanalyse und Datenverarbeitung 2 Modellentwicklung 3 " in shown
    for number, task in enumerate(ml_guide.tasks, 1):
        assert f"{number} {task.title}" in shown


def test_requirements_infographic_groups_by_importance(ml_guide):
    shown = words(draw("anforderungen", ml_guide))

    must, plus = shown.split("Von Vorteil")
    assert "Erforderlich Programmierkenntnisse C++, Java, Julia, Python, R, Scala" in must
    for requirement in ml_guide.requirements:
        assert requirement.title in (must if requirement.importance == "must" else plus)


def test_requirements_infographic_has_no_empty_group():
    plus_only = guide(requirements=[requirement("Studium", "plus")])

    assert "Erforderlich" not in words(draw("anforderungen", plus_only))
    assert "Erforderlich" not in words(draw("ueberblick", plus_only))


def test_career_infographic_rises_to_the_last_step(ml_guide):
    shown = words(draw("karriere", ml_guide))

    assert "in den Beruf 6 Projekte und Portfolio 5 Machine Learning und Deep" in shown
    assert "2 Programmieren 1 Studium TechMinds" in shown


def test_overview_infographic_shows_the_whole_role(ml_guide):
    picture = draw("ueberblick", ml_guide)
    shown = words(picture)

    assert "Jobprofil · Daten und KI Machine Learning Engineer" in shown
    assert ml_guide.teaser in shown
    assert "50.000–120.000\u202f€ brutto im Jahr, Vollzeit, über alle Level" in shown
    for piece in (*ml_guide.tasks, *ml_guide.requirements, *ml_guide.career_steps):
        assert piece.title in shown
    for band in ml_guide.salary_bands:
        assert str(band) in shown


def test_infographics_of_an_empty_guide_are_the_overview_alone():
    empty = guide(tasks=[], requirements=[], career_steps=[])

    assert available(empty) == [Name.OVERVIEW]
    assert "Gehalt Noch keine belastbaren Gehaltszahlen" in words(draw("ueberblick", empty))
    for name in ("aufgaben", "anforderungen", "gehalt", "karriere", "nichts"):
        assert draw(name, empty) is None


@pytest.mark.parametrize(
    ("count", "titles"),
    [
        (1, ["Eine Aufgabe", "Eine Anforderung", "Ein Schritt in den Beruf"]),
        (2, ["Zwei Aufgaben", "Zwei Anforderungen", "Zwei Schritte in den Beruf"]),
        (12, ["Zwölf Aufgaben", "Zwölf Anforderungen", "Zwölf Schritte in den Beruf"]),
        (25, ["25 Aufgaben", "25 Anforderungen", "25 Schritte in den Beruf"]),
    ],
)
def test_infographics_count_in_german(count, titles):
    parts = [part(f"Punkt {number}") for number in range(count)]
    needs = [requirement(f"Punkt {number}") for number in range(count)]

    pictures = draw_all(guide(tasks=parts, requirements=needs, career_steps=parts))

    assert [picture.title for picture in pictures[1:]] == [f"Data Steward: {one}" for one in titles]
    for picture in pictures:
        for number in range(count):
            assert f"Punkt {number}" in words(picture)


def test_infographics_escape_hostile_text():
    hostile = guide(
        f"Rolle {HOSTILE}",
        slug="rolle",
        teaser=HOSTILE,
        tasks=[part(HOSTILE)],
        requirements=[requirement(HOSTILE, skills=[HOSTILE])],
        salary_bands=[BAND | {"basis": HOSTILE, "source": HOSTILE}],
        career_steps=[part(HOSTILE)],
    )

    for picture in draw_all(hostile):
        assert "<script" not in picture.svg
        assert "alert(1)" in words(picture)


def test_infographics_keep_long_titles_inside():
    long = guide(
        LONG,
        slug="a" * 60,
        tasks=[part(LONG)] * 3,
        requirements=[requirement(LONG, skills=[LONG])],
        salary_bands=[BAND | {"minimum": 9_000_000, "maximum": 10_000_000, "source": "S" * 200}],
        career_steps=[part(LONG)] * 25,
    )

    for picture in draw_all(long):
        assert_inside(picture)


@settings(deadline=None, max_examples=40)
@given(guides())
def test_infographics_of_any_guide_are_whole_documents(document):
    for picture in draw_all(document, EDITION):
        assert_inside(picture)


def assert_inside(picture):
    root = ElementTree.fromstring(picture.svg)
    for line in root.iter(f"{SVG}text"):
        face, size = Face(line.get("class").split()[0]), float(line.get("font-size"))
        width = Type(face, size, size).width(line.text)
        start = float(line.get("x")) - {"end": width, "middle": width / 2}.get(
            line.get("text-anchor"), 0
        )
        assert start >= MARGIN - 10, line.text
        assert start + width <= WIDTH - MARGIN + 10, line.text
        assert size <= float(line.get("y")) <= picture.height - 20, line.text
    for shape in root.iter(f"{SVG}rect"):
        assert float(shape.get("width")) > 0
        assert float(shape.get("x", 0)) + float(shape.get("width")) <= WIDTH
