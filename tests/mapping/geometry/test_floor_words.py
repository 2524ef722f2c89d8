"""What floors are called: a file's word is understood, the floor gets a name, and it is never one too high."""

from decimal import Decimal

import pytest

from mapping.geometry.floor_words import FloorRow, keys_of_floors, own_key, propose_floors
from mapping.vocabulary import FloorCounting

US, UK, JAPAN = FloorCounting.US, FloorCounting.UK, FloorCounting.JAPAN


def told(words: list[str], counting: FloorCounting) -> dict[str, tuple[str, str, str]]:
    return {word: (str(one.ordinal), one.short_name, one.name) for word, one in propose_floors(words, counting).items()}


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("1F", "1"),
        ("B1", "b1"),
        ("B2F", "b2"),
        ("G", "ground"),
        ("R", "roof"),
        ("L1", "1"),
        ("Level 2", "2"),
        ("First Floor", "1"),
        ("2nd floor", "2"),
        ("Mezzanine", "mezzanine"),
        ("Planta baja", "ground"),
        ("Segundo piso", "2"),
        ("Sótano 2", "b2"),
        ("Lower level", "lower"),
        ("Concourse", ""),
        ("", ""),
        ("Level 2 East", "2"),
        ("Mezzanine 1.5", "mezzanine"),
        ("Room 12", ""),
    ],
)
def test_a_floors_own_word_says_which_it_is_or_nothing(word: str, key: str) -> None:
    assert own_key(word) == key


def test_a_file_that_counts_from_zero_is_named_as_people_count() -> None:
    assert told(["0", "1", "-1"], US) == {
        "0": ("0", "1", "First floor"),
        "1": ("1", "2", "Second floor"),
        "-1": ("-1", "B1", "Basement"),
    }
    assert told(["0", "1"], UK) == {"0": ("0", "G", "Ground floor"), "1": ("1", "1", "First floor")}
    assert told(["0", "1", "-1"], JAPAN) == {
        "0": ("0", "1F", "First floor"),
        "1": ("1", "2F", "Second floor"),
        "-1": ("-1", "B1F", "Basement"),
    }


def test_a_file_that_counts_from_one_has_its_first_floor_on_the_ground_but_not_in_britain() -> None:
    assert told(["1F", "2F"], JAPAN) == {"1F": ("0", "1F", "First floor"), "2F": ("1", "2F", "Second floor")}
    assert told(["1", "2"], US) == {"1": ("0", "1", "First floor"), "2": ("1", "2", "Second floor")}
    assert told(["1", "2"], UK) == {"1": ("1", "1", "First floor"), "2": ("2", "2", "Second floor")}


def test_a_file_with_a_ground_floor_counts_above_it_whatever_the_custom() -> None:
    assert told(["G", "1", "2", "R"], US) == {
        "G": ("0", "G", "Ground floor"),
        "1": ("1", "1", "First floor"),
        "2": ("2", "2", "Second floor"),
        "R": ("3", "R", "Roof"),
    }


def test_a_name_stays_a_name_and_a_word_that_says_no_floor_is_not_guessed() -> None:
    assert told(["Lower level", "First Floor", "Concourse"], US) == {
        "Lower level": ("-1", "B1", "Lower level"),
        "First Floor": ("0", "1", "First Floor"),
    }


def rows(*floors: tuple[str, str, str], counting: FloorCounting = US) -> list[FloorRow]:
    return [FloorRow(Decimal(ordinal), name, short, counting) for ordinal, name, short in floors]


def test_a_number_that_a_floor_has_by_name_is_not_given_to_another_by_counting() -> None:
    found = keys_of_floors(rows(("0", "Concourse", "C"), ("1", "Level 1", "1")))

    assert found == [("ground",), ("1",)]


def test_the_floors_of_a_building_are_counted_by_its_custom() -> None:
    named = (("-1", "Cellar room", "x"), ("0", "Hall", "h"), ("1", "Upper", "u"), ("0.5", "Landing", "l"))

    assert keys_of_floors(rows(*named)) == [
        ("basement", "b1", "lower"),
        ("1", "ground"),
        ("2",),
        ("mezzanine",),
    ]
    assert keys_of_floors(rows(*named, counting=UK))[1:3] == [("ground",), ("1",)]
