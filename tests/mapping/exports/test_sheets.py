"""Sheets of plans that strangers drew: the largest round scale, every room on map or list, nothing hidden."""

import itertools
import os
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation
from pytest_django.fixtures import Settings

from mapping.errors import NothingToPrint
from mapping.exports.laid_out import PrintedSheet, sheets_of
from mapping.exports.print_job import PrintChoice, PrintJob
from mapping.exports.prints import site_pdf
from mapping.exports.rows import rows_of
from mapping.exports.sheets.ink import SVG
from mapping.exports.sheets.labels.lettering import width_of
from mapping.exports.sheets.labels.taken import do_overlap
from mapping.exports.sheets.paper import FEET_PER_INCH, METRIC, SIZES_MM, Box, Paper, frame_for
from mapping.exports.sheets.room_list import IndexRow
from mapping.exports.sheets.streets import tiles_under, zoom_for
from mapping.exports.underlay import streets_of
from mapping.exports.writers.site_plan import SitePlan
from mapping.geometry.areas import bounds_of
from mapping.geometry.georeference import TangentPlane
from mapping.geometry.grid import CELL_M, grid_from_box
from mapping.laws.freshness import AgeLimits
from mapping.vocabulary import PrintLayer
from tests.mapping.exports.foreign_plans import EVERY_PLAN, MIDDLE, foreign_plan
from tests.mapping.exports.plans import demo_plan
from tests.support.public_data import public

ON = date(2026, 11, 26)
PAPERS = (Paper.LETTER, Paper.A3)


def job_of(plan: SitePlan, choice: PrintChoice | None = None) -> PrintJob:
    positions = [one for polygon in plan.boundary for one in polygon[0]]
    grid = grid_from_box(bounds_of(positions), cell_m=CELL_M) if positions else None
    return PrintJob(plan, grid, ON, AgeLimits(270, 365), choice or PrintChoice())


@cache
def printed(name: str, paper: Paper) -> tuple[PrintedSheet, ...]:
    with translation.override("en"):
        return tuple(sheets_of(job_of(foreign_plan(name), PrintChoice(paper=paper))))


def floors_of(name: str, paper: Paper) -> list[PrintedSheet]:
    return [sheet for sheet in printed(name, paper) if sheet.level is not None]


def listed(sheet: PrintedSheet) -> list[IndexRow]:
    columns = [*sheet.list.on_sheet, *itertools.chain(*sheet.list.pages)]
    return [row for column in columns for row in column.rows]


def metres_box(width_m: float, depth_m: float) -> Box:
    plane = TangentPlane(MIDDLE, rotation_deg=0)
    return (*plane.lonlat_from_xy(-width_m / 2, -depth_m / 2), *plane.lonlat_from_xy(width_m / 2, depth_m / 2))


# --- paper and scale --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("size_m", [(3, 2), (40, 30), (120, 300), (320, 14), (1_500, 900)])
def test_the_scale_is_the_largest_round_one_at_which_the_building_fits(
    paper: Paper, size_m: tuple[float, float]
) -> None:
    frame = frame_for(metres_box(*size_m), paper)

    is_american = paper in (Paper.LETTER, Paper.TABLOID)
    scales = [12 * feet for feet in FEET_PER_INCH] if is_american else list(METRIC)
    assert frame.scale in scales
    assert frame.mm(size_m[0]) <= frame.map_width_mm
    assert frame.mm(size_m[1]) <= frame.map_height_mm
    larger = scales[max(0, scales.index(frame.scale) - 1)]
    is_largest = any(size * 1000 / larger > min(side) - 18 for size, side in zip(size_m, _maps(paper), strict=True))
    assert is_largest or frame.scale == scales[0]
    assert ("ft" in frame.scale_words) is is_american


def _maps(paper: Paper) -> list[tuple[float, float]]:
    """Return the widths and the heights of a map on upright and on lying paper."""
    short, long = SIZES_MM[paper]
    whole = [frame_for(metres_box(*size), paper) for size in ((10, 100), (100, 10))]
    assert sorted({(one.width_mm, one.height_mm) for one in whole}) == sorted({(short, long), (long, short)})
    return [tuple(one.map_width_mm for one in whole), tuple(one.map_height_mm for one in whole)]  # type: ignore[list-item]


