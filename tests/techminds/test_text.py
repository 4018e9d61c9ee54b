"""Text as a person meant it: clean, the same after cleaning twice, and nothing invisible in it."""

import re
import unicodedata

import pytest
from django import forms
from hypothesis import given, settings
from hypothesis import strategies as st

from techminds.text import CleanCharField, clean_text

# Written out once more, so that the pattern in the code cannot vouch for itself.
NEVER = {
    *map(chr, range(0x09)),
    *map(chr, range(0x0B, 0x20)),
    *map(chr, range(0x7F, 0xA0)),
    *map(chr, range(0x202A, 0x202F)),
    *map(chr, range(0x2066, 0x206A)),
    *"\u200b\u2028\u2029\u2060\ufeff",
    *map(chr, range(0xD800, 0xE000)),
}
odd = st.sampled_from([*NEVER, *" \t\n\r\u00a0\u202f\u0308\u0338\u200daA<>é"])
texts = st.one_of(
    st.text(st.characters(exclude_categories=[])),
    st.lists(st.one_of(odd, st.characters()), max_size=30).map("".join),
)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("  Anna  Muster \t\n", "Anna Muster"),
        ("Anna\r\nBcc: x@y.example", "Anna Bcc: x@y.example"),
        ("Anna\u2028Muster\u2029", "Anna Muster"),
        ("An\x00na", "Anna"),
        ("\x1b[31mrot", "[31mrot"),
        ("\u202eretsuM", "retsuM"),
        ("\u2066a\u2069b\u200bc\u2060d\ufeffe", "abcde"),
        ("\ud800A\udfff", "A"),
        ("Mu\u0308ller", "Müller"),
        ("80\u202f000\u00a0€", "80\u202f000\u00a0€"),
        ("👩\u200d💻 שלום", "👩\u200d💻 שלום"),
        ("＝1+1", "＝1+1"),
        ("", ""),
        ("\x00\u200b ", ""),
    ],
)
def test_clean_text_on_a_line(typed, clean):
    assert clean_text(typed) == clean


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("eins\r\nzwei\rdrei\u2028vier", "eins\nzwei\ndrei\nvier"),
        ("\n\n a  b\tc \n\n d\x00 \n", "a  b\tc \n\n d"),
    ],
)
def test_clean_text_on_several_lines(typed, clean):
    assert clean_text(typed, multiline=True) == clean


@settings(max_examples=400)
@given(texts, st.booleans())
def test_clean_text_twice_changes_nothing_more(text, multiline):
    once = clean_text(text, multiline=multiline)

    assert clean_text(once, multiline=multiline) == once


@settings(max_examples=400)
@given(texts, st.booleans())
def test_clean_text_leaves_nothing_unprintable(text, multiline):
    clean = clean_text(text, multiline=multiline)

    assert not NEVER & set(clean)
    assert unicodedata.is_normalized("NFC", clean)
    assert clean.encode().decode() == clean
    assert multiline or not re.search(r"[\t\n]|  ", clean)


@given(st.text(st.characters(codec="ascii", exclude_categories=["Cc"])))
def test_clean_text_keeps_plain_text(text):
    assert clean_text(text, multiline=True) == text.strip(" ")


def test_clean_char_field_cleans_before_it_counts():
    field = CleanCharField(max_length=3)

    assert field.clean(" a\x00b\u200bc ") == "abc"


def test_clean_char_field_of_invisible_signs_is_empty():
    with pytest.raises(forms.ValidationError) as refusal:
        CleanCharField().clean("\u200b\x00")

    assert refusal.value.error_list[0].code == "required"
    assert CleanCharField(required=False).clean("\u200b") == ""
    assert CleanCharField(required=False).clean(None) == ""


def test_clean_char_field_keeps_lines_of_a_textarea():
    assert CleanCharField().clean("a\r\nb") == "a b"
    assert CleanCharField(widget=forms.Textarea).clean("a\r\nb") == "a\nb"
