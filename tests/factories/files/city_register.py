"""Write a city's open data as a stranger's portal gives it out: schools, grounds without names, stations, hospitals.

As large as a real district, and with what is wrong with a real one's, each fault said where it is made.
"""

import json
import math
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from mapping.geometry.georeference import TangentPlane

PLANE = TangentPlane((-101.2904, 47.5317), rotation_deg=0)
COLUMNS, CELL_M = 14, 900.0
GROUNDS = 173
# How many schools stand on a ground: two of them on six, four on two, one on a hundred, none on the other 65.
TENANTS = {0: 4, 50: 4, **dict.fromkeys((5, 17, 29, 41, 63, 77), 2)}
WITH_SCHOOLS = 108
# The portal puts some schools at their street entrance, outside the fence.
AT_THE_STREET = (10, 20, 30)
NOT_OPEN = (0, 5, 17, 29)
# The ground whose outline crosses itself, that of two parts, and that with the longest outline.
CROSSING, IN_PARTS, LONGEST = 12, 13, 14
FIELD, TRACK = 60.0, 40.0
STREETS = ("OAK STREET NE", "PRAIRIE AVENUE", "10TH STREET NW", "COTTONWOOD ROAD SE")
LEVELS = ("Elementary School", "Middle School", "High School", "Education Campus")
# Names with all that a name of a school may have in it.
ODD_NAMES = {
    3: "R.I.S.E. Academy @ Northfield",
    9: "Lakeview Education Campus 6\N{EN DASH}8 (LEC)",
    27: "Escuela Bilingüe Ñandú",
    33: "Architecture, Construction, and Engineering High School",
}

type Place = tuple[float, float]
type Properties = dict[str, object]


@cache
def city_register() -> dict[str, bytes]:
    """Return the files by name."""
    return {
        "public-schools.geojson": _collection(_schools()),
        "public-school-grounds.geojson": _collection(_grounds()),
        "police-stations.geojson": _collection(_stations("pol_", 15, "District {} (Substation)")),
        "fire-stations.geojson": _collection(_stations("Fire_", 34, "Engine {} Station")),
        "hospitals.geojson": _collection(_hospitals()),
    }


