"""Find the ground that each sheet shows and how it lies on its paper; draw nothing. Pure.

Cheap, so that the process that serves may ask which streets lie under a sheet before another one draws it.
"""

from dataclasses import dataclass
from uuid import UUID

from mapping.exports.sheets.extent import Extent, Far, extent_of, is_sane, shapes_of, shapes_of_areas
from mapping.exports.sheets.paper import Box, Frame, Paper, frame_for
from mapping.exports.writers.site_plan import LevelPlan, SitePlan
from mapping.geometry.areas import bounds_of
from mapping.geometry.grid import CELL_M, Grid, GridError, grid_from_box
from mapping.geometry.shapes import MultiPolygon
from mapping.vocabulary import PrintLayer


@dataclass(frozen=True, slots=True)
class Shown:
    """How a sheet's map lies on its paper, and what is too far away to be on it."""

    frame: Frame
    far: tuple[Far, ...]


def floor_shown(plan: SitePlan, level: LevelPlan, paper: Paper, layers: frozenset[PrintLayer]) -> Shown | None:
    """Return the map of one floor; None where nothing is drawn on it."""
    shapes = [*shapes_of(level)]
    if not shapes:
        return None
    extent = extent_of([*shapes, *shapes_of_areas(outlines_of(plan, level), level.building_name)])
    if extent is None:
        return None
    return Shown(frame_for(extent.box, paper, leaves_room=PrintLayer.INDEX in layers), extent.far)


def site_shown(plan: SitePlan, paper: Paper) -> Shown | None:
    """Return the map of the whole site; None where nothing of it is drawn."""
    bare = without_outline(plan)
    shapes = [shape for one in plan.buildings for shape in shapes_of_areas([one.outline], one.name)]
    drawn = [level for level in plan.levels if level.is_outdoor]
    drawn += [level for building, level in ground_floors(plan).items() if building in bare]
    shapes += [shape for level in drawn for shape in shapes_of(level)]
    extent = _with_boundary(extent_of(shapes), plan.boundary)
    return None if extent is None else Shown(frame_for(extent.box, paper), extent.far)


def grid_of_plan(plan: SitePlan) -> Grid | None:
    """Return squares for a site without a boundary, over its buildings. They hold for one print only."""
    outlines = [one.outline for one in plan.buildings if one.outline]
    shapes = [*shapes_of_areas(outlines, ""), *(shape for level in plan.levels for shape in shapes_of(level))]
    extent = extent_of(shapes)
    if extent is None:
        return None
    try:
        return grid_from_box(extent.box, cell_m=CELL_M)
    except GridError:
        return None


def outlines_of(plan: SitePlan, level: LevelPlan) -> list[MultiPolygon]:
    """Return the outline of the building in which a floor is; nothing where none is known."""
    return [one.outline for one in plan.buildings if one.id == level.building_id and one.outline]


def without_outline(plan: SitePlan) -> set[UUID]:
    """Return the buildings of which only the rooms are known."""
    return {one.id for one in plan.buildings if not one.outline}


def ground_floors(plan: SitePlan) -> dict[UUID, LevelPlan]:
    """Return of each building the floor that is nearest to the ground."""
    found: dict[UUID, LevelPlan] = {}
    for level in plan.levels:
        if level.building_id is not None:
            known = found.get(level.building_id)
            if known is None or abs(level.ordinal) < abs(known.ordinal):
                found[level.building_id] = level
    return found


def _with_boundary(extent: Extent | None, boundary: MultiPolygon) -> Extent | None:
    if not is_sane(boundary):
        return extent
    box: Box = bounds_of(position for polygon in boundary for position in polygon[0])
    if extent is None:
        return Extent(box, ())
    west, south, east, north = extent.box
    return Extent(bounds_of([box[:2], box[2:], (west, south), (east, north)]), extent.far)
