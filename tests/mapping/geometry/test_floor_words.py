"""What floors are called: a file's word is understood, the floor gets a name, and it is never one too high."""

from decimal import Decimal

import pytest

from mapping.geometry.floor_words import FloorRow, floor_part, is_plain, keys_of_floors, own_key, propose_floors
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


# --- other languages --------------------------------------------------------------------------------------------------
ABROAD = {
    "0": (
        *("EG", "Erdgeschoss", "rez-de-chaussée", "RDC", "Piano terra", "Térreo", "Rés-do-chão", "1 этаж"),
        *("Первый этаж", "1층", "지상 1층", "1层", "一楼", "首层", "1階", "１階", "Main Level", "Main Floor"),
    ),
    "1": (
        *("1. OG", "OG1", "1. Obergeschoss", "1. Stock", "Erstes Obergeschoss", "1er étage", "Premier étage", "R+1"),
        *("Primo piano", "Piano 1", "1° piano", "1º andar", "Primeiro andar", "2 этаж", "2-й этаж", "Второй этаж"),
        *("2층", "2层", "二楼", "第2层", "2階", "Upper Level"),
    ),
    "-1": (
        *("UG", "1. UG", "Untergeschoss", "Keller", "Sous-sol", "1er sous-sol", "R-1", "Seminterrato", "Subsolo"),
        *("подвал", "цокольный этаж", "지하 1층", "B1층", "地下一层", "负1层", "地下1階", "地階", "Garden Level"),
    ),
    "-2": ("2. UG", "2. Untergeschoss", "Sous-sol 2", "2e sous-sol", "Subsolo 2", "지하2층", "地下二层", "地下2階"),
    "0.5": ("Zwischengeschoss", "Entresol", "Ammezzato", "Sobreloja", "антресоль", "夹层", "中2階", "M2F"),
    "1.5": ("中3階", "M3F"),
}


@pytest.mark.parametrize(("word", "ordinal"), [(word, ordinal) for ordinal, all_ in ABROAD.items() for word in all_])
@pytest.mark.parametrize("counting", FloorCounting)
def test_a_word_of_another_language_means_its_floor_however_the_building_counts(
    word: str, ordinal: str, counting: FloorCounting
) -> None:
    assert str(propose_floors([word], counting)[word].ordinal) == ordinal
    assert own_key(word) != ""


@pytest.mark.parametrize(
    "word", ["DG", "Dachgeschoss", "Toiture", "Tetto", "Cobertura", "крыша", "옥상", "屋顶", "屋上"]
)
def test_the_roof_is_above_all_others(word: str) -> None:
    assert str(propose_floors(["1F", "2F", word], JAPAN)[word].ordinal) == "2"


def test_a_penthouse_is_below_the_roof() -> None:
    found = told(["1F", "2F", "Penthouse", "Roof"], US)

    assert (found["Penthouse"][0], found["Roof"][0]) == ("2", "3")


@pytest.mark.parametrize(
    "word",
    ["Hochparterre", "Grundriss", "stock room", "Klavier", "plan", "一般", "四季", "этажерка", "r", "OG", "第一"],
)
def test_a_word_that_only_looks_like_a_floor_is_not_guessed(word: str) -> None:
    assert word == "r" or propose_floors([word], US) == {}


def test_a_floor_that_is_counted_above_the_ground_keeps_its_words_and_the_ground_is_no_first_floor() -> None:
    assert told(["EG", "1. OG"], US) == {"EG": ("0", "G", "Ground floor"), "1. OG": ("1", "1. OG", "1. OG")}
    assert not is_plain("1. OG")


def test_what_is_written_in_signs_is_said_in_the_language_of_who_reads() -> None:
    assert told(["地下1階", "2階"], JAPAN) == {"地下1階": ("-1", "B1F", "Basement"), "2階": ("1", "2F", "Second floor")}
    assert is_plain("地下1階")
    assert not is_plain("Erdgeschoss links")


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("rooms 2F", "2F"),
        ("JRShinjukuSta_B1_fixture", "B1"),
        ("Level 2 East", "Level 2"),
        ("2F", "2F"),
        ("1. Obergeschoss", "1. Obergeschoss"),
        ("plan 地下1階", "地下1階"),
        ("rooms", ""),
        ("plan 2026", ""),
    ],
)
def test_of_a_name_only_the_words_for_a_floor_name_one(text: str, part: str) -> None:
    assert floor_part(text) == part
