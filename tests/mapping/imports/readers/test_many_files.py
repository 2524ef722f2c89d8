"""An archive of several Shapefiles or drawings is one plan, and a table's empty cells are nothing."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.errors import BadFile
from mapping.imports.readers.plan_file import ReadingOrder, read_plan_file
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger
from tests.factories.files.plan_files import (
    Room,
    dxf_control_points,
    dxf_of,
    geojson_of,
    rooms,
    write_gis,
    zipped,
    zipped_folder,
)
from tests.factories.files.pointing_files import shapefile

FLOORS = ("0", "1")


def on(floor: str) -> list[Room]:
    return [room for room in rooms() if room.floor == floor]


def shapefiles(folder: Path) -> bytes:
    """Return an archive of three Shapefiles as one sends them: both floors, and the corridors of the first apart."""
    (folder / "shp").mkdir()
    halls = [room for room in on("0") if room.category == "walkway"]
    parts = {"ground_rooms": [room for room in on("0") if room not in halls], "ground_halls": halls, "upper": on("1")}
    for name, found in parts.items():
        write_gis(folder / "shp" / f"{name}.shp", "ESRI Shapefile", found, layer=name)
    return zipped_folder(folder / "shp", "school/")


def drawings(_folder: Path) -> bytes:
    """Return an archive of a drawing a floor; the floor stands in the name of the file only."""
    return zipped({f"plans/{floor}F.dxf": dxf_of(on(str(floor - 1))) for floor in (1, 2)})


ARCHIVES: dict[str, tuple[Callable[[Path], bytes], ReadingOrder]] = {
    "shapefiles": (shapefiles, ReadingOrder()),
    "drawings": (
        drawings,
        ReadingOrder(control_points=dxf_control_points(), mapping='{"layers": {"A-ROOM": "space"}}'),
    ),
}


def told(plan: PlanDrawing) -> dict[str, list[str]]:
    return {
        str(level.ordinal): sorted(one.number or one.name for one in level.spaces if one.number or one.name)
        for level in plan.levels
    }


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_of_several_files_is_one_plan_with_every_room_on_its_floor(name: str, tmp_path: Path) -> None:
    make, order = ARCHIVES[name]
    (tmp_path / "plan.zip").write_bytes(make(tmp_path))
    ledger = Ledger()

    plan = read_plan_file(tmp_path / "plan.zip", order, ledger)

    assert told(plan) == {floor: sorted(one.number or one.name for one in on(floor)) for floor in FLOORS}
    assert ledger.counts()["refused"] == 0


@pytest.mark.parametrize(("driver", "end"), [("GPKG", "gpkg"), ("ESRI Shapefile", "shp")])
def test_an_empty_cell_in_a_column_of_whole_numbers_is_nothing_and_the_floor_that_was_named_counts(
    driver: str, end: str, tmp_path: Path
) -> None:
    """GDAL writes the file: a column of integers in which some cells are null."""
    source, folder = tmp_path / "rooms.geojson", tmp_path / "made"
    folder.mkdir()
    source.write_bytes(geojson_of([replace(room, floor="") for room in on("0")[:4]]))
    numbers = "CASE WHEN rowid % 2 = 0 THEN NULL ELSE 100 + rowid END AS number, CAST(NULL AS INTEGER) AS level"
    command = ["ogr2ogr", "-f", driver, str(folder / f"rooms.{end}"), str(source), "-dialect", "SQLite"]
    subprocess.run([*command, "-sql", f"SELECT {numbers}, geometry FROM rooms"], check=True, capture_output=True)
    (tmp_path / "plan.zip").write_bytes(zipped_folder(folder))
    brought = folder / "rooms.gpkg" if end == "gpkg" else tmp_path / "plan.zip"

    plan = read_plan_file(brought, ReadingOrder(level="2"), Ledger())

    assert [str(level.ordinal) for level in plan.levels] == ["2"]
    assert sorted(one.number for one in plan.levels[0].spaces) == ["", "", "101", "103"]


def test_one_shapefile_without_its_coordinate_system_is_named_and_the_others_come_in(tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    for name in ("first", "second"):
        files |= {f"{name}/{part}": raw for part, raw in shapefile(tmp_path / name).items()}
    del files["first/rooms.prj"]
    (tmp_path / "plan.zip").write_bytes(zipped(files))
    ledger = Ledger()

    plan = read_plan_file(tmp_path / "plan.zip", ReadingOrder(level="0"), ledger)

    assert sum(len(level.spaces) for level in plan.levels) == 3
    told = [(one.feature_ref, one.code) for one in ledger.defects]
    assert told == [("rooms.shp", "file_unreadable"), ("rooms~1", "known_by_row")]


def test_where_no_shapefile_says_its_coordinate_system_the_archive_is_refused_for_that(tmp_path: Path) -> None:
    files: dict[str, bytes] = {}
    for name in ("first", "second"):
        files |= {f"{name}/{part}": raw for part, raw in shapefile(tmp_path / name).items() if part != "rooms.prj"}
    (tmp_path / "plan.zip").write_bytes(zipped(files))

    with pytest.raises(BadFile) as refusal:
        read_plan_file(tmp_path / "plan.zip", ReadingOrder(level="0"), Ledger())

    assert refusal.value.code == "crs_unknown"