@pytest.mark.parametrize("paper", Paper)
def test_a_sheet_lies_or_stands_as_the_building_does(paper: Paper) -> None:
    short, long = SIZES_MM[paper]
    wide, deep = frame_for(metres_box(200, 60), paper), frame_for(metres_box(60, 200), paper)

    assert (wide.width_mm, wide.height_mm) == (long, short)
    assert (deep.width_mm, deep.height_mm) == (short, long)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_room_that_is_far_away_changes_no_scale_and_is_told_in_a_note_and_in_the_list(paper: Paper) -> None:
    (sheet,) = floors_of("stray", paper)

    assert sheet.drawn.frame.scale <= 400
    assert [note for note in sheet.notes if "999 Annex far away" in note and "to the east" in note]
    assert [row.square for row in listed(sheet) if row.number == "999"] == ["off map"]
    assert next(sheet.drawn.frame.scale for sheet in printed("stray", paper)) <= 400


def test_a_boundary_of_half_a_country_makes_no_map_of_nothing() -> None:
    ring = ((-108.0, 30.0), (-88.0, 30.0), (-88.0, 48.0), (-108.0, 48.0), (-108.0, 30.0))
    plan = replace(foreign_plan("tower"), boundary=((ring,),))

    sheets = sheets_of(PrintJob(plan, None, ON, AgeLimits(270, 365), PrintChoice(paper=Paper.LETTER)))

    assert max(sheet.drawn.frame.scale for sheet in sheets) <= 600


# --- nothing without a drawing ----------------------------------------------------------------------------------------
def test_no_sheet_is_printed_without_a_drawing() -> None:
    plan = foreign_plan("gatehouse")
    empty = replace(plan.levels[0], spaces=(), openings=(), objects=(), areas=())
    bare = replace(plan, levels=(empty,))
    job = job_of(bare)

    assert sheets_of(job) == []
    with pytest.raises(NothingToPrint):
        site_pdf(job)
    assert len(sheets_of(job_of(plan))) == 2


@pytest.mark.parametrize("name", EVERY_PLAN)
def test_the_sheet_of_the_grounds_shows_a_building_also_without_its_outline(name: str) -> None:
    site = printed(name, Paper.LETTER)[0]

    assert site.level is None
    outlines = groups(site, "outlines")
    assert [path for group in outlines for path in group if path.get("d")]


# --- every room -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", EVERY_PLAN)
def test_every_room_is_in_the_list_with_its_square_and_most_are_on_the_map(name: str, paper: Paper) -> None:
    for sheet in floors_of(name, paper):
        assert sheet.level is not None
        named = [one for one in sheet.level.spaces if one.number or one.name]
        nameless = len(sheet.level.spaces) - len(named)
        rows = listed(sheet)

        rooms = Counter((row.number, row.name) for row in rows)
        assert Counter((one.number, one.name) for one in named) <= rooms
        assert sum(int(row.name[1:-1]) for row in rows if row.name.startswith("(")) == nameless
        assert all(row.square for row in rows)
        assert all(row.kind for row in rows)


LABELLED = {"high school": 0.97, "fire station": 0.9, "gatehouse": 1, "bus shed": 1, "tower": 0.8, "stray": 0.9}
LABELLED_PUBLIC = [public("university", 0.97, name="university"), public("barracks", 0.9, name="barracks")]


@pytest.mark.parametrize(("name", "share"), [*LABELLED.items(), *LABELLED_PUBLIC])
def test_rooms_are_named_on_the_map_also_where_the_sheet_is_small(name: str, share: float) -> None:
    sheets = floors_of(name, Paper.LETTER)
    named = {str(one.id) for sheet in sheets if sheet.level for one in sheet.level.spaces if one.number or one.name}
    on_map = set[str]().union(*(sheet.drawn.labelled for sheet in sheets))

    assert len(named & on_map) >= share * len(named)


def test_the_list_is_in_the_order_in_which_people_count() -> None:
    (sheet,) = floors_of("bus shed", Paper.LETTER)

    assert [row.number for row in listed(sheet)] == [f"B{number}" for number in range(1, 41)]


def test_a_print_without_the_list_has_none_and_its_map_fills_the_sheet() -> None:
    layers = frozenset(PrintLayer) - {PrintLayer.INDEX}
    with_list, without = (
        sheets_of(job_of(foreign_plan("bus shed"), PrintChoice(layers=wanted)))[1]
        for wanted in (frozenset(PrintLayer), layers)
    )

    assert listed(without) == []
    assert without.drawn.frame.map_height_mm > with_list.drawn.frame.map_height_mm


