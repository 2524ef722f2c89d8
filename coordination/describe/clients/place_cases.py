"""Vectors of place words: what is named at a small school, and which places texts name there."""

import json
from decimal import Decimal

from coordination.describe.clients.story import id_of
from coordination.room.wire.model import Json, JsonObject
from mapping.geometry.grid import CELL_M, grid_from_box
from mapping.places.gazetteer import Gazetteer
from mapping.places.naming import LevelRow, Row, floors_of, gazetteer_from, named_opening, named_space
from mapping.places.resolve import mentions_in
from mapping.places.spoken import words_of
from mapping.places.wire import gazetteer_json
from mapping.vocabulary import FloorCounting

WEST, SOUTH, EAST, NORTH = -99.2160, 39.6410, -99.2130, 39.6432
FLOORS = (("Basement", "B", "-1"), ("First floor", "1", "0"), ("Second floor", "2", "1"))
ROOMS = (
    ("classroom", "112", "", 1, -99.2145, 39.6420),
    ("classroom", "212", "", 2, -99.2145, 39.6420),
    ("classroom", "112A", "", 1, -99.2144, 39.6420),
    ("gym", "156", "Gymnasium", 1, -99.2150, 39.6425),
    ("library", "", "Biblioteca Ñandú", 2, -99.2140, 39.6424),
    ("stair", "", "Stair B", 1, -99.2148, 39.6422),
    ("stair", "", "Stair B", 2, -99.2148, 39.6422),
)
DOORS = (("7", "", -99.2143, 39.6426), ("1", "Main entrance", -99.2140, 39.6418))
TEXTS = {
    "en": (
        *("At door 7, corridor is clear", "rm 112", "Rm. #112", "room 112A", "112", "2nd floor stair B", "stair bravo"),
        *("second floor, room 212", "room 212 on the first floor", "in the gym", "Gymnasium 156", "grid C4", "c4 now"),
        *("main entrance", "basement", "on 2F", "side bravo", "39.6420, -99.2140", "14S MJ 81638 88165"),
        *("room 999", "door 99", "", "🙂 at door 7 𝄞", "112 students", "he said 112 and door 7", "the library"),
    ),
    "es": (
        *(
            "En la puerta 7",
            "salón 112",
            "SALON 112",
            "escalera B del 2o piso",
            "gimnasio",
            "sótano",
            "entrada principal",
        ),
        *("cuadrícula C4", "la biblioteca ñandú", "puerta número 7", "salón 999"),
    ),
}


def place_vectors() -> JsonObject:
    """Return the gazetteer in each language, and what each text names; `start` and `end` count code points."""
    school = _make_school()
    return {
        language: {
            "gazetteer": json.loads(gazetteer_json(school, language)),
            "cases": [{"text": text, "mentions": _find_mentions(text, school, language)} for text in texts],
        }
        for language, texts in TEXTS.items()
    }


def _make_school() -> Gazetteer:
    levels = [
        LevelRow(id_of(name), "Main building", FloorCounting.US, Decimal(ordinal), name, short)
        for name, short, ordinal in FLOORS
    ]
    spaces = [
        named_space(Row(id_of(f"{kind} {number} {name} {floor}"), kind, number, name, floor, (lon, lat)))
        for kind, number, name, floor, lon, lat in ROOMS
    ]
    doors = [
        named_opening(Row(id_of(f"door {number}"), "door", number, name, 1, (lon, lat), is_exterior=True))
        for number, name, lon, lat in DOORS
    ]
    grid = grid_from_box((WEST, SOUTH, EAST, NORTH), cell_m=CELL_M)
    places = tuple(one for one in (*spaces, *doors) if one is not None)
    return gazetteer_from(Gazetteer(version="vectors", floors=floors_of(levels), places=places, grid=grid))


def _find_mentions(text: str, school: Gazetteer, language: str) -> list[Json]:
    return [
        {
            "start": mention.start,
            "end": mention.end,
            "text": text[mention.start : mention.end],
            "places": [
                {
                    "kind": place.kind,
                    "id": str(place.id) if place.id else None,
                    "level_id": str(place.level_id) if place.level_id else None,
                    "said": place.said_es if language == "es" else place.said_en,
                    "confidence": place.confidence,
                    "lon": round(place.lonlat[0], 5),
                    "lat": round(place.lonlat[1], 5),
                    "words": words_of(place, school, language),
                }
                for place in mention.places
            ],
        }
        for mention in mentions_in(text, school)
    ]