def write_city_register(folder: Path) -> Path:
    """Write the files into a folder; return it."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, raw in city_register().items():
        (folder / name).write_bytes(raw)
    return folder


def _schools() -> Iterator[dict[str, object]]:
    number = 0
    for ground in range(WITH_SCHOOLS):
        east, north = _corner(ground)
        for tenant in range(TENANTS.get(ground, 1)):
            # Inside the fence, or 42 m to the west of it.
            at = (east - 42.0, north + 20.0) if ground in AT_THE_STREET else (east + 12.0 + 9 * tenant, north + 15.0)
            yield _school(number, at)
            number += 1
    # Two that rent rooms in town: their nearest ground is another's, too far to be theirs.
    for away in (180.0, 650.0):
        east, north = _corner(0)
        yield _school(number, (east - away, north))
        number += 1


def _school(number: int, at: Place) -> dict[str, object]:
    name = ODD_NAMES.get(number, f"{_word(number)} {LEVELS[number % 4]}")
    lon, lat = PLANE.lonlat_from_xy(*at)
    properties: Properties = {
        "OBJECTID": number + 1,
        "NAME": name,
        "ADDRESS": f"{100 + 7 * number} {STREETS[number % 4]}",
        "FACUSE": LEVELS[number % 4],
        "STATUS": "Not Open" if number in NOT_OPEN else None if number == 40 else "Active",
        # No one knows the number of some; the lot of others is a blank.
        "PHONE": None if number % 30 == 7 else f"555-0{number:03}",
        "SSL": " ",
        "GIS_ID": f"dcps_{900 + number}",
        "TOTAL_STUD": None if number % 13 == 0 else 120 + 11 * number,
        "YEAR_BUILT": None,
        "X": 396151.48 + at[0],
        "Y": 138827.7 + at[1],
        # The portal's own columns differ from the geometry in the fifth decimal.
        "LONGITUDE": round(lon + 2e-6, 8),
        "LATITUDE": round(lat - 7e-6, 8),
    }
    return _feature(properties, {"type": "Point", "coordinates": [lon, lat]})


def _grounds() -> Iterator[dict[str, object]]:
    for number in range(GROUNDS):
        parts = [[_ring(outline)] for outline in _outlines(number)]
        kind = "Polygon" if len(parts) == 1 else "MultiPolygon"
        geometry: Properties = {"type": kind, "coordinates": parts[0] if len(parts) == 1 else parts}
        # A number for an id where the schools have a text, and no name at all: only the place joins them.
        properties: Properties = {
            "OBJECTID": number + 1,
            "GIS_ID": 201 + number,
            "SQR_NUM": 2535 + number,
            "SHAPE_Length": 321.17251047284765,
            "SHAPE_Area": 6171.465329545637,
        }
        yield _feature(properties, geometry)


def _outlines(number: int) -> list[list[Place]]:
    """Return the outlines of a ground, a ring of corners each."""
    east, north = _corner(number)
    whole = [(east, north), (east + FIELD, north), (east + FIELD, north + TRACK), (east, north + TRACK)]
    if number == CROSSING:
        # Two corners were digitized in the wrong order at the far end: a bow tie, larger where the school stands.
        far = [(east + FIELD, north + TRACK), (east + FIELD + 8, north), (east + FIELD + 8, north + TRACK)]
        return [[(east, north), (east + FIELD, north), *far[::-1], (east, north + TRACK)]]
    if number == IN_PARTS:
        return [whole, [(x + 2 * FIELD, y) for x, y in whole]]
    if number == LONGEST:
        turns = [2 * math.pi * step / 360 for step in range(360)]
        reach = [40 + 3 * math.sin(17 * turn) for turn in turns]
        return [
            [
                (east + 20 + r * math.cos(turn), north + 15 + r * math.sin(turn))
                for r, turn in zip(reach, turns, strict=True)
            ]
        ]
    return [whole]


def _stations(prefix: str, count: int, name: str) -> Iterator[dict[str, object]]:
    for number in range(count):
        properties: Properties = {
            "OBJECTID": number + 1,
            "GIS_ID": f"{prefix}{number + 1}",
            "NAME": name.format(number + 1),
            "ADDRESS": f"{100 + number} {STREETS[number % 4]}",
            "PHONE": f"(202) 555-0{number:03}",
            "ROOM": " ",
            "SPECIALTY": None,
        }
        yield _feature(properties, _point(number, 310.0))


def _hospitals() -> Iterator[dict[str, object]]:
    for number in range(18):
        # A column of words in which the lack of one is a word, too; and there is no telephone.
        properties: Properties = {
            "OBJECTID": number + 1,
            "GIS_ID": f"Hosp_{number:03}",
            "NAME": f"{_word(number)} Medical Center",
            "ADDRESS": f"{50 + number} {STREETS[number % 4]}",
            "SSL": "Null",
            "ADULT_MEDICAL": "Y" if number % 2 else None,
        }
        yield _feature(properties, _point(number, 520.0))


def _point(number: int, aside_m: float) -> dict[str, object]:
    east, north = _corner(number * 7 % GROUNDS)
    return {"type": "Point", "coordinates": list(PLANE.lonlat_from_xy(east + aside_m, north))}


def _corner(number: int) -> Place:
    row, column = divmod(number, COLUMNS)
    return (column * CELL_M, row * CELL_M)


def _ring(corners: list[Place]) -> list[list[float]]:
    return [list(PLANE.lonlat_from_xy(*corner)) for corner in (*corners, corners[0])]


def _word(number: int) -> str:
    """Return a name of two words that no other number has."""
    firsts = (
        "Cedar",
        "Willow",
        "Granite",
        "Meadow",
        "Juniper",
        "Falcon",
        "Harvest",
        "Sage",
        "Summit",
        "Heron",
        "Aspen",
    )
    lasts = ("Ridge", "Creek", "Hollow", "Grove", "Bluff", "Valley", "Point", "Springs", "Field", "Crossing", "Park")
    return f"{firsts[number % 11]} {lasts[number // 11 % 11]}" + (" Annex" if number >= 121 else "")


def _feature(properties: Properties, geometry: dict[str, object]) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def _collection(features: Iterable[dict[str, object]]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": [*features]}, ensure_ascii=False).encode()