# --- nothing hidden ---------------------------------------------------------------------------------------------------
def groups(sheet: PrintedSheet, name: str) -> list[ET.Element]:
    return [one for one in ET.fromstring(sheet.drawn.svg).iter(f"{{{SVG}}}g") if one.get("class") == name]


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", EVERY_PLAN)
def test_scale_bar_and_north_are_never_on_the_map(name: str, paper: Paper) -> None:
    for sheet in printed(name, paper):
        frame = sheet.drawn.frame
        (measures,) = groups(sheet, "measures")
        tops = [float(one.attrib["y"]) for one in measures.iter() if "y" in one.attrib]
        paths = [one.attrib["d"] for one in measures.iter() if "d" in one.attrib]
        tops += [float(point.split(",")[1]) for d in paths for point in d.strip("MZ").split("L")]

        assert min(tops) > frame.map_height_mm
        assert all(float(one.attrib["x"]) >= 0 for one in measures.iter() if "x" in one.attrib)


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("name", EVERY_PLAN)
def test_list_and_title_are_beside_the_map_and_on_the_paper(name: str, paper: Paper) -> None:
    for sheet in floors_of(name, paper):
        frame = sheet.drawn.frame
        map_box = (0.0, 0.0, frame.map_width_mm + 6, frame.map_height_mm + 15)
        title_top = frame.height_mm - 18 - 37
        columns = [(one.left_mm, one.top_mm, one.left_mm + one.width_mm, title_top) for one in sheet.list.on_sheet]

        assert map_box[3] <= title_top + 0.1
        assert not any(do_overlap(map_box, column) for column in columns)
        assert all(column[2] <= frame.width_mm - 18 + 0.1 for column in columns)


@pytest.mark.parametrize("name", ["high school", "long wing", "tower", public("university", name="university")])
def test_labels_cover_neither_each_other_nor_the_number_of_another_room(name: str) -> None:
    for sheet in floors_of(name, Paper.LETTER):
        assert sheet.level is not None
        boxes = boxes_of_labels(sheet)
        assert boxes
        assert not [pair for pair in itertools.combinations(boxes, 2) if do_overlap(*pair)]


@pytest.mark.parametrize("name", ["stray", "bus shed", "high school", public("university", name="university")])
def test_no_line_of_the_grid_strikes_a_number_through(name: str) -> None:
    for sheet in floors_of(name, Paper.LETTER):
        lines = [
            [point_of(point) for point in stretch.split("L")]
            for group in groups(sheet, "grid")
            for path in group.iter(f"{{{SVG}}}path")
            for stretch in path.attrib["d"].split("M")[1:]
        ]
        struck = [(box, line) for box in boxes_of_labels(sheet) for line in lines if do_overlap(box, bounds_of(line))]

        assert lines
        assert struck == []


def point_of(text: str) -> tuple[float, float]:
    x, y = map(float, text.split(","))
    return x, y


def boxes_of_labels(sheet: PrintedSheet) -> list[tuple[float, float, float, float]]:
    """Return around each text of a map a box of its size, a little smaller than the place that was kept for it."""
    found = []
    for group in groups(sheet, "labels"):
        for text in group.iter(f"{{{SVG}}}text"):
            size, said = float(text.attrib["font-size"]), text.text or ""
            x, y = float(text.attrib["x"]), float(text.attrib["y"])
            half = width_of(said, size, is_bold=text.get("font-weight") == "bold") / 2
            found.append((x - half, y - size * 0.8, x + half, y))
    return found


# --- squares ----------------------------------------------------------------------------------------------------------
def test_a_site_without_a_boundary_has_squares_from_its_building_and_says_that_they_are_of_this_print() -> None:
    (floor,) = floors_of("stray", Paper.LETTER)

    squares = {row.square for row in listed(floor)} - {"off map"}
    assert len(squares) > 4
    assert [note for note in floor.notes if "no boundary" in note]


def test_a_site_with_a_boundary_has_the_site_s_own_squares_on_every_sheet() -> None:
    plan = demo_plan()
    job = job_of(plan)

    sheets = sheets_of(job)

    assert job.grid == job.site_grid is not None
    assert not [note for sheet in sheets for note in sheet.notes if "boundary" in note]


