"""Figures and guides past the day by which somebody should have looked again: readers are told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from roles.ageing import cautions, notice
from tests.factories import BAND, guide, published
from tests.roles.page import Page

URL = "/jobprofile/data-steward/"
NOW = "2026-04-01T10:00:00Z"
FUTURE, PAST, LONG_PAST = date(2026, 4, 1), date(2026, 3, 31), date(2025, 12, 1)

SENIOR_DUE = (
    "Die Gehaltsspanne für Senior sollte bis zum 31. März 2026 geprüft werden; "
    "sie kann überholt sein."
)
ALL_DUE = (
    "Die Gehaltsspannen sollten bis zum 31. März 2026 geprüft werden; sie können überholt sein."
)
GUIDE_DUE = (
    "Dieses Jobprofil sollte bis zum 31. März 2026 geprüft werden. "
    "Das steht noch aus, es kann also überholt sein."
)
EVERYTHING_DUE = (
    "Dieses Jobprofil und seine Gehaltsspannen sollten bis zum 31. März 2026 geprüft werden. "
    "Das steht noch aus, sie können also überholt sein."
)


def bands(**review_by):
    """Return a band a level, each to be looked at by its day, on adjoining ranges."""
    ends = {"entry": (50_000, 60_000), "mid": (60_000, 80_000), "senior": (80_000, 120_000)}
    return [
        BAND | {"level": level, "minimum": low, "maximum": high, "review_by": review_by[level]}
        for level, (low, high) in ends.items()
        if level in review_by
    ]


@pytest.fixture(autouse=True)
def now(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.mark.parametrize(
    ("days", "sentences"),
    [
        ({}, []),
        ({"entry": FUTURE, "mid": FUTURE, "senior": FUTURE}, []),
        ({"entry": FUTURE, "mid": FUTURE, "senior": PAST}, [SENIOR_DUE]),
        ({"senior": PAST}, [SENIOR_DUE]),
        (
            {"entry": PAST, "mid": PAST, "senior": FUTURE},
            [
                "Die Gehaltsspannen für Einsteiger und Mid-Level sollten bis zum 31. März 2026 "
                "geprüft werden; sie können überholt sein."
            ],
        ),
        (
            {"entry": PAST, "mid": LONG_PAST, "senior": FUTURE},
            [
                "Die Gehaltsspanne für Mid-Level sollte bis zum 1. Dezember 2025 geprüft werden; "
                "sie kann überholt sein.",
                "Die Gehaltsspanne für Einsteiger sollte bis zum 31. März 2026 geprüft werden; "
                "sie kann überholt sein.",
            ],
        ),
        ({"entry": PAST, "mid": PAST, "senior": PAST}, [ALL_DUE]),
        ({"entry": LONG_PAST, "senior": PAST}, [ALL_DUE]),
    ],
)
def test_bands_that_are_due_are_told_in_sentences(days, sentences):
    assert cautions(guide(salary_bands=bands(**days)).salary_bands) == sentences


@pytest.mark.parametrize(
    ("review_by", "days", "sentence"),
    [
        (FUTURE, {}, ""),
        (FUTURE, {"entry": PAST, "senior": PAST}, ""),
        (PAST, {}, GUIDE_DUE),
        (PAST, {"entry": FUTURE, "senior": PAST}, GUIDE_DUE),
        (PAST, {"entry": PAST, "senior": LONG_PAST}, EVERYTHING_DUE),
        (LONG_PAST, {"entry": LONG_PAST, "senior": PAST}, EVERYTHING_DUE),
        (
            PAST,
            {"senior": PAST},
            EVERYTHING_DUE.replace("seine Gehaltsspannen", "seine Gehaltsspanne"),
        ),
    ],
)
def test_guide_that_is_due_is_told_once(review_by, days, sentence):
    assert notice(guide(review_by=review_by, salary_bands=bands(**days))) == sentence


@pytest.mark.parametrize(
    ("moment", "is_due"),
    [
        ("2026-03-31T21:59:59Z", False),  # a second before midnight in Berlin, summer time
        ("2026-03-31T22:00:00Z", True),
    ],
)
def test_day_ends_in_berlin(db, client, time_machine, moment, is_due):
    days = bands(entry=FUTURE, senior=PAST)
    published(review_by=PAST, salary_bands=days, at=datetime(2026, 3, 1, tzinfo=UTC))
    time_machine.move_to(moment, tick=False)

    page = Page(client.get(URL))

    assert page.headings[0] == "Data Steward"
    assert (GUIDE_DUE in page.text, SENIOR_DUE in page.text) == (is_due, is_due)


def test_page_grows_old_without_a_new_edition(db, client, time_machine):
    published(review_by=FUTURE, salary_bands=bands(senior=FUTURE))
    before = client.get(URL).content.decode()

    time_machine.move_to("2026-04-02T10:00:00Z", tick=False)

    after = client.get(URL).content.decode()
    assert ("überholt" in before, "überholt" in after) == (False, True)


@pytest.mark.parametrize(
    ("review_by", "days", "told"),
    [
        # what the head says, what stands at the picture, what stands at the table
        (FUTURE, {"entry": FUTURE, "senior": FUTURE}, {}),
        (FUTURE, {"entry": FUTURE, "senior": PAST}, {SENIOR_DUE: 2}),
        (FUTURE, {"entry": PAST, "senior": PAST}, {ALL_DUE: 2}),
        (PAST, {"entry": FUTURE, "senior": FUTURE}, {GUIDE_DUE: 1}),
        (PAST, {"entry": FUTURE, "senior": PAST}, {GUIDE_DUE: 1, SENIOR_DUE: 2}),
        (PAST, {"entry": PAST, "senior": PAST}, {EVERYTHING_DUE: 1, ALL_DUE: 1}),
        (PAST, {}, {GUIDE_DUE: 1}),
    ],
)
def test_guide_page_says_what_is_due(db, client, review_by, days, told):
    published(review_by=review_by, salary_bands=bands(**days))

    text = Page(client.get(URL)).text

    assert {sentence: text.count(sentence) for sentence in told} == told
    assert text.count("überholt sein") == sum(told.values())


def test_notice_stands_at_the_head_and_caution_at_the_figures(db, client):
    published(review_by=PAST, salary_bands=bands(entry=FUTURE, senior=PAST))

    text = Page(client.get(URL)).text

    places = [text.index(f"Min. Lesezeit {GUIDE_DUE} Gehalt nach Level")]
    places.append(text.index(f"{SENIOR_DUE} Deutschland, Stand 01.01.2026, Quelle: Test."))
    places.append(text.index("Auf einen Blick"))
    places.append(text.index(f"{SENIOR_DUE} Grundlage (Einsteiger, Senior)"))
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("review_by", "days", "figures"),
    [
        (FUTURE, {}, ""),
        (
            FUTURE,
            {"entry": FUTURE, "mid": FUTURE, "senior": FUTURE},
            " Gehalt: 50.000–120.000\u202f€ brutto im Jahr.",
        ),
        (
            FUTURE,
            {"entry": FUTURE, "mid": FUTURE, "senior": PAST},
            " Gehalt (Einsteiger, Mid-Level): 50.000–80.000\u202f€ brutto im Jahr.",
        ),
        (
            FUTURE,
            {"entry": PAST, "mid": FUTURE},
            " Gehalt (Mid-Level): 60.000–80.000\u202f€ brutto im Jahr.",
        ),
        (FUTURE, {"entry": PAST, "senior": PAST}, ""),
        (PAST, {"entry": FUTURE, "senior": FUTURE}, ""),
    ],
)
def test_search_results_are_told_no_figure_that_is_due(db, client, review_by, days, figures):
    published(teaser="Was die Rolle ist.", review_by=review_by, salary_bands=bands(**days))

    page = Page(client.get(URL))

    assert page.description == f"Was die Rolle ist.{figures}"


def test_salary_page_says_it_at_each_role(db, client):
    published(salary_bands=bands(entry=FUTURE, senior=PAST))
    published("Data Owner", salary_bands=bands(senior=FUTURE))

    page = Page(client.get("/gehalt/"))

    sources = {row[0]: row[-1] for row in page.rows[1:]}
    assert sources == {
        "Data Owner": "Deutschland, Stand 01.01.2026, Quelle: Test",
        "Data Steward": f"Deutschland, Stand 01.01.2026, Quelle: Test {SENIOR_DUE}",
    }
    assert page.text.count(SENIOR_DUE) == 1


def test_salary_check_says_it_at_the_picture_of_the_role(db, client):
    published(salary_bands=bands(entry=FUTURE, senior=PAST))
    published("Data Owner", salary_bands=bands(entry=FUTURE))

    due = Page(client.get("/gehalt/?rolle=data-steward")).text
    fresh = Page(client.get("/gehalt/?rolle=data-owner")).text

    # once in the table of all roles, and once more at the picture
    assert (due.count(SENIOR_DUE), fresh.count(SENIOR_DUE)) == (2, 1)


def test_first_page_says_it_at_the_picture(db, client):
    published(salary_bands=bands(entry=FUTURE, senior=PAST))

    assert Page(client.get("/")).text.count(SENIOR_DUE) == 1


@pytest.mark.parametrize(("name", "count"), [("gehalt", 1), ("ueberblick", 1), ("aufgaben", 0)])
def test_page_of_an_infographic_says_it_where_it_shows_pay(db, client, name, count):
    published(salary_bands=bands(entry=FUTURE, senior=PAST))

    text = Page(client.get(f"{URL}infografik/{name}/")).text

    assert text.count(SENIOR_DUE) == count


@pytest.mark.parametrize(
    ("name", "is_told"), [("gehalt", True), ("ueberblick", True), ("aufgaben", False)]
)
def test_embedded_picture_says_beside_it_where_it_shows_pay(db, client, name, is_told):
    published(salary_bands=bands(senior=PAST))

    page = client.get(f"{URL}infografik/{name}/einbetten/").content.decode()

    assert (SENIOR_DUE in page) == is_told


def test_picture_stays_the_same_file_while_its_guide_grows_old(db, client, time_machine):
    published(salary_bands=bands(senior=FUTURE))
    address = f"{URL}infografik/gehalt.svg"
    before = client.get(address)

    time_machine.shift(timedelta(days=30))

    after = client.get(address)
    assert after.content == before.content
    assert after["ETag"] == before["ETag"]
