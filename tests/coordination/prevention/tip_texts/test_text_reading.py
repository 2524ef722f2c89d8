"""What a text says to the door of tips: a code is no word and no room, and danger is heard in both languages."""

import pytest

from coordination.incident.accountability.text_messages.text_grammar import ROOM, STATE_OF, asks_to_start, asks_to_stop
from coordination.prevention.tip_texts.rules.reading import (
    category_of,
    is_good_code,
    language_of,
    names_danger,
    read_code,
)
from coordination.prevention.tips.vocabulary import TipCategory

C = TipCategory


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("LINC24 he has a knife", "LINC24", "he has a knife"),
        ("linc24: he has a knife", "LINC24", "he has a knife"),
        ("Linc 24, he has a knife", "LINC24", "he has a knife"),
        ("  linc-24\nhe has\na knife", "LINC24", "he has\na knife"),
        ("LINC24", "LINC24", ""),
        ('"LINC24" look', "LINC24", '" look'),
    ],
)
def test_a_code_begins_a_text(text: str, code: str, words: str) -> None:
    found = read_code(text)

    assert found is not None
    assert (found.code, found.words) == (code, words)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "help 112",
        "Room 112 ok",
        "112 OK 19",
        "OK 19",
        "A12 help",
        "aula 7",
        "he said LINC24",
        "LINC24abc",
        "STOP 12",
    ],
)
def test_what_begins_a_report_of_a_room_or_a_sentence_is_no_code(text: str) -> None:
    assert read_code(text) is None


@pytest.mark.parametrize("code", ["LINC24", "FAIRVIEW1", "ABCD1234"])
def test_a_code_that_a_desk_may_have_is_no_room(code: str) -> None:
    assert is_good_code(code)
    assert ROOM.fullmatch(code.casefold()) is None


@pytest.mark.parametrize(
    "code",
    ["", "LINC", "24", "ABC12", "linc24", "HELP1", "STOP1", "ROOM112", "SALON7", "LINC24X", "LÍNC24", "ABCDEFGHI1"],
)
def test_a_desk_has_no_code_that_people_write_otherwise(code: str) -> None:
    assert not is_good_code(code)


def test_no_word_of_a_room_report_can_be_a_code() -> None:
    assert [word for word in STATE_OF if is_good_code(f"{word.upper()}1")] == []


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("she said she wants to die", C.SUICIDE),
        ("mi amigo habla del suicidio", C.SUICIDE),
        ("he is going to shoot up the school", C.PLANNED_ATTACK),
        ("there\u2019s a gun in his locker", C.WEAPON),
        ("tiene una navaja", C.WEAPON),
        ("me amenazó", C.THREAT),
        ("they bully Ann every day", C.BULLYING),
        ("he is vaping", C.DRUGS),
        ("begun to argue", C.OTHER),
        ("", C.OTHER),
    ],
)
def test_what_it_seems_to_be_about(text: str, category: TipCategory) -> None:
    assert category_of(text) is category


@pytest.mark.parametrize(
    ("text", "is_danger"),
    [
        ("it happens right now", True),
        ("ayuda", True),
        ("a gun", True),
        ("they are vaping", False),
        ("I know nothing", False),
    ],
)
def test_whom_to_call_is_said_to_words_of_danger(text: str, is_danger: bool) -> None:
    assert names_danger(text) is is_danger


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("he has a knife", "en"),
        ("tiene un cuchillo en la escuela", "es"),
        ("¿?", "es"),
        ("xyz", "en"),
        ("LINC24", "en"),
    ],
)
def test_in_which_language(text: str, language: str) -> None:
    assert language_of(text) == language


def test_only_the_one_word_stops_or_starts() -> None:
    assert asks_to_stop(" Stop. ")
    assert asks_to_stop("ALTO")
    assert not asks_to_stop("stop him, he has a gun")
    assert asks_to_start("START")
    assert not asks_to_start("it will start at noon")
