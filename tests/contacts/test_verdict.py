"""What we tell a client about their budget: at every border of every band, and never otherwise later."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from contacts.models import VacancyRequest
from contacts.verdict import CAUTION, NO_DATA, judge
from tests.factories import BAND, published, received, typed

pytestmark = pytest.mark.django_db

ADDRESS = "/vakanz-anfragen/"
N = "\u202f"  # the narrow no-break space before the sign of the euro
# Entry 50-60, mid 60-80, senior 90-120: two that meet, and a gap of 10,000 under the last.
BANDS = [
    BAND | {"level": "entry", "minimum": 50_000, "maximum": 60_000},
    BAND | {"level": "mid", "minimum": 60_000, "maximum": 80_000},
    BAND | {"level": "senior", "minimum": 90_000, "maximum": 120_000},
]
ENTRY = f"Einsteiger (50.000–60.000{N}€)"
MID = f"Mid-Level (60.000–80.000{N}€)"
SENIOR = f"Senior (90.000–120.000{N}€)"
LIE = "brutto im Jahr liegen"
LOW_ONLY = "Gerechnet mit dem unteren Ende: "
HIGH_ONLY = "Gerechnet mit dem oberen Ende: "


@pytest.fixture
def edition():
    return published(salary_bands=BANDS)


@pytest.mark.parametrize(
    ("level", "low", "high", "position", "share", "sentence"),
    [
        # With a level: below, at the lower border, in each third, at the upper border, above.
        ("senior", 89_999, 89_999, "below", None, f"89.999{N}€ {LIE} unter der Spanne für {SENIOR}."),
        ("senior", 90_000, 90_000, "within", 0.0, f"90.000{N}€ {LIE} im unteren Drittel der Spanne für {SENIOR}."),
        ("senior", 90_000, 99_999, "within", 4_999.5 / 30_000, f"90.000–99.999{N}€ {LIE} im unteren Drittel der Spanne für {SENIOR}."),
        ("senior", 100_000, 110_000, "within", 0.5, f"100.000–110.000{N}€ {LIE} in der Mitte der Spanne für {SENIOR}."),
        ("senior", 99_999, 110_000, "within", 14_999.5 / 30_000, f"99.999–110.000{N}€ {LIE} in den unteren zwei Dritteln der Spanne für {SENIOR}."),
        ("senior", 105_000, 115_000, "within", 20_000 / 30_000, f"105.000–115.000{N}€ {LIE} in den oberen zwei Dritteln der Spanne für {SENIOR}."),
        ("senior", 90_000, 120_000, "within", 0.5, f"90.000–120.000{N}€ {LIE} innerhalb der Spanne für {SENIOR}."),
        ("senior", 110_001, 120_000, "within", 25_000.5 / 30_000, f"110.001–120.000{N}€ {LIE} im oberen Drittel der Spanne für {SENIOR}."),
        ("senior", 120_000, 120_000, "within", 1.0, f"120.000{N}€ {LIE} im oberen Drittel der Spanne für {SENIOR}."),
        ("senior", 120_001, 120_001, "above", None, f"120.001{N}€ {LIE} über der Spanne für {SENIOR}."),
        ("senior", 80_000, 95_000, "straddling", None, f"80.000–95.000{N}€ {LIE} teils in der Spanne für {SENIOR}, teils darunter."),
        ("senior", 110_000, 130_000, "straddling", None, f"110.000–130.000{N}€ {LIE} teils in der Spanne für {SENIOR}, teils darüber."),
        ("senior", 80_000, 130_000, "straddling", None, f"80.000–130.000{N}€ {LIE} teils in der Spanne für {SENIOR}, teils darunter, teils darüber."),
        # What misses its level but meets another is told so.
        ("senior", 65_000, 70_000, "below", None, f"65.000–70.000{N}€ {LIE} unter der Spanne für {SENIOR}. Ihr Budget liegt in den unteren zwei Dritteln der Spanne für {MID}."),
        ("entry", 70_000, 70_000, "above", None, f"70.000{N}€ {LIE} über der Spanne für {ENTRY}. Ihr Budget liegt in der Mitte der Spanne für {MID}."),
        # Without a level: between, at the border of two, over two, below and above all.
        ("", 85_000, 85_000, "between", None, f"85.000{N}€ {LIE} zwischen den Spannen für {MID} und {SENIOR}."),
        ("", 80_001, 89_999, "between", None, f"80.001–89.999{N}€ {LIE} zwischen den Spannen für {MID} und {SENIOR}."),
        ("", 60_000, 60_000, "straddling", None, f"60.000{N}€ {LIE} an der Grenze der Spannen für {ENTRY} und {MID}."),
        ("", 55_000, 65_000, "straddling", None, f"55.000–65.000{N}€ {LIE} teils in der Spanne für {ENTRY}, teils in der für {MID}."),
        ("", 75_000, 95_000, "straddling", None, f"75.000–95.000{N}€ {LIE} teils in der Spanne für {MID}, teils in der für {SENIOR}."),
        ("", 49_999, 49_999, "below", None, f"49.999{N}€ {LIE} unter der Spanne für {ENTRY}."),
        ("", 120_001, 130_000, "above", None, f"120.001–130.000{N}€ {LIE} über der Spanne für {SENIOR}."),
        ("", 50_000, 50_000, "within", 0.0, f"50.000{N}€ {LIE} im unteren Drittel der Spanne für {ENTRY}."),
        # One end only.
        ("senior", 90_000, None, "within", 0.0, f"{LOW_ONLY}90.000{N}€ {LIE} im unteren Drittel der Spanne für {SENIOR}."),
        ("senior", None, 120_000, "within", 1.0, f"{HIGH_ONLY}120.000{N}€ {LIE} im oberen Drittel der Spanne für {SENIOR}."),
        ("", None, 49_999, "below", None, f"{HIGH_ONLY}49.999{N}€ {LIE} unter der Spanne für {ENTRY}."),
    ],
)  # fmt: skip
def test_budget_is_judged_at_every_border(edition, level, low, high, position, share, sentence):
    verdict = judge(edition.pk, level=level, low=low, high=high)

    assert (verdict.position, verdict.share) == (position, pytest.approx(share))
    assert verdict.sentence == sentence
    assert (verdict.role, verdict.edition, verdict.is_cautious) == ("Data Steward", 1, False)


@pytest.mark.parametrize(
    ("values", "level", "role", "number"),
    [
        ({"salary_bands": []}, "senior", "Data Steward", 1),  # a guide without figures
        ({"salary_bands": BANDS[:1]}, "senior", "Data Steward", 1),  # none for this level
        (None, "senior", "Kaffeekocher", None),  # a title of the client's own
    ],
)
def test_budget_without_data_is_not_judged_but_told(values, level, role, number):
    pk = published(**values).pk if values is not None else None

    verdict = judge(pk, level=level, low=80_000, high=90_000, title="Kaffeekocher")

    assert (verdict.position, verdict.share, verdict.bands) == ("no_data", None, ())
    assert verdict.sentence == NO_DATA
    assert (verdict.role, verdict.edition) == (role, number)


def test_no_budget_gets_no_verdict(edition):
    assert judge(edition.pk, level="senior") is None


@pytest.mark.parametrize(
    ("moment", "is_cautious"),
    [
        (datetime(2026, 5, 31, 21, 59, tzinfo=UTC), False),  # 23:59 in Berlin, the last good day
        (datetime(2026, 5, 31, 22, 0, tzinfo=UTC), True),
    ],
)
def test_figures_that_are_due_are_told_with_caution(moment, is_cautious):
    band = BAND | {"review_by": date(2026, 5, 31)}
    edition = published(at=datetime(2026, 1, 2, tzinfo=UTC), salary_bands=[band])

    with time_machine.travel(moment, tick=False):
        verdict = judge(edition.pk, level="senior", low=90_000)

    assert (verdict.is_cautious, verdict.caution) == (is_cautious, CAUTION if is_cautious else "")


def test_verdict_names_day_source_and_basis(edition):
    verdict = judge(edition.pk, level="senior", low=90_000)

    assert verdict.provenance == ("Deutschland, Stand 01.01.2026, Quelle: Test",)
    assert verdict.bases == ("Erfundene Zahl für einen Test.",)


# Frozen ------------------------------------------------------------------------------------------


def test_verdict_stays_as_it_was_told(edition):
    vacancy = received(edition=edition.pk, level="senior", budget_minimum="95.000")
    told = vacancy.verdict
    profile = edition.profile
    band = profile.salary_bands.get(level="senior")
    band.minimum, band.maximum = 130_000, 150_000
    band.save()
    profile.publish(note="Neue Zahlen.")

    stored = VacancyRequest.objects.get()

    assert stored.verdict == told
    assert "90.000–120.000" in stored.verdict.sentence
    assert (stored.market_position, stored.market_share) == ("within", pytest.approx(1 / 6))
    assert stored.edition == edition


@pytest.mark.parametrize(
    "name", ["verdict_document", "market_position", "budget_minimum", "edition", "company"]
)
def test_what_came_in_is_written_once(edition, name):
    vacancy = received(edition=edition.pk, budget_minimum="95.000")

    with pytest.raises(TypeError):
        vacancy.save(update_fields=[name])
    with pytest.raises(TypeError):
        vacancy.save()


def test_request_without_a_budget_has_no_verdict(edition):
    vacancy = received(edition=edition.pk)

    assert (vacancy.verdict, vacancy.market_position, vacancy.market_share) == (None, "", None)


# On the page ---------------------------------------------------------------------------------------


def answer(response):
    page = response.content.decode()
    return re.sub(r"[ \n]+", " ", page.partition('id="budget-antwort"')[2].partition("</div>")[0])


def test_button_checks_the_budget_and_asks_for_nothing_else(client, edition):
    response = client.post(
        ADDRESS,
        {"check": "budget", "edition": edition.pk, "level": "senior", "budget_minimum": "95.000"},
    )

    assert response.status_code == 200
    assert f"im unteren Drittel der Spanne für {SENIOR}" in answer(response)
    assert "Stand 01.01.2026, Quelle: Test" in response.content.decode()
    assert "Bitte nennen Sie Ihr Unternehmen" not in response.content.decode()
    assert VacancyRequest.objects.count() == 0


def test_button_names_what_it_cannot_read(client, edition):
    response = client.post(ADDRESS, {"check": "budget", "budget_minimum": "80,000"})

    assert response.status_code == 200
    assert "nicht eindeutig lesen" in response.content.decode()
    assert "Spanne für" not in answer(response)


def test_budget_without_a_role_asks_for_one(client, edition):
    response = client.post(ADDRESS, {"check": "budget", "budget_minimum": "95.000"})

    assert "Wählen Sie oben ein Jobprofil" in answer(response)
    assert NO_DATA not in answer(response)


def test_budget_that_reaches_into_its_band_names_that_band_once(edition):
    verdict = judge(edition.pk, level="mid", low=70_000, high=90_000)

    assert verdict.sentence.count("Mid-Level") == 1


def test_button_without_a_budget_says_what_it_needs(client, edition):
    response = client.post(ADDRESS, {"check": "budget", "edition": edition.pk})

    assert "Nennen Sie ein Jahresgehalt" in answer(response)


def test_button_keeps_everything_that_was_typed(client, edition):
    sent = typed(edition=str(edition.pk), budget_minimum="95k", message="Viel\nText")

    page = client.post(ADDRESS, sent | {"check": "budget"}).content.decode()

    for text in ("Nordlicht GmbH", "Anna Muster", "95k", "Viel\nText"):
        assert text in page


def test_link_with_a_budget_shows_the_verdict_at_once(client, edition):
    response = client.get(ADDRESS, {"rolle": "data-steward", "level": "senior", "von": "95000"})

    assert f"im unteren Drittel der Spanne für {SENIOR}" in answer(response)


def test_form_that_comes_back_shows_the_verdict_too(client, edition):
    response = client.post(
        ADDRESS, typed(email="", edition=edition.pk, level="mid", budget_maximum="70.000")
    )

    assert response.status_code == 422
    assert f"in der Mitte der Spanne für {MID}" in answer(response)
