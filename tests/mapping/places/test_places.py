"""What people call places: each way to say one is found, ambiguity is shown, and browser and server agree."""

import json
from pathlib import Path
from typing import cast

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mapping.geometry.floor_words import FLOOR_KEYS, FLOOR_WORDS
from mapping.geometry.tokens import split_tokens
from mapping.places.gazetteer import Gazetteer
from mapping.places.lexicon import FILLERS, KINDS, PREPOSITIONS
from mapping.places.resolve import Place, mentions_in, resolve_text
from mapping.places.spoken import words_of
from mapping.places.wire import gazetteer_json
from mapping.vocabulary import FloorCounting
from tests.mapping.places.school import lincoln, tower
from tests.support.node import run_node

HERE = Path(__file__).resolve().parent
VECTORS = json.loads((HERE.parents[1] / "data" / "place_vectors.json").read_text())
type Told = list[dict[str, object]]


def said(places: list[Place]) -> list[str]:
    return [one.said_en for one in places]


# --- one thing --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("G10", "Grid G10"),
        ("grid g 10", "Grid G10"),
        ("rm 112", "Room 112"),
        ("Rm. #112", "Room 112"),
        ("rm112", "Room 112"),
        ("room number 112", "Room 112"),
        ("112", "Room 112"),
        ("door 7", "Door 7"),
        ("Door C1", "Door C1"),
        ("bus entrance", "Door 3"),
        ("main entrance", "Door 1"),
        ("2nd floor B stair", "Stair B"),
        ("stair bravo, second floor", "Stair B"),
        ("gym", "Gymnasium 156"),
        ("side bravo", "Side B"),
        ("athletic field", "Athletic field"),
        ("39.6420, -99.2140", "39.6420, -99.2140"),
        ("14S MJ 81638 88165", "14S MJ 81638 88165"),
        ("14smj8163888165", "14S MJ 81638 88165"),
        ("salón 112", "Room 112"),
        ("SALON 112", "Room 112"),
        ("puerta 7", "Door 7"),
        ("puerta número 7", "Door 7"),
        ("escalera B segundo piso", "Stair B"),
        ("escalera b del 2o piso", "Stair B"),
        ("gimnasio", "Gymnasium 156"),
        ("entrada principal", "Door 1"),
        ("lado B", "Side B"),
        ("cuadrícula G10", "Grid G10"),
    ],
)
def test_what_can_be_only_one_thing_is_answered_with_it(text: str, found: str) -> None:
    assert said(resolve_text(text, lincoln())) == [found]


@pytest.mark.parametrize(
    "text", ["", "   ", "room 999", "door 99", "ZZ99", "🙂", "second", "99S UJ 23371 06519", "x" * 9000]
)
def test_what_names_nothing_here_is_answered_with_nothing(text: str) -> None:
    assert resolve_text(text, lincoln()) == []


def test_a_usng_reference_is_the_ground_it_names() -> None:
    (place,) = resolve_text("18S UJ 23371 06519", lincoln())

    lon, lat = place.lonlat
    # The Washington Monument's own example in the standard.
    assert (round(lon, 4), round(lat, 4), place.kind) == (-77.0365, 38.8898, "usng")


# --- several things ---------------------------------------------------------------------------------------------------
def test_a_stair_on_two_floors_is_two_answers_and_none_is_guessed() -> None:
    found = resolve_text("stair B", lincoln())

    assert [(one.said_en, one.confidence) for one in found] == [("Stair B", 0.5), ("Stair B", 0.5)]
    assert len({one.level_id for one in found}) == 2


def test_what_is_a_door_and_a_square_is_shown_as_both() -> None:
    assert sorted(said(resolve_text("C1", lincoln()))) == ["Door C1", "Grid C1"]


def test_a_text_that_says_more_than_a_place_is_answered_with_less_confidence() -> None:
    (alone,), (among_others,) = resolve_text("gym", lincoln()), resolve_text("smoke close by gym please", lincoln())

    assert among_others.said_en == alone.said_en
    assert among_others.confidence < alone.confidence


def test_a_word_that_is_not_finished_is_answered_with_what_begins_so() -> None:
    assert said(resolve_text("libr", lincoln())) == ["Library 120"]


