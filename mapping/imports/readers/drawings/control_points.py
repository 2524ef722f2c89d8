"""Points that are known both in a drawing and on the earth, as people send them. Pure."""

import math
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from mapping.errors import BadFile

MAX_POINTS = 100
MAX_CHARS = 20_000
ROWS: TypeAdapter[list[tuple[float, float, float, float]]] = TypeAdapter(list[tuple[float, float, float, float]])


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """A point of the drawing (or pixel, y down) whose place on the earth is known."""

    x: float
    y: float
    lon: float
    lat: float


def control_points_from_json(text: str) -> tuple[ControlPoint, ...]:
    """Return control points from a JSON list of [x, y, lon, lat]. Raises: BadFile: bad_control_points."""
    if not text.strip():
        return ()
    try:
        rows = ROWS.validate_json(text[: MAX_CHARS + 1])
    except ValidationError as error:
        raise BadFile("bad_control_points", "Control points are a JSON list of [x, y, lon, lat].") from error
    if len(rows) > MAX_POINTS:
        raise BadFile("bad_control_points", f"At most {MAX_POINTS} control points are taken.")
    for row in rows:
        if not all(math.isfinite(value) for value in row) or abs(row[2]) > 180 or abs(row[3]) > 90:
            raise BadFile("bad_control_points", "A control point lies off the earth, or is not a number.")
    return tuple(ControlPoint(*row) for row in rows)
