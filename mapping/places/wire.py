"""Write a gazetteer as the JSON that pages resolve with, words and all. Pure.

Short keys, because a large school has a thousand places and a phone a poor network; places.js names them.
"""

import json

from mapping.geometry.floor_words import BASEMENTS, CODES, FLOOR_KEYS, FLOOR_WORDS, FLOORS_ALONE, LETTERS
from mapping.geometry.tokens import JOINED
from mapping.places.gazetteer import Gazetteer, Named
from mapping.places.lexicon import (
    FILLERS,
    KINDS,
    NUMBER_WORDS,
    PREPOSITIONS,
    UNITS,
)
from mapping.places.resolve import LINKED_FROM
from mapping.places.spoken import COMPASS_ES, NEAR_DEG, WORDS


def gazetteer_json(gazetteer: Gazetteer, language: str) -> str:
    """Return everything a page needs to find places in a text and to say them, in one language."""
    spoken = "es" if language == "es" else "en"
    grid = gazetteer.grid
    whole = {
        "version": gazetteer.version,
        "lexicon": {
            "kinds": {kind: {"alone": words.alone, "words": words.words} for kind, words in KINDS.items()},
            "floor_keys": FLOOR_KEYS,
            "floor_codes": CODES,
            "floor_letters": LETTERS,
            "floors_alone": FLOORS_ALONE,
            "basements": BASEMENTS,
            "floor_words": FLOOR_WORDS,
            "number_words": NUMBER_WORDS,
            "fillers": FILLERS,
            "prepositions": PREPOSITIONS,
            "units": UNITS,
            "joined": sorted(JOINED),
            "linked_from": LINKED_FROM,
        },
        "say": {
            **WORDS[spoken],
            "cell_alone": "Cuadrícula {}" if spoken == "es" else "Grid {}",
            "compass_names": {one: COMPASS_ES[one] if spoken == "es" else one for one in COMPASS_ES},
            "near_deg": NEAR_DEG,
        },
        "floors": [
            {
                "id": str(floor.id),
                "building": floor.building,
                "name": floor.name,
                "keys": floor.keys,
                "phrases": floor.phrases,
                "said": floor.said_es if spoken == "es" else floor.said_en,
                "middle": floor.middle,
            }
            for floor in gazetteer.floors
        ],
        "has_many_buildings": gazetteer.has_many_buildings,
        "places": [_place_row(place, spoken) for place in gazetteer.places],
        "grid": None
        if grid is None
        else {
            "west": grid.west,
            "north": grid.north,
            "lon_step_deg": grid.lon_step_deg,
            "lat_step_deg": grid.lat_step_deg,
            "columns": grid.columns,
            "rows": grid.rows,
        },
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":"))


def _place_row(place: Named, language: str) -> list[object]:
    """Return one place as a row: id, kinds, keys, phrase, floor, lon, lat, how it is said, number, door, side."""
    lon, lat = place.point
    said = place.said_es if language == "es" else place.said_en
    row = [str(place.id), place.kinds, place.keys, place.phrase, place.floor, lon, lat, said]
    return [*row, place.number, place.door, place.side]