# --- inside a message -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("At door 7, corridor is clear", ["door 7"]),
        ("At the main entrance, door 1.", ["main entrance", "door 1"]),
        ("Near the gym, moving to 112. 19 students in 214", ["gym", "112", "214"]),
        ("All 112 students are out", []),
        ("in 112 minutes", []),
        ("We have 112 here", []),
        ("Two hurt in C1, medic to G10", ["C1", "G10"]),
        ("Escalera B del segundo piso, junto a la puerta 7", ["Escalera B del segundo piso", "puerta 7"]),
        ("the hall is clear, office too", []),
        ("Records are fine", []),
        ("<b>door 7</b>", ["door 7"]),
        ("Área 51, salón 112 ☂ puerta 7", ["salón 112", "puerta 7"]),
    ],
)
def test_places_in_a_message_are_found_and_mere_numbers_are_not(text: str, linked: list[str]) -> None:
    assert [text[one.start : one.end] for one in mentions_in(text, lincoln())] == linked


# --- said -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("rm 112", "en", "Room 112, first floor, side B, nearest exterior door 4, grid H10"),
        ("rm 112", "es", "Salón 112, primer piso, lado B, puerta exterior más cercana 4, cuadrícula H10"),
        ("door 7", "en", "Door 7, first floor, side C, grid K8"),
        ("G10", "es", "Cuadrícula G10, lado B, puerta exterior más cercana 4"),
        ("stair b 2nd floor", "es", "Escalera B, segundo piso, lado B, puerta exterior más cercana 6, cuadrícula H8"),
        ("visitor parking", "en", "Visitor parking, outdoors, side A, nearest exterior door 1, grid M15"),
        ("18S UJ 23371 06519", "en", "18S UJ 23371 06519"),
    ],
)
def test_a_place_is_said_with_floor_side_door_and_square(text: str, language: str, words: str) -> None:
    place = resolve_text(text, lincoln())[0]

    assert words_of(place, lincoln(), language) == words


def test_a_site_without_plans_or_grid_still_reads_coordinates() -> None:
    nothing = Gazetteer(version="")

    assert resolve_text("room 112", nothing) == []
    assert words_of(resolve_text("39.6420, -99.2140", nothing)[0], nothing, "en") == "39.6420, -99.2140"


# --- any text ---------------------------------------------------------------------------------------------------------
WORDS = [
    *(word for kind in KINDS.values() for word in kind.words),
    *(place.said_en for place in lincoln().places),
    *("112", "214", "7", "C1", "G10", "g10", "B", "2", "Salón", "rm112", "gym,", ".", ",", "#", "☂", "students", "é"),
    *("14S MJ 81638 88165", "39.6420, -99.2140", "18SUJ", "999", "00", "W9", "west"),
    *FILLERS,
    *PREPOSITIONS[:6],
    *FLOOR_WORDS,
    *FLOOR_KEYS,
]
SENTENCES = st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SENTENCES | st.text(max_size=60))
def test_mentions_lie_in_the_text_in_order_and_their_confidences_never_exceed_one(text: str) -> None:
    found = mentions_in(text, lincoln())

    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= after.start for one, after in zip(found, found[1:], strict=False))
    assert all(0 < sum(place.confidence for place in one.places) <= 1.07 for one in found)
    assert all(one.places for one in found)
    assert all(0 < place.confidence <= 1 for place in resolve_text(text, lincoln()))


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=80))
def test_words_of_any_text_are_where_they_say(text: str) -> None:
    found = split_tokens(text)

    assert all(text[one.start : one.end].strip() for one in found)
    assert all(one.end <= after.start for one, after in zip(found, found[1:], strict=False))


@pytest.mark.parametrize("place", range(0, len(lincoln().places), 7))
def test_what_is_said_of_a_place_leads_back_to_it(place: int) -> None:
    named = lincoln().places[place]
    floor = "" if named.floor is None else lincoln().floors[named.floor].said_en

    found = resolve_text(f"{named.said_en} {floor if floor != 'outdoors' else ''}", lincoln())

    assert named.id in [one.id for one in found]


# --- browser and server -----------------------------------------------------------------------------------------------
def told_by_python(text: str, language: str, book: Gazetteer) -> Told:
    return [
        {
            "text": text[one.start : one.end],
            "places": [
                {
                    "kind": place.kind,
                    "id": place.id and str(place.id),
                    "level_id": place.level_id and str(place.level_id),
                    "said": place.said_es if language == "es" else place.said_en,
                    "confidence": place.confidence,
                    "at": [f"{axis:.5f}" for axis in place.lonlat],
                    "words": words_of(place, book, language),
                }
                for place in one.places
            ],
        }
        for one in mentions_in(text, book)
    ]


