"""Reunification sites for tests; name only what matters to the test."""

from tests.factories.mapping import CENTRE

STEP = 0.001  # about a hundred metres


def place(east: float, north: float) -> list[float]:
    return [CENTRE[0] + east * STEP, CENTRE[1] + north * STEP]


def square(east: float, north: float) -> list[list[float]]:
    return [place(east, north), place(east + 0.4, north), place(east + 0.4, north + 0.4), place(east, north + 0.4)]


def body(*, rank: int = 1, east: float = 10, north: float = 0, **more: object) -> dict[str, object]:
    """Return what a client sends to add a site so many hundred metres from the school."""
    lon, lat = place(east, north)
    return {"rank": rank, "name": f"Site {rank}", "is_on_campus": False, "lon": lon, "lat": lat, **more}


def parents_and_students(*, screened: bool) -> dict[str, object]:
    """Return two areas half a step apart, with or without a wall between them."""
    wall = [[place(9, 0.5), place(12, 0.5)]]
    return {
        "areas": [
            {"kind": "parents", "ring": square(10, 0)},
            {"kind": "students", "label": "Hall", "ring": square(10, 0.6)},
        ],
        "screens": wall if screened else [],
    }
