"""Where an amount or a range stands among the bands."""

import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.guide import SalaryBand
from roles.market import Position, Standing, stand
from roles.pay import RolePay, SalaryCheck
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

    assert standing == Standing(position, low, high, tuple(bands), share)


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

    assert standing == Standing(position, low, high, (MID,), share)


ENTRY_SPAN = "Einsteiger (50.000–60.000\u202f€)"
MID_SPAN = "Mid-Level (60.000–80.000\u202f€)"
SENIOR_SPAN = "Senior (90.000–120.000\u202f€)"
THIRDS = band("mid", 60_000, 90_000)  # thirds end at whole amounts


@pytest.mark.parametrize(
    ("low", "high", "phrase"),
    [
        (49_999, 49_999, f"unter der Spanne für {ENTRY_SPAN}"),
        (30_000, 40_000, f"unter der Spanne für {ENTRY_SPAN}"),
        (50_000, 50_000, f"im unteren Drittel der Spanne für {ENTRY_SPAN}"),
        (55_000, 55_000, f"in der Mitte der Spanne für {ENTRY_SPAN}"),
        (59_999, 59_999, f"im oberen Drittel der Spanne für {ENTRY_SPAN}"),
        (60_000, 60_000, f"an der Grenze der Spannen für {ENTRY_SPAN} und {MID_SPAN}"),
        (60_001, 60_001, f"im unteren Drittel der Spanne für {MID_SPAN}"),
        (70_000, 70_000, f"in der Mitte der Spanne für {MID_SPAN}"),
        (80_000, 80_000, f"im oberen Drittel der Spanne für {MID_SPAN}"),
        (80_001, 80_001, f"zwischen den Spannen für {MID_SPAN} und {SENIOR_SPAN}"),
        (81_000, 89_000, f"zwischen den Spannen für {MID_SPAN} und {SENIOR_SPAN}"),
        (120_001, 120_001, f"über der Spanne für {SENIOR_SPAN}"),
        (130_000, 150_000, f"über der Spanne für {SENIOR_SPAN}"),
        (61_000, 65_000, f"im unteren Drittel der Spanne für {MID_SPAN}"),
        (61_000, 79_000, f"innerhalb der Spanne für {MID_SPAN}"),
        (60_001, 67_000, f"in den unteren zwei Dritteln der Spanne für {MID_SPAN}"),
        (75_000, 85_000, f"teils in der Spanne für {MID_SPAN}, teils darüber"),
        (85_000, 95_000, f"teils in der Spanne für {SENIOR_SPAN}, teils darunter"),
        (55_000, 65_000, f"teils in der Spanne für {ENTRY_SPAN}, teils in der für {MID_SPAN}"),
        (75_000, 95_000, f"teils in der Spanne für {MID_SPAN}, teils in der für {SENIOR_SPAN}"),
        (
            45_000,
            130_000,
            f"teils in der Spanne für {ENTRY_SPAN}, teils in der für {MID_SPAN}, "
            f"teils in der für {SENIOR_SPAN}, teils darunter, teils darüber",
        ),
    ],
)
def test_standing_is_said_in_german(low, high, phrase):
    assert stand(BANDS, low=low, high=high).phrase == phrase


@pytest.mark.parametrize(
    ("low", "high", "part"),
    [
        (60_000, 60_000, "im unteren Drittel"),
        (69_999, 69_999, "im unteren Drittel"),
        (70_000, 70_000, "in der Mitte"),
        (80_000, 80_000, "in der Mitte"),
        (80_001, 80_001, "im oberen Drittel"),
        (90_000, 90_000, "im oberen Drittel"),
        (60_000, 69_999, "im unteren Drittel"),
        (60_000, 70_000, "in den unteren zwei Dritteln"),
        (70_000, 80_000, "in der Mitte"),
        (70_000, 80_001, "in den oberen zwei Dritteln"),
        (69_999, 80_001, "innerhalb"),
        (80_001, 90_000, "im oberen Drittel"),
        (60_000, 90_000, "innerhalb"),
    ],
)
def test_standing_names_the_thirds_that_hold_the_range(low, high, part):
    phrase = stand([THIRDS], low=low, high=high).phrase

    assert phrase == f"{part} der Spanne für Mid-Level (60.000–90.000\u202f€)"


@pytest.mark.parametrize(
    ("low", "high", "phrase"),
    [
        (59_000, 59_000, "unter der Spanne"),
        (60_000, 60_000, "im unteren Drittel der Spanne"),
        (80_000, 80_000, "im oberen Drittel der Spanne"),
        (81_000, 81_000, "über der Spanne"),
    ],
)
def test_standing_against_one_level_speaks_of_that_level(low, high, phrase):
    assert stand(BANDS, low=low, high=high, level="mid").phrase == f"{phrase} für {MID_SPAN}"


def test_standing_in_overlapping_bands_names_them_all():
    wide, narrow = band("entry", 50_000, 90_000), band("mid", 60_000, 70_000)

    for low, high in ((60_000, 60_000), (65_000, 65_000), (62_000, 68_000)):
        assert stand([wide, narrow], low=low, high=high).phrase == (
            "zugleich in den Spannen für Einsteiger (50.000–90.000\u202f€) "
            "und Mid-Level (60.000–70.000\u202f€)"
        )


