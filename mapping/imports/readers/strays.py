"""Leave out what lies far from the rest of its plan: one room 100 km away makes a map of nothing. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from statistics import median

from mapping.geometry.rings import apart_m
from mapping.geometry.shapes import Position
from mapping.interchange.drawing import (
    AreaDrawing,
    LevelDrawing,
    ObjectDrawing,
    OpeningDrawing,
    PlanDrawing,
    SpaceDrawing,
)
from mapping.interchange.ledger import Ledger

# No school is as wide; a plan that is further from its site is refused for the same reason.
FAR_M = 3_000.0
DEGREE_MAX_M = 112_000.0


def without_strays(drawing: PlanDrawing, ledger: Ledger) -> PlanDrawing:
    """Return the plan without what is too far from its middle; each stray is in the ledger with its distance.

    The middle is the median of all features, which no few strays can move.
    """
    places = [place for level in drawing.levels for place in _places_on(level)]
    if not places:
        return drawing
    middle = (median(lon for lon, _ in places), median(lat for _, lat in places))

    def is_near(place: Position, ref: str) -> bool:
        if (abs(place[0] - middle[0]) + abs(place[1] - middle[1])) * DEGREE_MAX_M < FAR_M:
            # No way is longer than one along a parallel and a meridian: nearly all need no exact distance.
            return True
        distance = apart_m(place, middle)
        if distance > FAR_M:
            ledger.stands_at(ref, place)
            ledger.refuse(ref, "far_from_rest", f"It lies {distance / 1000:.0f} km from the rest of the plan.")
        return distance <= FAR_M

    return replace(drawing, levels=tuple(_keep_near(level, is_near) for level in drawing.levels))


def _keep_near(level: LevelDrawing, is_near: Callable[[Position, str], bool]) -> LevelDrawing:
    def kept[Thing: (SpaceDrawing, OpeningDrawing, ObjectDrawing, AreaDrawing)](
        things: Sequence[Thing], place: Callable[[Thing], Position]
    ) -> tuple[Thing, ...]:
        return tuple(one for one in things if is_near(place(one), one.source_ref))

    return replace(
        level,
        spaces=kept(level.spaces, _of_space),
        openings=kept(level.openings, _of_opening),
        objects=kept(level.objects, _of_object),
        areas=kept(level.areas, _of_area),
    )


def _places_on(level: LevelDrawing) -> list[Position]:
    return [
        *map(_of_space, level.spaces),
        *map(_of_opening, level.openings),
        *map(_of_object, level.objects),
        *map(_of_area, level.areas),
    ]


def _of_space(space: SpaceDrawing) -> Position:
    return space.polygons[0][0][0]


def _of_opening(opening: OpeningDrawing) -> Position:
    return opening.line[0]


def _of_object(thing: ObjectDrawing) -> Position:
    return thing.location


def _of_area(area: AreaDrawing) -> Position:
    return area.line[0] if area.line else area.polygons[0][0][0]