def told_by_browser(texts: list[str], language: str, book: Gazetteer) -> list[Told]:
    given_ = json.dumps({"gazetteer": json.loads(gazetteer_json(book, language)), "texts": texts})
    done = run_node("places.mjs", given=given_, folder=HERE)
    assert done.returncode == 0, done.stderr
    return cast("list[Told]", json.loads(done.stdout))


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_browser_finds_and_says_what_the_vectors_say_and_so_does_the_server(language: str) -> None:
    texts = [one["text"] for one in VECTORS[language]]
    expected = [one["mentions"] for one in VECTORS[language]]

    assert [told_by_python(text, language, lincoln()) for text in texts] == expected
    assert told_by_browser(texts, language, lincoln()) == expected


# Each example is a process of its own, so a failing one is shown as it is rather than made smaller.
@settings(
    max_examples=4,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(st.lists(SENTENCES | st.text(st.characters(exclude_categories=["Cs"]), max_size=40), min_size=60, max_size=80))
def test_browser_and_server_agree_on_any_sentence(texts: list[str]) -> None:
    assert told_by_browser(texts, "en", lincoln()) == [told_by_python(text, "en", lincoln()) for text in texts]


# --- floors -----------------------------------------------------------------------------------------------------------
US, UK, JAPAN = FloorCounting.US, FloorCounting.UK, FloorCounting.JAPAN
# What is said, and the ordinal that is meant where floors are counted from the first, and where above the ground.
SPOKEN = [
    ("2nd floor, room 203", "1", "2"),
    ("second floor, room 203", "1", "2"),
    ("room 203 on the second floor", "1", "2"),
    ("2F, room 203", "1", "2"),
    ("floor 2 room 203", "1", "2"),
    ("level 2, room 203", "1", "2"),
    ("segundo piso, salón 203", "1", "2"),
    ("ground floor, room 203", "0", "0"),
    ("planta baja, salón 203", "0", "0"),
    ("lower level, room 203", "-1", "-1"),
    ("basement, room 203", "-1", "-1"),
    ("B1 level, room 203", "-1", "-1"),
    ("sótano, salón 203", "-1", "-1"),
    ("mezzanine, room 203", "0.5", "0.5"),
    ("entresuelo, salón 203", "0.5", "0.5"),
]


@pytest.mark.parametrize(("text", "from_one", "above_ground"), SPOKEN)
@pytest.mark.parametrize("counting", [US, UK, JAPAN])
def test_a_spoken_floor_is_the_one_that_people_there_call_so(
    text: str, from_one: str, above_ground: str, counting: FloorCounting
) -> None:
    book, ids = tower(counting)

    (place,) = resolve_text(text, book)

    assert (place.said_en, place.level_id) == ("Room 203", ids[above_ground if counting is UK else from_one])


@pytest.mark.parametrize("counting", [US, UK, JAPAN])
def test_the_browser_means_the_same_floors(counting: FloorCounting) -> None:
    book, _ids = tower(counting)
    texts = [text for text, _, _ in SPOKEN] + ["2F", "B1", "to 3F", "level M", "roof", "Annex", "first floor of Annex"]

    assert told_by_browser(texts, "es", book) == [told_by_python(text, "es", book) for text in texts]


def test_floors_of_two_buildings_are_told_apart_by_their_building() -> None:
    book, _ids = tower(US, UK)

    said_ = sorted(one.said_en for one in resolve_text("second floor", book))

    assert said_ == ["Main, second floor", "North, second floor"]
    assert len({one.level_id for one in resolve_text("first floor", book)}) == 2


def test_a_floor_is_found_by_a_name_of_its_own_and_two_of_a_house_are_never_said_alike() -> None:
    book, ids = tower(US, names={"0": "Concourse", "1": "Level 1", "2": "Level 1"})

    assert [one.level_id for one in resolve_text("concourse", book)] == [ids["0"]]
    assert [one.level_id for one in resolve_text("first floor", book)] == [ids["1"], ids["2"]]
    assert [floor.said_en for floor in book.floors[2:4]] == ["Concourse", "first floor (Level 1)"]