def test_standing_in_a_gap_above_overlapping_bands_names_the_one_that_ends_last():
    wide, narrow = band("entry", 50_000, 85_000), band("mid", 60_000, 70_000)

    standing = stand([wide, narrow, SENIOR], low=87_000)

    assert standing == Standing(Position.BETWEEN, 87_000, 87_000, (wide, SENIOR))
    assert standing.phrase == (
        f"zwischen den Spannen für Einsteiger (50.000–85.000\u202f€) und {SENIOR_SPAN}"
    )


@pytest.mark.parametrize(
    ("high", "parts"),
    [(80_000, ["darunter"]), (85_000, ["darunter"]), (85_001, ["darunter", "darüber"])],
)
def test_standing_is_above_only_where_it_passes_every_end(high, parts):
    wide, narrow = band("entry", 50_000, 85_000), band("mid", 60_000, 70_000)

    assert stand([wide, narrow], low=45_000, high=high).phrase == ", teils ".join(
        [
            "teils in der Spanne für Einsteiger (50.000–85.000\u202f€)",
            "in der für Mid-Level (60.000–70.000\u202f€)",
            *parts,
        ]
    )


def test_standing_where_three_bands_meet_is_in_all_of_them():
    point, above = band("mid", 60_000, 60_000), band("senior", 60_000, 80_000)

    assert stand([above, point, ENTRY], low=60_000).phrase == (
        f"zugleich in den Spannen für {ENTRY_SPAN}, Mid-Level (60.000–60.000\u202f€) "
        "und Senior (60.000–80.000\u202f€)"
    )


def test_standing_names_the_narrower_of_two_bands_with_one_minimum_first():
    wide, point = band("entry", 60_000, 80_000), band("mid", 60_000, 60_000)

    standing = stand([wide, point], low=60_000)

    assert standing == Standing(Position.STRADDLING, 60_000, 60_000, (point, wide))
    assert standing.phrase == (
        "an der Grenze der Spannen für Mid-Level (60.000–60.000\u202f€) "
        "und Einsteiger (60.000–80.000\u202f€)"
    )


def test_standing_in_a_band_of_one_amount_names_no_third():
    phrase = stand([band("mid", 70_000, 70_000)], low=70_000).phrase

    assert phrase == "innerhalb der Spanne für Mid-Level (70.000–70.000\u202f€)"


@pytest.mark.parametrize(
    ("ends", "sentence"),
    [
        (
            {"low": 70_000},
            f"70.000\u202f€ brutto im Jahr liegen in der Mitte der Spanne für {MID_SPAN}.",
        ),
        (
            {"low": 85_000, "high": 95_000},
            "85.000–95.000\u202f€ brutto im Jahr liegen "
            f"teils in der Spanne für {SENIOR_SPAN}, teils darunter.",
        ),
    ],
)
def test_standing_is_a_sentence(ends, sentence):
    assert stand(BANDS, **ends).sentence == sentence


def test_standing_without_data_says_so():
    standing = stand([], low=70_000)

    assert standing.phrase == ""
    assert standing.sentence == "Dazu liegen uns noch keine belastbaren Zahlen vor."


def role_pay(*bands):
    return RolePay("data-steward", "Data Steward", bands, 1, datetime(2026, 11, 24, tzinfo=UTC))


@pytest.mark.parametrize(
    ("amount", "level", "phrase"),
    [
        (70_000, None, None),
        (70_000, Level.MID, None),
        (59_999, Level.MID, f"im oberen Drittel der Spanne für {ENTRY_SPAN}"),
        (60_000, Level.SENIOR, f"an der Grenze der Spannen für {ENTRY_SPAN} und {MID_SPAN}"),
        (85_000, Level.MID, None),
        (200_000, Level.MID, None),
    ],
)
def test_check_names_the_level_whose_band_an_amount_meets_instead(amount, level, phrase):
    check = SalaryCheck(role_pay(ENTRY, MID, SENIOR), amount, level)

    assert (check.elsewhere and check.elsewhere.phrase) == phrase


def test_check_of_a_level_without_band_names_another_level():
    check = SalaryCheck(role_pay(ENTRY), 55_000, Level.SENIOR)

    assert check.standing.position == Position.NO_DATA
    assert check.elsewhere.phrase == f"in der Mitte der Spanne für {ENTRY_SPAN}"
    assert check.bands == (ENTRY,)


@pytest.mark.parametrize(
    ("review_by", "is_due"), [("2026-11-23", True), ("2026-11-24", False), ("2026-11-25", False)]
)
def test_check_is_due_the_day_after_the_review_date(time_machine, review_by, is_due):
    time_machine.move_to(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False)
    old = SalaryBand.model_validate(BAND | {"review_by": review_by})

    assert SalaryCheck(role_pay(MID, old), 100_000).is_due is is_due
    assert SalaryCheck(role_pay(MID, old), 70_000).is_due is False


