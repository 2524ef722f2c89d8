"""Draw the map of one sheet as SVG: ground, rooms, doors, objects, labels that never overlap, grid, scale. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from mapping.exports.sheets.extent import Far
from mapping.exports.sheets.frames import Shown, floor_shown, ground_floors, outlines_of, site_shown, without_outline
from mapping.exports.sheets.grid_lines import draw_grid, draw_measures
from mapping.exports.sheets.ground import FILLS, GREEN, GROUND, HALL, PAPER, Ground
from mapping.exports.sheets.ink import SVG, draw_group, draw_rectangle, write_text
from mapping.exports.sheets.labels.placing import Lettering, Room
from mapping.exports.sheets.labels.taken import do_overlap
from mapping.exports.sheets.paper import FOOT_MM, STRIP_MM, Frame, Paper
from mapping.exports.sheets.streets import Picture
from mapping.exports.writers.site_plan import (
    AreaPlan,
    BuildingPlan,
    LevelPlan,
    OpeningPlan,
    SitePlan,
    SpacePlan,
)
from mapping.geometry.areas import bounds_of, convex_hull
from mapping.geometry.grid import Grid
from mapping.geometry.shapes import MultiPolygon, Position
from mapping.vocabulary import PrintLayer

# Kinds that say nothing about a room: no word stands in it.
PLAIN_KINDS = frozenset({"room", "walkway", "unspecified", "unenclosedarea", "opentobelow", "nonpublic"})


@dataclass(frozen=True, slots=True)
class SheetStyle:
    """What the sheets of one print have in common. `words` are kinds in the reader's language."""

    paper: Paper
    grid: Grid | None
    layers: frozenset[PrintLayer]
    watermark: str
    words: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A drawn map with its frame, the kinds of objects its legend explains, and what one reads in it.

    `labelled` are the ids of rooms that are named on the map by number or name, `unlabelled` those of rooms that are
    drawn and not named; what is far away is neither.
    """

    svg: str
    frame: Frame
    kinds: tuple[str, ...]
    labelled: frozenset[str]
    unlabelled: frozenset[str]
    far: tuple[Far, ...]
    has_streets: bool


@dataclass(frozen=True, slots=True)
class _Content:
    boundary: MultiPolygon
    outlines: Sequence[MultiPolygon]
    shadows: Sequence[MultiPolygon]
    names: Sequence[tuple[BuildingPlan, MultiPolygon]]
    levels: Sequence[LevelPlan]
    doors: Sequence[OpeningPlan]
    is_site: bool


def floor_sheet(plan: SitePlan, level: LevelPlan, style: SheetStyle, streets: Sequence[Picture] = ()) -> Sheet | None:
    """Return the map of one floor, with pictures of streets underneath; None where nothing is drawn on it."""
    shown = floor_shown(plan, level, style.paper, style.layers)
    if shown is None:
        return None
    content = _Content((), outlines_of(plan, level), (), (), [level], level.openings, is_site=False)
    return _draw_sheet(shown, content, style, streets)


def site_sheet(plan: SitePlan, style: SheetStyle, streets: Sequence[Picture] = ()) -> Sheet | None:
    """Return the map of the whole site: its ground, its buildings, the numbered doors into them; None for nothing."""
    shown = site_shown(plan, style.paper)
    if shown is None:
        return None
    floors, bare = ground_floors(plan), without_outline(plan)
    shadows = {
        building: [space.polygons for space in level.spaces if _is_on(shown.frame, space.polygons)]
        for building, level in floors.items()
        if building in bare
    }
    content = _Content(
        boundary=plan.boundary,
        outlines=[one.outline for one in plan.buildings if one.outline],
        shadows=[area for found in shadows.values() for area in found],
        names=[(one, one.outline or _hull_of(shadows.get(one.id, ()))) for one in plan.buildings if one.name],
        levels=[level for level in plan.levels if level.is_outdoor],
        doors=[door for level in floors.values() for door in level.openings if door.is_exterior],
        is_site=True,
    )
    return _draw_sheet(shown, content, style, streets)


def _hull_of(areas: Iterable[MultiPolygon]) -> MultiPolygon:
    ring = convex_hull(position for area in areas for polygon in area for position in polygon[0])
    return ((ring,),) if ring else ()


def _draw_sheet(shown: Shown, content: _Content, style: SheetStyle, streets: Sequence[Picture]) -> Sheet:
    frame, far = shown.frame, shown.far
    root, window = _draw_paper(frame)
    ground, layers = Ground(window, frame), style.layers
    ground.pictures(streets)
    ground.outlines(content.boundary, content.outlines, is_filled=content.is_site)
    ground.shadows(content.shadows)
    spaces = [one for level in content.levels for one in level.spaces if _is_on(frame, one.polygons)]
    areas = [one for level in content.levels for one in level.areas] if PrintLayer.GROUNDS in layers else []
    objects = [one for level in content.levels for one in level.objects] if PrintLayer.OBJECTS in layers else []
    ground.areas(areas)
    ground.spaces(spaces)
    # Below what is written, and drawn when that is known.
    lines = draw_group(window, "grid")
    ground.sides(objects)
    if PrintLayer.DOORS in layers:
        ground.doors(content.doors, spaces, [*content.outlines, *content.shadows])
    rooms = [*_rooms_on(frame, spaces, style.words), *_named_places(frame, content, areas)]
    lettering = Lettering(rooms, (0.5, 0.5, frame.map_width_mm - 0.5, frame.map_height_mm - 0.5), ground.taken)
    kept = ground.keep_places([one for one in objects if _is_in(frame, one.location)])
    lettering.numbers()
    for box in kept:
        ground.taken.remove(box)
    lettering.numbers()
    ground.objects(objects)
    lettering.leaders()
    if PrintLayer.NAMES in layers:
        lettering.names()
    ground.labels([*lettering.placed.values()])
    draw_grid(lines, root, frame, style.grid, written=[label.box for label in lettering.placed.values()])
    draw_measures(root, frame)
    if style.watermark:
        _draw_watermark(window, frame, style.watermark)
    kinds = tuple(sorted({one.kind for one in objects if one.kind != "building_side"}))
    labelled = frozenset(ref for ref, label in lettering.placed.items() if label.says_which)
    unlabelled = frozenset(str(one.id) for one in spaces) - labelled
    return Sheet(tostring(root, encoding="unicode"), frame, kinds, labelled, unlabelled, far, bool(streets))


def _draw_paper(frame: Frame) -> tuple[Element, Element]:
    """Return a drawing as large as the map with its strips, and the window in it: what is beyond it is cut off."""
    register_namespace("", SVG)
    width, height = frame.map_width_mm + STRIP_MM, frame.map_height_mm + STRIP_MM + FOOT_MM
    root = Element(f"{{{SVG}}}svg", {"viewBox": f"{-STRIP_MM} {-STRIP_MM} {width:g} {height:g}"})
    root.attrib |= {"width": f"{width:g}mm", "height": f"{height:g}mm"}
    draw_rectangle(root, (-STRIP_MM, -STRIP_MM, frame.map_width_mm, frame.map_height_mm + FOOT_MM), fill=PAPER)
    inner = {"x": "0", "y": "0", "width": f"{frame.map_width_mm:g}", "height": f"{frame.map_height_mm:g}"}
    inner["viewBox"] = f"0 0 {frame.map_width_mm:g} {frame.map_height_mm:g}"
    return root, SubElement(root, f"{{{SVG}}}svg", inner)


def _rooms_on(frame: Frame, spaces: Sequence[SpacePlan], words: Mapping[str, str]) -> list[Room]:
    return [
        Room(
            ref=str(one.id),
            number=one.number,
            name="" if one.category == "opentobelow" else one.name,
            word="" if one.category in PLAIN_KINDS else words.get(one.category, ""),
            polygons=_on_paper(frame, one.polygons),
            is_open=FILLS.get(one.category) in (HALL, GREEN, GROUND),
        )
        for one in spaces
    ]


def _named_places(frame: Frame, content: _Content, areas: Sequence[AreaPlan]) -> list[Room]:
    """Return what else has a name on the map: grounds, and on the sheet of the site the buildings, in bold."""
    named = [
        Room(f"building {one.id}", one.name, "", "", _on_paper(frame, outline), is_open=False)
        for one, outline in content.names
        if outline
    ]
    return named + [
        Room(f"area {one.id}", "", one.label, "", _on_paper(frame, one.polygons), is_open=True)
        for one in areas
        if one.polygons and one.label
    ]


def _on_paper(frame: Frame, polygons: MultiPolygon) -> MultiPolygon:
    return tuple(tuple(tuple(frame.point(one) for one in ring) for ring in polygon) for polygon in polygons)


def _is_on(frame: Frame, polygons: MultiPolygon) -> bool:
    return do_overlap(bounds_of(one for polygon in polygons for one in polygon[0]), frame.ground())


def _is_in(frame: Frame, place: Position) -> bool:
    west, south, east, north = frame.ground()
    return west <= place[0] <= east and south <= place[1] <= north


def _draw_watermark(root: Element, frame: Frame, text: str) -> None:
    here = draw_group(root, "watermark")
    middle = (frame.map_width_mm / 2, frame.map_height_mm / 2)
    size = min(frame.map_width_mm, frame.map_height_mm) / (len(text) * 0.8)
    for down in (-1, 0, 1):
        at = (middle[0], middle[1] + down * frame.map_height_mm / 3)
        turn = f"rotate(-24 {at[0]:g} {at[1]:g})"
        write_text(here, text, at, size, fill="#b0137f", fill_opacity="0.13", font_weight="bold", transform=turn)
