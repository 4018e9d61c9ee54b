"""What people type as an amount is read right or refused, never misread."""

import re

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.amounts import (
    HIGHEST,
    LOWEST,
    AmountField,
    format_amount,
    format_range,
    parse_amount,
)


@pytest.mark.parametrize(
    "text",
    [
        "80000",
        "80.000",
        "80.000,00",
        "80.000,00 €",
        "80.000,- €",
        "80.000,-- €",
        "80.000,–",
        "80.000 €",
        "80.000€",
        "€ 80.000",
        "€80.000",
        "EUR 80.000",
        "80.000 EUR",
        "80.000 Euro",
        "80 000",
        "80\u202f000",
        "80\u00a0000",
        "80\u2009000 €",
        "80\u202f000\u00a0€",
        "80'000",
        "80’000",
        "80k",
        "80K",
        "80 k",
        "80k€",
        "80 k €",
        "€80k",
        "80,0k",
        "80.0k",
        "80 Tsd. €",
        "80 tsd €",
        "80 Tausend Euro",
        "80 T€",
        "80 TEUR",
        "８０.０００",
        "  80.000 \t",
        "80.\u200b000",
        "80.000 € brutto",
        "80.000 p.a.",
        "80.000 € brutto im Jahr",
        "80.000 € pro Jahr",
        "80.000/Jahr",
    ],
)
def test_parse_amount_reads(text):
    assert parse_amount(text) == 80_000


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("80,5k", 80_500),
        ("80.5k", 80_500),
        ("80,9 Tsd. €", 80_900),
        ("100k", 100_000),
        ("10.000", LOWEST),
        ("1.000.000", HIGHEST),
        ("45.000,00 €", 45_000),
        ("123456", 123_456),
    ],
)
def test_parse_amount_reads_other_amounts(text, amount):
    assert parse_amount(text) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unreadable"),
        ("€", "unreadable"),
        ("viel", "unreadable"),
        ("nach Vereinbarung", "unreadable"),
        ("80,000", "unreadable"),
        ("80,000.00", "unreadable"),
        ("80.000,50", "unreadable"),
        ("80.000,5", "unreadable"),
        ("80000,50 €", "unreadable"),
        ("80.00", "unreadable"),
        ("80.0000", "unreadable"),
        ("8.0.000", "unreadable"),
        ("1.2.3", "unreadable"),
        ("80.000k", "unreadable"),
        ("80,55k", "unreadable"),
        ("1000k", "unreadable"),
        ("-80.000", "unreadable"),
        ("−80.000", "unreadable"),
        ("+80.000", "unreadable"),
        ("ab 80.000", "unreadable"),
        ("ca. 80.000", "unreadable"),
        ("80.000 $", "unreadable"),
        ("£80.000", "unreadable"),
        ("80.000 im Monat", "unreadable"),
        ("80.000 oder 90.000", "unreadable"),
        ("80.000 90.000", "unreadable"),
        ("8e4", "unreadable"),
        ("80_000", "unreadable"),
        ("0x13880", "unreadable"),
        ("٨٠٠٠٠", "unreadable"),
        ("80000²", "unreadable"),
        ("80000¹", "unreadable"),
        ("80½k", "unreadable"),
        ("⑧0000", "unreadable"),
        ("080.000", "unreadable"),
        ("000000080000123", "unreadable"),
        ("60-80k", "range"),
        ("60 - 80k", "range"),
        ("60.000-80.000", "range"),
        ("60.000 – 80.000 €", "range"),
        ("60.000 bis 80.000", "range"),
        ("60k–80k", "range"),
        ("60.000 € - 80.000 €", "range"),
        ("120-150k", "range"),
        ("45", "thousands"),
        ("45,00 €", "thousands"),
        ("45 €", "thousands"),
        ("999", "thousands"),
        ("1000", "month"),
        ("4.500", "month"),
        ("4500 €", "month"),
        ("4,5k", "month"),
        ("9.999", "month"),
        ("1.000.001", "too_high"),
        ("80.000.000", "too_high"),
        ("9" * 40, "too_high"),
    ],
)
def test_parse_amount_refuses(text, code):
    with pytest.raises(ValidationError) as refusal:
        parse_amount(text)

    assert refusal.value.code == code


