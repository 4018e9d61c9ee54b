"""Phone numbers are read right or kept as typed, and never misread."""

import time
from datetime import date, timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from contacts.phone_numbers import PhoneField, dial_link
from techminds.text import clean_text


def cleaned(text, **values):
    return PhoneField(required=False, **values).clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "040 / 22 85 95-570",
        "040/228595570",
        "(040) 228595-570",
        "(0)40 228595570",
        "040–228595–570",
        "040.228595.570",
        "040\u00a0228595\u202f570",
        "+49 (0)40 228595-570",
        "+49(40)228595570",
        "+49 040 228595570",
        "0049 40 228595570",
        "00 49 40 228595570",
        "49 40 228595570",
        "Tel.: 040 228595570",
        "Telefon 040 228595570",
        "tel:+49-40-228595-570",
        "０４０ ２２８５９５５７０",
        "＋４９ ４０ ２２８５９５５７０",
        "٠٤٠ ٢٢٨٥٩٥٥٧٠",
    ],
)
def test_phone_of_germany_is_stored_in_international_format(text):
    assert cleaned(text) == "+49 40 228595570"
    assert dial_link(text) == "tel:+4940228595570"


@pytest.mark.parametrize(
    ("text", "stored", "link"),
    [
        ("0171-1234567", "+49 171 1234567", "tel:+491711234567"),
        ("Mobil: 0171/1234567", "+49 171 1234567", "tel:+491711234567"),
        ("040 228595-0", "+49 40 2285950", "tel:+49402285950"),
        ("+1 202 555 0123", "+1 202-555-0123", "tel:+12025550123"),
        ("0041 44 123 45 67", "+41 44 123 45 67", "tel:+41441234567"),
        ("0049 171 123456", "+49 171123456", "tel:+49171123456"),  # possible, if not in use
        ("+43 1 5123456", "+43 1 5123456", "tel:+4315123456"),
        ("+39 06 698 1234", "+39 06 698 1234", "tel:+39066981234"),
        ("+44 (0)20 7946 0123", "+44 20 7946 0123", "tel:+442079460123"),
        ("+800 1234 5678", "+800 1234 5678", "tel:+80012345678"),
        ("+1 202 555 0123 x12", "+1 202-555-0123 ext. 12", "tel:+12025550123;ext=12"),
        ("040 228595 ext. 12", "+49 40 228595 ext. 12", "tel:+4940228595;ext=12"),
        ("tel:+49-40-228595;ext=12", "+49 40 228595 ext. 12", "tel:+4940228595;ext=12"),
        ("+4940228595#12", "+49 40 228595 ext. 12", "tel:+4940228595;ext=12"),
    ],
)
def test_phone_keeps_country_and_extension(text, stored, link):
    assert cleaned(text) == stored
    assert dial_link(text) == link
    assert dial_link(stored) == link


@pytest.mark.parametrize(
    "text",
    [
        "Durchwahl 12",
        "040 228595 Durchwahl 12",
        "040 228595 App. 12",  # on an old keypad "App" is 277
        "0800 BLUMEN",
        "040 228595570/71",  # one number or the other
        "040 228595570 / -571",
        "040/228595570 oder 0171 1234567",
        "040 228595570, mobil 0171 1234567",
        "0171 1234567 ab 14 Uhr",
        "Fax 040 228595570",
        "228595570",  # with an area code of Bonn or without one
        "22 85 95",
        "110",
        "1",
        "01.01.1980",
        "01 5123456",  # Vienna, for somebody there
        "0171 123",
        "123456789012345678",
        "+999999999999999999999999999999999999999",
        "++49 40 228595570",
        "+49 40 22859557012345678",
        "+49 (40) 22859557012345",
        "<b>040 228595570</b>",
        "0' OR 1=1 --",
        "{{7*7}}",
        "=1+1",
        "²2855",
        "040 228595570 ext. 12345678",
    ],
)
def test_phone_that_cannot_be_read_for_sure_is_kept_as_typed(text):
    assert cleaned(text) == text
    assert dial_link(text) == ""


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("siehe Signatur", "Eine Telefonnummer hat Ziffern, zum Beispiel 040 66969123."),
        ("+", "Eine Telefonnummer hat Ziffern, zum Beispiel 040 66969123."),
        ("²", "Eine Telefonnummer hat Ziffern, zum Beispiel 040 66969123."),
        ("<script>", "Eine Telefonnummer hat Ziffern, zum Beispiel 040 66969123."),
        (
            "1" * 41,
            "Bitte nennen Sie nur eine Telefonnummer, mit höchstens 40 Zeichen.",
        ),
        (
            "0171 1234567 " * 400,
            "Bitte nennen Sie nur eine Telefonnummer, mit höchstens 40 Zeichen.",
        ),
    ],
)
def test_phone_without_digit_or_too_long_is_refused(text, message):
    with pytest.raises(ValidationError) as refusal:
        cleaned(text)

    assert refusal.value.messages == [message]
    assert dial_link(text) == ""


def test_phone_of_forty_signs_is_kept():
    assert cleaned("1" * 40) == "1" * 40


def test_phone_is_held_against_its_length_as_it_is_stored():
    text = "\u200b 0 4 0  /  2 2 - 8 5 - 9 5 - 5 - 7 - 0       "

    assert len(text) > 40
    assert cleaned(text) == "+49 40 228595570"


@pytest.mark.parametrize("blank", ["", " ", "\u200b", None])
def test_phone_may_be_left_out(blank):
    assert cleaned(blank) == ""


def test_phone_that_is_required_says_so():
    with pytest.raises(ValidationError) as refusal:
        PhoneField(error_messages={"required": "Bitte nennen Sie Ihre Nummer."}).clean(" ")

    assert refusal.value.messages == ["Bitte nennen Sie Ihre Nummer."]


def test_phone_asks_for_the_keypad_and_what_the_browser_knows():
    class Form(forms.Form):
        phone = PhoneField(label="Telefon")

    assert str(Form()["phone"]) == (
        '<input type="tel" name="phone" autocomplete="tel" required id="id_phone">'
    )


def test_phone_is_never_a_date():
    days = (date(1950, 1, 1) + timedelta(days=day) for day in range(0, 31_000, 3))

    assert [day for day in days if dial_link(f"{day:%d.%m.%Y}")] == []


@given(st.text(max_size=60) | st.text("0123456789+-/() .x", max_size=45))
def test_phone_is_refused_stored_or_kept_but_never_fails(text):
    try:
        stored = cleaned(text)
    except ValidationError:
        return

    assert len(stored) <= 40
    assert cleaned(stored) == stored
    assert stored == clean_text(text).strip() or dial_link(stored) == dial_link(text) != ""


@given(st.text(max_size=60) | st.text("0123456789+-/() .x#=;ext", max_size=45))
def test_dial_link_has_nothing_but_a_number(text):
    link = dial_link(text)

    assert link == "" or link.removeprefix("tel:+").replace(";ext=", "").isdecimal()
    assert link.isascii()


@pytest.mark.parametrize(
    "attack", ["+" * 5000, "0" * 5000, "(" * 5000, "0 " * 2500 + "y", "040" + " " * 5000 + "1x"]
)
def test_hostile_phone_takes_no_time(attack):
    start = time.thread_time()

    dial_link(attack)

    assert time.thread_time() - start < 0.05
