"""Where an amount or a range stands among the bands."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.guide import SalaryBand
from roles.market import Position, Standing, stand
from roles.vocabulary import Level
from tests.factories import BAND


def band(level, minimum, maximum):
    return SalaryBand.model_validate(
        BAND | {"level": level, "minimum": minimum, "maximum": maximum}
    )


ENTRY = band("entry", 50_000, 60_000)
MID = band("mid", 60_000, 80_000)
SENIOR = band("senior", 90_000, 120_000)
BANDS = [SENIOR, ENTRY, MID]


@pytest.mark.parametrize(
    ("low", "high", "position", "bands", "share"),
    [
        (49_999, 49_999, Position.BELOW, [ENTRY], None),
        (40_000, 49_999, Position.BELOW, [ENTRY], None),
        (50_000, 50_000, Position.WITHIN, [ENTRY], 0.0),
        (50_000, 59_999, Position.WITHIN, [ENTRY], 0.49995),
        (55_000, 55_000, Position.WITHIN, [ENTRY], 0.5),
        (40_000, 50_000, Position.STRADDLING, [ENTRY], None),
        (60_000, 60_000, Position.STRADDLING, [ENTRY, MID], None),
        (50_000, 60_000, Position.WITHIN, [ENTRY], 0.5),
        (59_999, 60_001, Position.STRADDLING, [ENTRY, MID], None),
        (60_001, 60_001, Position.WITHIN, [MID], 0.00005),
        (60_001, 80_000, Position.WITHIN, [MID], 0.500025),
        (80_000, 80_000, Position.WITHIN, [MID], 1.0),
        (80_001, 80_001, Position.BETWEEN, [MID, SENIOR], None),
        (80_001, 89_999, Position.BETWEEN, [MID, SENIOR], None),
        (80_000, 89_999, Position.STRADDLING, [MID], None),
        (80_001, 90_000, Position.STRADDLING, [SENIOR], None),
        (80_000, 90_000, Position.STRADDLING, [MID, SENIOR], None),
        (90_000, 120_000, Position.WITHIN, [SENIOR], 0.5),
        (120_000, 120_000, Position.WITHIN, [SENIOR], 1.0),
        (119_000, 121_000, Position.STRADDLING, [SENIOR], None),
        (120_001, 120_001, Position.ABOVE, [SENIOR], None),
        (1, 10_000_000, Position.STRADDLING, [ENTRY, MID, SENIOR], None),
    ],
)
def test_stand_at_the_boundaries(low, high, position, bands, share):
    standing = stand(BANDS, low=low, high=high)

    assert standing == Standing(position, tuple(bands), share)


@pytest.mark.parametrize(
    ("low", "high", "position", "share"),
    [
        (59_999, 59_999, Position.BELOW, None),
        (60_000, 60_000, Position.WITHIN, 0.0),
        (60_000, 80_000, Position.WITHIN, 0.5),
        (80_000, 80_000, Position.WITHIN, 1.0),
        (80_001, 85_000, Position.ABOVE, None),
        (59_999, 60_000, Position.STRADDLING, None),
        (80_000, 80_001, Position.STRADDLING, None),
        (50_000, 90_000, Position.STRADDLING, None),
    ],
)
def test_stand_against_one_level(low, high, position, share):
    standing = stand(BANDS, low=low, high=high, level="mid")

    assert standing == Standing(position, (MID,), share)


def test_stand_without_bands_has_no_data():
    assert stand([], low=50_000) == Standing(Position.NO_DATA)


def test_stand_against_a_level_without_band_has_no_data():
    assert stand([ENTRY], low=50_000, level=Level.SENIOR) == Standing(Position.NO_DATA)


def test_stand_takes_either_end_alone_as_an_amount():
    expected = stand(BANDS, low=70_000, high=70_000)

    assert stand(BANDS, low=70_000) == expected
    assert stand(BANDS, high=70_000) == expected


def test_stand_refuses_no_amount():
    with pytest.raises(ValueError, match="needs an amount"):
        stand(BANDS)


def test_stand_refuses_swapped_ends():
    with pytest.raises(ValueError, match="above the upper"):
        stand(BANDS, low=2, high=1)


def test_stand_in_a_band_of_one_amount_is_in_its_middle():
    point = band("mid", 70_000, 70_000)

    assert stand([point], low=70_000) == Standing(Position.WITHIN, (point,), 0.5)


def test_stand_inside_of_overlapping_bands_straddles():
    wide = band("entry", 50_000, 70_000)

    standing = stand([wide, MID], low=62_000, high=65_000)

    assert standing == Standing(Position.STRADDLING, (wide, MID))


def test_stand_above_overlapping_bands_is_held_against_the_highest_end():
    wide, narrow = band("entry", 50_000, 90_000), band("mid", 60_000, 70_000)

    assert stand([narrow, wide], low=95_000) == Standing(Position.ABOVE, (wide,))


# Few whole amounts, so that ends meet often; a mirror image turns 1..LAST around.
LAST = 12
amounts = st.integers(1, LAST)
ranges = st.tuples(amounts, amounts).map(sorted)


@st.composite
def some_bands(draw):
    levels = draw(st.lists(st.sampled_from(Level.values), unique=True))
    return [band(level, *draw(ranges)) for level in levels]


def expected_position(bands, low, high):
    """Decide by sets of whole amounts instead of by comparing ends."""
    asked = set(range(low, high + 1))
    paid = [set(range(band.minimum, band.maximum + 1)) for band in bands]
    if not paid:
        return Position.NO_DATA
    if sum(asked <= amounts for amounts in paid) == 1:
        return Position.WITHIN
    if any(asked & amounts for amounts in paid):
        return Position.STRADDLING
    everything = set.union(*paid)
    if max(asked) < min(everything):
        return Position.BELOW
    return Position.ABOVE if min(asked) > max(everything) else Position.BETWEEN


@settings(max_examples=300)
@given(some_bands(), ranges)
def test_stand_finds_the_position(bands, ends):
    low, high = ends

    standing = stand(bands, low=low, high=high)

    assert standing.position == expected_position(bands, low, high)
    assert (standing.share is None) == (standing.position != Position.WITHIN)
    assert standing.share is None or 0 <= standing.share <= 1
    assert set(standing.bands) <= set(bands)


@given(some_bands(), ranges, st.sampled_from(Level.values))
def test_stand_against_a_level_ignores_the_others(bands, ends, level):
    low, high = ends
    of_level = [band for band in bands if band.level == level]

    standing = stand(bands, low=low, high=high, level=level)

    assert standing == stand(of_level, low=low, high=high)
    assert standing.position != Position.BETWEEN


@given(some_bands(), ranges)
def test_stand_mirrors(bands, ends):
    low, high = ends
    mirrored = [band(one.level, LAST + 1 - one.maximum, LAST + 1 - one.minimum) for one in bands]
    other = {Position.BELOW: Position.ABOVE, Position.ABOVE: Position.BELOW}

    standing = stand(bands, low=low, high=high)
    reflection = stand(mirrored, low=LAST + 1 - high, high=LAST + 1 - low)

    assert reflection.position == other.get(standing.position, standing.position)
    if standing.share is not None:
        assert reflection.share == pytest.approx(1 - standing.share)


@given(
    some_bands().flatmap(lambda bands: st.tuples(st.just(bands), st.permutations(bands))), ranges
)
def test_stand_does_not_depend_on_the_order_of_bands(pair, ends):
    bands, shuffled = pair
    low, high = ends

    standing, other = stand(bands, low=low, high=high), stand(shuffled, low=low, high=high)

    assert (other.position, other.share) == (standing.position, standing.share)
    assert ends_of(other.bands) == ends_of(standing.bands)


def ends_of(bands):
    """Bands of two levels with the same ends stand for each other."""
    return sorted((band.minimum, band.maximum) for band in bands)