def test_parse_amount_says_what_to_do():
    def sentence(text):
        with pytest.raises(ValidationError) as refusal:
            parse_amount(text)
        return refusal.value.message

    assert sentence("45") == (
        "Meinen Sie 45.000\u202f€? Bitte schreiben Sie den Betrag aus, zum Beispiel 80.000."
    )
    assert sentence("4.500") == (
        "4.500\u202f€ im Jahr? Bitte nennen Sie das Bruttogehalt für ein Jahr."
    )
    assert sentence("2 Mio.") == (
        "Diesen Betrag können wir nicht eindeutig lesen. "
        "Bitte schreiben Sie ihn in ganzen Euro, zum Beispiel 80.000."
    )
    assert sentence("60-80k") == ("Bitte nennen Sie hier nur einen Betrag, keine Spanne.")
    assert sentence("2.000.000") == (
        "Bitte prüfen Sie den Betrag: Wir rechnen mit Jahresgehältern bis 1.000.000\u202f€."
    )


@given(st.integers(LOWEST, HIGHEST))
def test_parse_amount_reads_what_format_amount_writes(amount):
    assert parse_amount(format_amount(amount)) == amount


def test_format_amount_groups_thousands():
    assert format_amount(950) == "950\u202f€"
    assert format_amount(80_000) == "80.000\u202f€"
    assert format_amount(1_234_567) == "1.234.567\u202f€"


def test_format_range_names_the_sign_once():
    assert format_range(80_000, 120_000) == "80.000–120.000\u202f€"


@given(st.integers(LOWEST, HIGHEST), st.integers(LOWEST, HIGHEST))
def test_parse_amount_never_takes_one_end_of_a_range(minimum, maximum):
    with pytest.raises(ValidationError) as refusal:
        parse_amount(format_range(minimum, maximum))

    assert refusal.value.code == "range"


# What else the same signs could mean: how Germans, English and Swiss group and split numbers.
CONVENTIONS = [(". ", ","), (", ", "."), ("' ", "."), ("' ", ",")]
FULL_WIDTH = str.maketrans("０１２３４５６７８９", "0123456789")


def plausible_readings(text):
    """Return every yearly salary that somebody could have meant by the text."""
    text = re.sub(r"\s+", " ", text.translate(FULL_WIDTH).lower()).strip()
    text = re.sub(r"^(€|eur) ?| ?(€|eur)$", "", text)
    text, thousands = re.subn(r" ?(k|tsd)$", "", text)
    text = re.sub(r",(-|–)$", "", text)
    found = set()
    for grouping, point in CONVENTIONS:
        whole, _, fraction = text.partition(point)
        first, *groups = re.split(f"[{grouping}]", whole)
        grouped = all(len(group) == 3 for group in groups) and (not groups or len(first) <= 3)
        digits = "".join([first, *groups])
        if grouped and re.fullmatch("[0-9]+", digits) and re.fullmatch("[0-9]*", fraction):
            amount = float(f"{digits}.{fraction}") * (1000 if thousands else 1)
            found.add(round(amount, 3))
    return {amount for amount in found if LOWEST <= amount <= HIGHEST}


signs = st.sampled_from(
    [
        *"0123456789.,' -–k€",
        *("00", "000", "500", ".000", "eur ", " tsd"),
        *"\u202f\u00a0\u2009８０²½٣ⅷ",
    ]
)


@settings(max_examples=1000)
@given(st.lists(signs, min_size=1, max_size=8).map("".join))
def test_parse_amount_never_misreads(text):
    try:
        amount = parse_amount(text)
    except ValidationError:
        return

    assert plausible_readings(text) == {amount}


@given(st.text(max_size=40))
def test_parse_amount_answers_any_text(text):
    try:
        amount = parse_amount(text)
    except ValidationError:
        return

    assert LOWEST <= amount <= HIGHEST


def test_amount_field_reads_what_was_typed():
    assert AmountField().clean(" 80\u202f000 € ") == 80_000


def test_amount_field_leaves_an_optional_amount_open():
    field = AmountField(required=False)

    assert field.clean("") is None
    assert field.clean(None) is None
    assert field.clean(" \u200b\x00 ") is None


@pytest.mark.parametrize(
    ("value", "code"), [("", "required"), ("\x00", "required"), ("8" * 41, "max_length")]
)
def test_amount_field_refuses(value, code):
    with pytest.raises(ValidationError) as refusal:
        AmountField().clean(value)

    assert refusal.value.error_list[0].code == code


def test_amount_field_ignores_control_characters():
    assert AmountField().clean("80\x00.000\u202e") == 80_000
