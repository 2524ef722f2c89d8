"""Every plan that comes in goes out in each kind of file, and each file comes in again as the plan it was."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from mapping.exports.writers.geojson import geojson_of
from mapping.exports.writers.geopackage import site_geopackage
from mapping.exports.writers.imdf import imdf_archive, imdf_files
from mapping.exports.writers.kml import kml_of, kmz_of
from mapping.exports.writers.ng911 import ng911_geopackage
from mapping.exports.writers.site_plan import LevelPlan, SitePlan
from mapping.geometry import shapes
from mapping.geometry.rings import apart_m
from mapping.imports.readers.looking import look_at
from mapping.imports.readers.plan_file import ReadingOrder, read_plan_file
from mapping.interchange.drawing import LevelDrawing, PlanDrawing
from mapping.interchange.ledger import Ledger
from tests.mapping.exports.imdf_check import imdf_findings
from tests.mapping.exports.plans import demo_plan, hostile_plan, site_of
from tests.mapping.exports.sources import EVERY_SOURCE, PUBLIC_SOURCES, SOURCES

WRITERS: dict[str, Callable[[SitePlan], bytes]] = {
    "imdf": imdf_archive,
    "geojson": geojson_of,
    "kml": kml_of,
    "gpkg": site_geopackage,
}
# An area may change by so much of itself, a point by so many metres.
AREA_SHARE = 0.002
MOVED_M = 0.02
type Key = tuple[object, ...]


def returned(plan: SitePlan, kind: str, folder: Path) -> tuple[PlanDrawing, Ledger]:
    """Write a site and read the file again, with nothing said beside it."""
    path, ledger = folder / f"plan.{kind}", Ledger()
    path.write_bytes(WRITERS[kind](plan))
    return read_plan_file(path, ReadingOrder(), ledger), ledger


def floor_key(level: LevelPlan | LevelDrawing, house: str) -> Key:
    return (house, level.ordinal, level.name, level.short_name, level.is_outdoor)


def is_drawn_on(level: LevelPlan | LevelDrawing) -> bool:
    # Only IMDF has a word for a floor on which nothing is drawn.
    return bool(level.spaces or level.openings or level.objects or level.areas)


def by_key[Thing](things: list[tuple[Key, Thing]]) -> list[tuple[Key, Thing]]:
    return sorted(things, key=lambda one: (str(one[0]), str(one[1])))


def as_geos(polygons: shapes.MultiPolygon) -> MultiPolygon:
    return MultiPolygon([Polygon(*rings) for rings in polygons])


def assert_same_place(was: shapes.MultiPolygon, found: shapes.MultiPolygon) -> None:
    before, after = as_geos(was), as_geos(found)
    assert before.sym_difference(after).area <= AREA_SHARE * before.area


def assert_same_line(was: shapes.Ring, found: shapes.Ring) -> None:
    assert len(was) == len(found)
    assert all(apart_m(a, b) < MOVED_M for a, b in zip(was, found, strict=True))


def assert_same(plan: SitePlan, drawing: PlanDrawing) -> None:
    """Compare everything that is drawn; only the ids of features are the file's own."""
    before = {floor_key(one, one.building_name): one for one in plan.levels if is_drawn_on(one)}
    after = {floor_key(one, one.building): one for one in drawing.levels if is_drawn_on(one)}
    assert sorted(map(str, before)) == sorted(map(str, after))
    for key, was in before.items():
        assert_same_floor(was, after[key])
    outlines = {one.name: one.outline for one in plan.buildings if one.outline}
    found = {one.name: one.outline for one in drawing.buildings if one.outline}
    found |= {"": drawing.outline} if drawing.outline else {}
    assert set(outlines) == set(found)
    for house, outline in outlines.items():
        assert_same_place(outline, found[house])