# --- words and layers -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "word"), [("en", "Stairs"), ("es", "Escaleras")])
def test_kinds_are_words_of_the_reader_s_language(language: str, word: str) -> None:
    plan = foreign_plan("tower")
    with translation.override(language):
        job = job_of(plan)
        sheet = sheets_of(job)[1]
        rows = rows_of(plan.levels[0], job.grid, sheet.drawn.frame)

    assert word in {row.kind for row in rows}
    assert not {"stairs", "elevator", "walkway"} & {row.kind for row in rows}


LAYERS = {PrintLayer.DOORS: "doors", PrintLayer.OBJECTS: "objects"}


@pytest.mark.parametrize(("layer", "group"), LAYERS.items())
def test_a_layer_that_was_not_chosen_is_not_drawn(layer: PrintLayer, group: str) -> None:
    drawn = [
        sum(
            len(found)
            for sheet in sheets_of(job_of(demo_plan(), PrintChoice(layers=layers)))
            for found in groups(sheet, group)
        )
        for layers in (frozenset(PrintLayer), frozenset(PrintLayer) - {layer})
    ]

    assert drawn[0] > 0
    assert drawn[1] == 0


def test_only_the_sheets_that_were_chosen_are_printed() -> None:
    plan = foreign_plan("tower")
    chosen = frozenset({"site", str(plan.levels[3].id)})

    sheets = sheets_of(job_of(plan, PrintChoice(sheets=chosen)))

    assert [None if sheet.level is None else sheet.level.id for sheet in sheets] == [None, plan.levels[3].id]


@pytest.mark.parametrize("is_training", [True, False])
def test_every_sheet_of_a_training_copy_is_marked_and_no_other_one_is(*, is_training: bool) -> None:
    sheets = sheets_of(job_of(foreign_plan("gatehouse"), PrintChoice(is_training=is_training)))

    assert [bool(groups(sheet, "watermark")) for sheet in sheets] == [is_training, is_training]


# --- streets ----------------------------------------------------------------------------------------------------------
def test_tiles_of_a_street_map_cover_the_sheet_and_are_not_many() -> None:
    frame = frame_for(metres_box(300, 200), Paper.TABLOID)

    tiles = list(tiles_under(frame, zoom_for(frame)))

    west, south, east, north = frame.ground()
    boxes = [tile.box for tile in tiles]
    assert 1 <= len(tiles) <= 64
    assert min(box[0] for box in boxes) <= west
    assert min(box[1] for box in boxes) <= south
    assert max(box[2] for box in boxes) >= east
    assert max(box[3] for box in boxes) >= north


def test_an_installed_street_map_lies_below_with_its_credit_and_its_day_unless_it_is_not_wanted(
    settings: Settings, tmp_path: Path
) -> None:
    plan, file = foreign_plan("bus shed"), tmp_path / "streets.mbtiles"
    frame = sheets_of(job_of(plan))[0].drawn.frame
    # A coarser map than paper could show: what is there is taken.
    tiles = list(tiles_under(frame, zoom_for(frame) - 2))
    with closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE metadata (name TEXT, value TEXT)")
        database.execute("INSERT INTO metadata VALUES ('format', 'png'), ('attribution', '<b>County GIS</b>')")
        database.execute("CREATE TABLE tiles (zoom_level INT, tile_column INT, tile_row INT, tile_data BLOB)")
        rows = [(one.z, one.x, (1 << one.z) - 1 - one.y, b"picture") for one in tiles]
        database.executemany("INSERT INTO tiles VALUES (?, ?, ?, ?)", rows)
        database.commit()
    os.utime(file, (0, 0))
    bare = PrintChoice(layers=frozenset(PrintLayer) - {PrintLayer.STREETS})

    settings.BASEMAP = ""
    without = first_sheet(job_of(plan))
    settings.BASEMAP = str(file)
    shown, unwanted = first_sheet(job_of(plan)), first_sheet(job_of(plan, bare))

    assert [len(list(groups(one, "streets")[0])) for one in (without, shown, unwanted)] == [0, len(tiles), 0]
    assert [note for note in shown.notes if note == "Streets: County GIS · 1970-01-01"]
    assert not [note for one in (without, unwanted) for note in one.notes if "Streets" in note]


def first_sheet(job: PrintJob) -> PrintedSheet:
    return sheets_of(job, streets_of(job))[0]
