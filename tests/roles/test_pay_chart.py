"""The geometry of the pay chart: every bar and mark inside of the picture and in its place."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.amounts import HIGHEST, LOWEST
from roles.guide import HIGHEST_PAY, SalaryBand
from roles.pay import RolePay
from roles.pay_chart import MOST_TICKS, PayChart
from roles.vocabulary import Level
from tests.factories import BAND


def band(level, minimum, maximum):
    return SalaryBand.model_validate(
        BAND | {"level": level, "minimum": minimum, "maximum": maximum}
    )


def role(title, *bands):
    return RolePay(title.lower(), title, bands, 1, datetime(2026, 11, 24, tzinfo=UTC))


ENTRY = band("entry", 50_000, 60_000)
MID = band("mid", 60_000, 80_000)
SENIOR = band("senior", 80_000, 120_000)
ROLE = role("Steward", ENTRY, MID, SENIOR)


def number(percent):
    """Return the number that a length across such as "12.50%" holds."""
    assert percent.endswith("%")
    return float(percent.removesuffix("%"))


def test_chart_of_one_role_has_a_bar_a_band_and_round_ticks():
    chart = PayChart.of(ROLE)

    assert [tick.label for tick in chart.ticks] == ["40", "60", "80", "100", "120", "140"]
    assert [(bar.band, bar.x, bar.width) for bar in chart.bars] == [
        (ENTRY, "10.00%", "10.00%"),
        (MID, "20.00%", "20.00%"),
        (SENIOR, "40.00%", "40.00%"),
    ]
    assert chart.headings == []
    assert chart.marker is None
    assert [(bar.label_y, bar.y) for bar in chart.bars] == [(20, 30), (76, 86), (132, 142)]
    assert (chart.top, chart.bottom, chart.tick_y, chart.unit_y) == (0, 168, 186, 206)
    assert chart.height == 212


def test_chart_shows_a_band_of_one_amount_as_a_hundredth_inside():
    chart = PayChart.of(role("Steward", band("entry", 25_000, 25_000), band("mid", 1, 99_999)))
    at_the_end = PayChart.of(role("Steward", band("entry", 99_999, 99_999), band("mid", 1, 2)))

    assert [(bar.x, bar.width) for bar in chart.bars] == [("25.00%", "1.00%"), ("0.00%", "100.00%")]
    assert [(bar.x, bar.width) for bar in at_the_end.bars] == [
        ("99.00%", "1.00%"),
        ("0.00%", "1.00%"),
    ]


def test_chart_marks_an_amount():
    chart = PayChart.of(ROLE, 70_000)

    assert (chart.marker.label, chart.marker.x) == ("70.000\u202f€", "30.00%")
    assert (chart.top, chart.top_y, chart.marker_top) == (28, 16, 22)
    assert (chart.bars[0].label_y, chart.bars[0].y) == (48, 58)


def test_chart_makes_room_for_an_amount_far_outside():
    chart = PayChart.of(ROLE, 300_000)

    assert [tick.label for tick in chart.ticks] == ["0", "100", "200", "300", "400"]
    assert chart.marker.x == "75.00%"


@pytest.mark.parametrize(
    ("amount", "anchor"),
    [
        (40_001, "start"),
        (51_999, "start"),
        (52_001, "middle"),
        (127_999, "middle"),
        (130_000, "end"),
    ],
)
def test_chart_keeps_the_words_of_a_mark_inside(amount, anchor):
    assert PayChart.of(ROLE, amount).marker.anchor == anchor


def test_chart_of_several_roles_has_them_under_their_titles_on_one_axis():
    chart = PayChart.of_roles([role("Architect", SENIOR), role("Steward", ENTRY, MID)])

    assert [heading.title for heading in chart.headings] == ["Architect", "Steward"]
    assert [(bar.title, bar.band) for bar in chart.bars] == [
        ("Architect", SENIOR),
        ("Steward", ENTRY),
        ("Steward", MID),
    ]
    assert chart.has_axis_above
    rows = sorted([*chart.headings, *chart.bars], key=lambda row: row.y)
    assert [type(row).__name__ for row in rows] == ["Heading", "Bar", "Heading", "Bar", "Bar"]


def test_chart_of_nothing_is_none():
    assert PayChart.of(role("Steward")) is None
    assert PayChart.of_roles([]) is None


pay = st.integers(1, HIGHEST_PAY)
bands = st.lists(st.sampled_from(Level.values), min_size=1, unique=True).flatmap(
    lambda levels: st.tuples(
        *(
            st.tuples(pay, pay).map(sorted).map(lambda ends, level=level: band(level, *ends))
            for level in levels
        )
    )
)
several_roles = st.lists(bands, min_size=1, max_size=4).map(
    lambda found: [(f"Rolle {place}", bands) for place, bands in enumerate(found)]
)


@given(several_roles, st.none() | st.integers(LOWEST, HIGHEST))
def test_chart_keeps_everything_inside_and_in_order(roles, amount):
    chart = PayChart(roles, amount)

    ticks = [number(tick.x) for tick in chart.ticks]
    assert (ticks[0], ticks[-1]) == (0, 100)
    assert ticks == sorted(ticks)
    assert 2 <= len(ticks) <= MOST_TICKS
    assert [(bar.title, bar.band) for bar in chart.bars] == [
        (title, band) for title, bands in roles for band in bands
    ]
    for bar in chart.bars:
        assert number(bar.x) >= 0
        assert number(bar.width) >= 1
        assert number(bar.x) + number(bar.width) <= 100.01  # each rounded to a hundredth
        assert chart.top < bar.label_y < bar.y < chart.bottom
    assert [bar.y for bar in chart.bars] == sorted(bar.y for bar in chart.bars)
    assert chart.height > chart.bottom
    assert (chart.marker is None) == (amount is None)
    if chart.marker:
        assert 0 <= number(chart.marker.x) <= 100


@given(bands, st.integers(LOWEST, HIGHEST))
def test_chart_puts_the_mark_on_the_bars_that_hold_the_amount(bands, amount):
    chart = PayChart([("", bands)], amount)

    x = number(chart.marker.x)
    for bar in chart.bars:
        if bar.band.minimum <= amount <= bar.band.maximum:
            assert number(bar.x) - 0.02 <= x <= number(bar.x) + number(bar.width) + 0.02
