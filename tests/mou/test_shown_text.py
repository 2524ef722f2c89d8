"""What a reader sees is what is stored: each kind of hidden character is found, and what people write is not."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mou.foundation.shown_text import (
    all_hidden,
    first_hidden,
    hidden_in_json,
    hidden_sentence,
    is_shown_line,
    mixed_scripts,
    without_hidden,
)

WRITTEN = (
    "Ana 👩\u200d👩\u200d👧\u200d👦 ❤\ufe0f 1\ufe0f\u20e3",
    "👩🏽\u200d🚒 🏳\ufe0f\u200d🌈",
    "می\u200cروم",
    "क्\u200dष র\u200d্য",
    "محمد علي and שלום",
    "José, Ngô Đình, e\u0301",
    "田中 太郎 タロウ",
    "a\tb\r\nc",
    "no\u00a0break",
    # A picture that is newer than the tables of this server.
    "\U0001fae0 \U0001fadf",
)
HIDDEN = (
    "shared for \u202esyad 09\u202c only",
    "A\u2066B\u2069",
    "A\u200eB",
    "A\u061cB",
    "n\u200bot",
    "n\u2060ot",
    "n\u00adot",
    "n\u2063ot",
    "\ufeffnot",
    "n\u034fot",
    "n\u180eot",
    "x\u3164y",
    "x\uffa0y",
    "x\u2800y",
    "not\U000e006e\U000e007f",
    "a\ufe0f",
    "1\ufe0f",
    "a\u200db",
    "a\u200cb",
    "\u0627\u200c\u0628",
    "葛\U000e0100",
    "z\u0335\u0336\u0337\u0338\u0334",
    "\x00",
    "\x85",
    "\x1b[2J",
    "a\u2028b",
    "\ufff9a",
    "\ud800",
    "\ue000",
    "\u0378",
    "\ufdd0",
)


@pytest.mark.parametrize("text", WRITTEN)
def test_what_people_write_is_taken(text: str) -> None:
    assert first_hidden(text) is None
    assert without_hidden(text) == text


@pytest.mark.parametrize("text", HIDDEN, ids=ascii)
def test_what_does_not_show_is_found_and_taken_out(text: str) -> None:
    assert first_hidden(text) is not None
    assert first_hidden(without_hidden(text)) is None


def test_every_bidirectional_control_and_every_format_character_without_a_picture_is_found() -> None:
    """Over all of Unicode, by its own tables."""
    missed = [
        f"U+{code:04X}"
        for code in range(sys.maxunicode + 1)
        if unicodedata.bidirectional(chr(code)) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
        or unicodedata.category(chr(code)) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
        if chr(code) not in "\t\n\r" and "PREPENDED" not in unicodedata.name(chr(code), "")
        if first_hidden(f"a{chr(code)}b") is None
    ]

    # Signs of Arabic, Syriac and Kaithi that have a picture and stand before a number.
    visible = {"U+0600", "U+0601", "U+0602", "U+0603", "U+0604", "U+0605", "U+06DD", "U+070F", "U+0890", "U+0891"}
    assert set(missed) == visible | {"U+08E2", "U+110BD", "U+110CD"}


@given(st.text())
def test_a_text_that_was_cleaned_is_clean_and_is_what_it_was_otherwise(text: str) -> None:
    cleaned = without_hidden(text)

    assert first_hidden(cleaned) is None
    assert without_hidden(cleaned) == cleaned
    assert (cleaned == text) == (first_hidden(text) is None)


def test_the_sentence_names_the_character_and_its_place() -> None:
    (hidden,) = all_hidden("no\u202et")

    said = hidden_sentence("title", hidden)

    assert said == "The title holds a character that does not show: U+202E RIGHT-TO-LEFT OVERRIDE at position 3."


def test_a_place_in_a_document_is_pointed_at() -> None:
    found = hidden_in_json({"a/b": [1, None, {"c": "ok"}, "n\u200bot"], "d": "\u202e"})

    assert found is not None
    assert (found.pointer, found.hidden.position) == ("/a~1b/3", 2)
    assert hidden_in_json({"a\u200b": 1}) is not None
    assert hidden_in_json({"a": [True, 1.5, "words"]}) is None


def test_a_document_of_any_depth_is_read() -> None:
    tree: object = "\u202e"
    for _ in range(5_000):
        tree = [tree]

    assert hidden_in_json(tree) is not None


def test_a_line_is_one_line() -> None:
    assert is_shown_line("Gate 3")
    assert not is_shown_line("Gate\n3")
    assert not is_shown_line("Gate\u200b3")


@pytest.mark.parametrize(
    ("text", "scripts"),
    [
        ("S\u0430m", ("Cyrillic", "Latin")),
        ("\u0391lex", ("Greek", "Latin")),
        ("\U0001d412am", ("Latin", "Mathematical")),
        ("Müller-Ñandú 3º", ()),
        ("田中タロウ Taro", ()),
        ("김 Kim", ()),
        ("Иван", ()),
        ("", ()),
    ],
)
def test_letters_of_two_scripts_are_named(text: str, scripts: tuple[str, ...]) -> None:
    assert mixed_scripts(text) == scripts