def due(one):
    return one.model_copy(update={"review_by": date(2026, 1, 1)})


@pytest.mark.parametrize(
    ("bands", "amount", "level", "is_due"),
    [
        ((due(ENTRY), MID), 59_999, Level.MID, True),  # it lies in the band of another level
        ((ENTRY, due(MID)), 59_999, Level.MID, True),
        ((due(ENTRY), MID), 60_000, None, True),
        ((ENTRY, due(MID)), 60_000, None, True),
        ((ENTRY, MID), 60_000, None, False),
        ((ENTRY, due(SENIOR)), 55_000, None, False),
        ((due(ENTRY),), 200_000, Level.SENIOR, False),  # no band is spoken of
    ],
)
def test_check_is_due_with_any_band_that_it_speaks_of(bands, amount, level, is_due):
    assert SalaryCheck(role_pay(*bands), amount, level).is_due is is_due


@pytest.mark.parametrize(
    ("entry", "mid", "bases"),
    [
        ("Umfrage.", "Umfrage.", ("Umfrage.",)),
        ("Umfrage.", "Schätzung.", ("Umfrage.", "Schätzung.")),
    ],
)
def test_check_names_each_basis_once(entry, mid, bases):
    role = role_pay(
        ENTRY.model_copy(update={"basis": entry}),
        MID.model_copy(update={"basis": mid}),
        SENIOR.model_copy(update={"basis": "Einer anderen Spanne."}),
    )

    assert SalaryCheck(role, 60_000).bases == bases


def test_role_pay_has_one_place_a_level():
    assert list(role_pay(ENTRY, SENIOR).by_level.items()) == [
        (Level.ENTRY, ENTRY),
        (Level.MID, None),
        (Level.SENIOR, SENIOR),
    ]


def test_stand_without_bands_has_no_data():
    assert stand([], low=50_000) == Standing(Position.NO_DATA, 50_000, 50_000)


def test_stand_against_a_level_without_band_has_no_data():
    standing = stand([ENTRY], low=50_000, high=60_000, level=Level.SENIOR)

    assert standing == Standing(Position.NO_DATA, 50_000, 60_000)


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

    assert stand([point], low=70_000) == Standing(Position.WITHIN, 70_000, 70_000, (point,), 0.5)


def test_stand_inside_of_overlapping_bands_straddles():
    wide = band("entry", 50_000, 70_000)

    standing = stand([wide, MID], low=62_000, high=65_000)

    assert standing == Standing(Position.STRADDLING, 62_000, 65_000, (wide, MID))


def test_stand_above_overlapping_bands_is_held_against_the_highest_end():
    wide, narrow = band("entry", 50_000, 90_000), band("mid", 60_000, 70_000)

    assert stand([narrow, wide], low=95_000) == Standing(Position.ABOVE, 95_000, 95_000, (wide,))


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


SPAN = r"(?:Einsteiger|Mid-Level|Senior) \(\d+–\d+\u202f€\)"
PHRASES = {
    Position.NO_DATA: "",
    Position.BELOW: rf"unter der Spanne für {SPAN}",
    Position.WITHIN: (
        "(?:im unteren Drittel|in der Mitte|im oberen Drittel|innerhalb"
        "|in den (?:unteren|oberen) zwei Dritteln) "
        rf"der Spanne für {SPAN}"
    ),
    Position.BETWEEN: rf"zwischen den Spannen für {SPAN} und {SPAN}",
    Position.STRADDLING: (
        rf"an der Grenze der Spannen für {SPAN} und {SPAN}"
        rf"|zugleich in den Spannen für {SPAN}(?:, {SPAN})? und {SPAN}"
        rf"|teils in der Spanne für {SPAN}(?:, teils in der für {SPAN})*"
        r"(?:, teils darunter)?(?:, teils darüber)?"
    ),
    Position.ABOVE: rf"über der Spanne für {SPAN}",
}


@given(some_bands(), ranges)
def test_every_standing_has_words(bands, ends):
    low, high = ends
    asked = f"{low}\u202f€" if low == high else f"{low}–{high}\u202f€"

    standing = stand(bands, low=low, high=high)

    assert standing.sentence == (
        f"{asked} brutto im Jahr liegen {standing.phrase}."
        if bands
        else "Dazu liegen uns noch keine belastbaren Zahlen vor."
    )
    assert re.fullmatch(PHRASES[standing.position], standing.phrase)
    assert re.findall(SPAN, standing.phrase) == [f"{one.label} ({one})" for one in standing.bands]


@given(some_bands(), ranges)
def test_standing_says_which_ends_the_range_passes(bands, ends):
    low, high = ends

    standing = stand(bands, low=low, high=high)

    if standing.position == Position.STRADDLING:
        touched = [one for one in bands if one.minimum <= high and low <= one.maximum]
        paid = {amount for one in touched for amount in (one.minimum, one.maximum)}
        assert ("teils darunter" in standing.phrase) == (low < min(paid))
        assert ("teils darüber" in standing.phrase) == (high > max(paid))
