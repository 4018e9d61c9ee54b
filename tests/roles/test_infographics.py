"""Infographics: the same words and figures as the guide, whatever the guide is like."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from roles.infographics import MARGIN, WIDTH, Name, Points, available, draw
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


def description(picture):
    return ElementTree.fromstring(picture.svg).find(f"{SVG}desc").text


def shapes(picture, **attributes):
    """Return class, left and upper edge, width and height of rectangles with such attributes.

    Without that on which all others lie.
    """
    _, *rectangles = ElementTree.fromstring(picture.svg).iter(f"{SVG}rect")
    return [
        (shape.get("class"), *(float(shape.get(name)) for name in ("x", "y", "width", "height")))
        for shape in rectangles
        if all(shape.get(name) == value for name, value in attributes.items())
    ]


def bars(picture):
    """Return class, left edge and width of the bars of the salary picture."""
    return [(kind, x, width) for kind, x, _, width, _ in shapes(picture, rx="8")]


def lines(picture):
    """Return text, x and baseline of each line."""
    root = ElementTree.fromstring(picture.svg)
    return [
        (line.text, float(line.get("x")), float(line.get("y"))) for line in root.iter(f"{SVG}text")
    ]


def baseline(picture, text):
    (y,) = [y for found, _, y in lines(picture) if found == text]
    return y


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

        assert "TechMinds Ausgabe 3, Stand 24. November 2026 techminds.test/jobprofile/" in shown
        assert shown.endswith("machine-learning-engineer/")
        assert description(picture).endswith(
            "Ausgabe 3, Stand 24. November 2026, "
            "techminds.test/jobprofile/machine-learning-engineer/"
        )


def test_every_infographic_carries_the_logo_in_its_foot(ml_guide):
    for picture in draw_all(ml_guide, EDITION):
        brand = baseline(picture, "TechMinds")

        assert [
            (kind, x, round(y - brand, 2), width, height)
            for kind, x, y, width, height in shapes(picture)
            if "brand" in kind
        ] == [
            ("brand", 36, -21, 28, 28),
            ("on-brand", 41.25, -3.5, 7.88, 3.5),
            ("on-brand", 44.75, -8.75, 8.75, 3.5),
            ("brand-accent", 48.25, -14, 10.5, 3.5),
        ]
        assert ("TechMinds", 76, brand) in lines(picture)


@pytest.fixture
def steward():
    return guide(
        tasks=[part("Daten ordnen"), part("Daten prüfen")],
        requirements=[
            requirement("Statistik", skills=["SQL", "Python"]),
            requirement("Neugier"),
            requirement("Studium", "plus"),
        ],
        salary_bands=BANDS,
        career_steps=[part("Lernen"), part("Arbeiten")],
    )


TASK_POINTS = (("Daten ordnen", ""), ("Daten prüfen", ""))
MUST = Points("Erforderlich", (("Statistik", "Python, SQL"), ("Neugier", "")))
PLUS = Points("Von Vorteil", (("Studium", ""),))
STEP_POINTS = (("Lernen", ""), ("Arbeiten", ""))
PAY_WORDS = (
    "Einsteiger: 50.000–60.000\u202f€ im Jahr. Senior: 80.000–120.000\u202f€ im Jahr. "
    "Erfundene Zahl für einen Test. Deutschland, Stand 01.01.2026, Quelle: Test. "
)
CREDIT = "Ausgabe 3, Stand 24. November 2026, techminds.test/jobprofile/data-steward/"


@pytest.mark.parametrize(
    ("name", "alt", "points", "said"),
    [
        (
            "ueberblick",
            "Die Rolle Data Steward auf einen Blick",
            (
                Points("Aufgaben", TASK_POINTS, is_ordered=True),
                MUST,
                PLUS,
                Points("Weg in den Beruf", STEP_POINTS, is_ordered=True),
            ),
            f"{PAY_WORDS}Aufgaben: Daten ordnen, Daten prüfen. Erforderlich: Statistik, Neugier. "
            "Von Vorteil: Studium. Weg in den Beruf: Lernen, Arbeiten. ",
        ),
        (
            "aufgaben",
            "Zwei Aufgaben in der Rolle Data Steward",
            (Points("Zwei Aufgaben", TASK_POINTS, is_ordered=True),),
            "Zwei Aufgaben: Daten ordnen, Daten prüfen. ",
        ),
        (
            "anforderungen",
            "Drei Anforderungen in der Rolle Data Steward",
            (MUST, PLUS),
            "Erforderlich: Statistik, Neugier. Von Vorteil: Studium. ",
        ),
        ("gehalt", "Gehaltsspannen in der Rolle Data Steward als Balken", (), PAY_WORDS),
        (
            "karriere",
            "Zwei Schritte in den Beruf Data Steward, als Treppe",
            (Points("Zwei Schritte in den Beruf", STEP_POINTS, is_ordered=True),),
            "Zwei Schritte in den Beruf: Lernen, Arbeiten. ",
        ),
    ],
)
def test_infographic_says_in_words_what_it_shows(steward, name, alt, points, said):
    picture = draw(name, steward, EDITION)

    assert picture.alt == alt
    assert picture.points == points
    assert description(picture) == said + CREDIT


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
    assert description(picture).startswith(
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


def test_salary_infographic_draws_a_grid_behind_bars_and_words():
    picture = draw("gehalt", guide(salary_bands=BANDS))

    entry, senior = baseline(picture, "Einsteiger"), baseline(picture, "Senior")
    top = round(entry - 23.67, 2)
    assert [shape for shape in shapes(picture, **{"class": "line"}) if shape[3] == 1] == [
        ("line", x, top, 1, 150) for x in (36, 117.6, 199.2, 280.8, 362.4, 443)
    ]
    root = ElementTree.fromstring(picture.svg)
    parts = list(root)
    last_grid = max(place for place, shape in enumerate(parts) if shape.get("width") == "1")
    for label, y in (("Einsteiger", entry), ("Senior", senior)):
        (place,) = [place for place, line in enumerate(parts) if line.text == label]
        ground = parts[place - 1]
        assert last_grid < place - 1
        assert ground.attrib == {
            "class": "ground",
            "x": "34",
            "y": f"{y - 23.67:.2f}".rstrip("0").rstrip("."),
            "width": "412",
            "height": "34",
        }


def test_salary_infographic_names_its_axis():
    shown = words(draw("gehalt", guide(salary_bands=BANDS)))

    assert " 40 60 80 100 120 140 Tausend Euro brutto im Jahr, Vollzeit " in shown


def test_salary_infographic_groups_the_thousands_of_its_axis():
    bands = [BAND | {"minimum": 900_000, "maximum": 1_200_000}]

    shown = words(draw("gehalt", guide(salary_bands=bands)))

    assert " 800 900 1.000 1.100 1.200 1.300 Tausend Euro brutto im Jahr, Vollzeit " in shown


def test_salary_infographic_of_one_basis_names_no_levels():
    shown = words(draw("gehalt", guide(salary_bands=BANDS)))

    assert "Vollzeit Erfundene Zahl für einen Test. Deutschland, Stand" in shown


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


def test_tasks_infographic_begins_a_row_under_the_longer_task():
    long = "Stammdatenpflege Datenmanagement Qualitätssicherung"
    for titles in ((long, "Kurz"), ("Kurz", long)):
        tasks = [part(title) for title in (*titles, "Letzte")]
        picture = draw("aufgaben", guide(tasks=tasks))

        rows = [shape for shape in shapes(picture, **{"class": "text"}) if shape[3] == 188]
        (first, second), (third,) = rows[:2], rows[2:]
        assert [x for _, x, *_ in rows] == [36, 256, 36]
        assert first[2] == second[2]
        # A line ends 6.33 under its baseline.
        end = baseline(picture, "Qualitätssicherung") + 6.33
        assert third[2] == pytest.approx(end + 32, abs=0.02)
        assert_inside(picture)


def test_tasks_infographic_has_columns_up_to_four_lines_a_task():
    four, five = [" ".join(["Stammdatenpflege"] * count) for count in (4, 5)]

    grid = draw("aufgaben", guide(tasks=[part("Kurz"), part(four)]))
    rows = draw("aufgaben", guide(tasks=[part("Kurz"), part(five)]))
    single = draw("aufgaben", guide(tasks=[part("Kurz")]))

    assert [x for text, x, _ in lines(grid) if text in {"1", "2"}] == [36, 256]
    assert [x for text, x, _ in lines(rows) if text in {"1", "2"}] == [36, 36]
    assert [x for text, x, _ in lines(single) if text in {"1", "Kurz"}] == [36, 92]


def test_tasks_infographic_has_no_columns_that_would_cut_a_word():
    tasks = [part("Kurz"), part("Donaudampfschifffahrtsdaten")]

    picture = draw("aufgaben", guide(tasks=tasks))

    assert ("Donaudampfschifffahrtsdaten", 92) in [(text, x) for text, x, _ in lines(picture)]


def test_requirements_infographic_marks_a_must_in_full_and_a_plus_hollow(steward):
    picture = draw("anforderungen", steward)

    marks = [
        (kind, x, round(y, 1), width, height)
        for kind, x, y, width, height in shapes(picture, rx="4") + shapes(picture, rx="2")
    ]
    first, second, third = [
        round(baseline(picture, title) - 9.67, 1) for title in ("Statistik", "Neugier", "Studium")
    ]
    assert marks == [
        ("accent", 36, first, 16, 8),
        ("accent", 36, second, 16, 8),
        ("accent", 36, third, 16, 8),
        ("ground", 38, round(third + 2, 1), 12, 4),
    ]


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


@pytest.mark.parametrize(
    ("count", "shift", "length"), [(1, 0, 408), (3, 30, 348), (6, 30, 258), (11, 15, 258)]
)
def test_career_infographic_draws_stairs_with_an_accent_on_top(count, shift, length):
    steps = [part(f"Schritt {number}") for number in range(1, count + 1)]

    picture = draw("karriere", guide(career_steps=steps))

    stairs = shapes(picture, rx="5")
    assert [(kind, x, width, height) for kind, x, _, width, height in stairs] == [
        ("accent" if number == count else "text", 36 + shift * (number - 1), length, 10)
        for number in range(count, 0, -1)
    ]
    for number, (_, x, y, _, _) in zip(range(count, 0, -1), stairs, strict=True):
        assert y - baseline(picture, f"Schritt {number}") == pytest.approx(16.33, abs=0.02)
        assert [left for text, left, _ in lines(picture) if text == f"{number}"] == [x]


def test_overview_infographic_draws_the_bands_between_their_words():
    picture = draw("ueberblick", guide(salary_bands=BANDS))

    entry, senior = [round(baseline(picture, label) - 8.5, 2) for label in ("Einsteiger", "Senior")]
    assert shapes(picture, rx="4") == [
        ("track", 130.96, entry, 156.26, 8),
        ("accent", 146.59, entry, 15.63, 8),
        ("track", 130.96, senior, 156.26, 8),
        ("accent", 193.47, senior, 62.5, 8),
    ]
    assert_inside(picture)


def test_overview_infographic_of_one_band_speaks_of_no_others():
    shown = words(draw("ueberblick", guide(salary_bands=[BAND])))

    assert "80.000–120.000\u202f€ brutto im Jahr, Vollzeit Senior 80.000" in shown
    assert "über alle Level" not in shown


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
    overview = draw("ueberblick", empty, EDITION)
    assert "Gehalt Noch keine belastbaren Gehaltszahlen TechMinds" in words(overview)
    assert overview.points == ()
    assert description(overview) == f"Noch keine belastbaren Gehaltszahlen {CREDIT}"
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
    """Hold each line and bar within the margins and apart from every other line."""
    root = ElementTree.fromstring(picture.svg)
    boxes = []
    for line in root.iter(f"{SVG}text"):
        face, size = Face(line.get("class").split()[0]), float(line.get("font-size"))
        width = Type(face, size, size).width(line.text)
        start = float(line.get("x")) - {"end": width, "middle": width / 2}.get(
            line.get("text-anchor"), 0
        )
        y = float(line.get("y"))
        assert start >= MARGIN - 10, line.text
        assert start + width <= WIDTH - MARGIN + 10, line.text
        assert size <= y <= picture.height - 20, line.text
        boxes.append((line.text, start, y - 0.75 * size, width, size))
    for shape in root.iter(f"{SVG}rect"):
        assert float(shape.get("width")) > 0
        assert float(shape.get("x", 0)) + float(shape.get("width")) <= WIDTH
    bars = [shape for shape in shapes(picture) if shape[0] in {"accent", "track", "text"}]
    for number, box in enumerate(boxes):
        overlaps = [other[0] for other in (*boxes[:number], *bars) if do_overlap(box, other)]
        assert overlaps == [], box[0]


def do_overlap(one, other):
    """Whether two boxes (name, left, top, width, height) share some of their area."""
    return all(
        one[edge] < other[edge] + other[edge + 2] and other[edge] < one[edge] + one[edge + 2]
        for edge in (1, 2)
    )