def assert_same_floor(was: LevelPlan, found: LevelDrawing) -> None:
    spaces = [
        by_key([((s.number, s.name, s.category, s.is_lockable, s.correlation_id), s.polygons) for s in level.spaces])
        for level in (was, found)
    ]
    assert [key for key, _ in spaces[0]] == [key for key, _ in spaces[1]]
    for (_, before), (_, after) in zip(*spaces, strict=True):
        assert_same_place(before, after)
    openings = [
        by_key([((str(o.category), o.number, o.name, o.is_exterior), o.line) for o in level.openings])
        for level in (was, found)
    ]
    assert [key for key, _ in openings[0]] == [key for key, _ in openings[1]]
    for (_, line), (_, again) in zip(*openings, strict=True):
        assert_same_line(line, again)
    areas = [
        by_key([((str(a.kind), a.label, bool(a.polygons)), (a.polygons, a.line)) for a in level.areas])
        for level in (was, found)
    ]
    assert [key for key, _ in areas[0]] == [key for key, _ in areas[1]]
    for (_, (polygons, course)), (_, (polygons_after, course_after)) in zip(*areas, strict=True):
        assert_same_place(polygons, polygons_after) if polygons else assert_same_line(course, course_after)
    things = [
        by_key([((str(o.kind), o.label, o.correlation_id), (o.location,)) for o in level.objects])
        for level in (was, found)
    ]
    assert [key for key, _ in things[0]] == [key for key, _ in things[1]]
    for (_, place), (_, place_after) in zip(*things, strict=True):
        assert_same_line(place, place_after)


@cache
def plan_from(source: str) -> SitePlan:
    """Return the site that a file makes; each is read once for all kinds of files it goes out as."""
    with TemporaryDirectory() as folder:
        return site_of({**SOURCES, **PUBLIC_SOURCES}[source](Path(folder)))


@pytest.mark.parametrize("source", EVERY_SOURCE)
@pytest.mark.parametrize("kind", WRITERS)
def test_a_plan_comes_back_as_it_went_out(source: str, kind: str, tmp_path: Path) -> None:
    plan = plan_from(source)

    drawing, ledger = returned(plan, kind, tmp_path)

    assert_same(plan, drawing)
    assert ledger.counts()["refused"] == ledger.counts()["repaired"] == 0


@pytest.mark.parametrize("source", EVERY_SOURCE)
def test_our_own_check_finds_nothing_in_our_archive_of_it(source: str) -> None:
    assert [one for one in imdf_findings(imdf_files(plan_from(source))) if not one.is_hint] == []


def test_a_kmz_comes_back_as_its_kml(tmp_path: Path) -> None:
    (tmp_path / "plan.kmz").write_bytes(kmz_of(plan_from("hard cases")))

    assert_same(plan_from("hard cases"), read_plan_file(tmp_path / "plan.kmz", ReadingOrder(), Ledger()))


def test_a_file_of_ours_needs_nothing_said_beside_it(tmp_path: Path) -> None:
    (tmp_path / "plan.geojson").write_bytes(geojson_of(plan_from("hard cases")))

    look = look_at(tmp_path / "plan.geojson", ReadingOrder())

    assert (look.code, look.fields, look.layers, look.floors, look.kinds) == ("", (), (), (), ())


@pytest.mark.parametrize("kind", WRITERS)
def test_names_that_mean_harm_come_back_as_the_text_they_are(kind: str, tmp_path: Path) -> None:
    drawing, _ = returned(hostile_plan(), kind, tmp_path)

    assert_same(hostile_plan(), drawing)


def test_of_an_ng911_file_rooms_come_back_with_floors_and_numbers_and_the_rest_is_not_in_it(tmp_path: Path) -> None:
    plan, file = demo_plan(), tmp_path / "ng911.gpkg"
    file.write_bytes(ng911_geopackage(plan, agency="gis.fairview.example"))

    drawing = read_plan_file(file, ReadingOrder(), Ledger())

    indoors = [level for level in plan.levels if not level.is_outdoor]
    assert [(one.ordinal, one.name) for one in drawing.levels] == [(one.ordinal, one.name) for one in indoors]
    for was, found in zip(indoors, drawing.levels, strict=True):
        rooms = [one for one in was.spaces if one.category != "opentobelow"]
        told = by_key([((one.number, "" if one.number else one.name), one.polygons) for one in rooms])
        again = by_key([((one.number, one.name), one.polygons) for one in found.spaces])
        assert [key for key, _ in told] == [key for key, _ in again]
        for (_, before), (_, after) in zip(told, again, strict=True):
            assert_same_place(before, after)
        assert {one.category for one in found.spaces} == {"unspecified"}
        assert (found.openings, found.objects, found.areas) == ((), (), ())
