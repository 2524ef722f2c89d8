"""Storing plans: versions, whole buildings, hostile geometry."""

import json
from dataclasses import replace
from uuid import uuid4

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from mapping.errors import BadFile, NotAllowed, SiteNotFound
from mapping.imports.readers.osm.indoor import read_plan
from mapping.imports.saving.record import Source, source_from_bytes
from mapping.imports.saving.store import import_floorplan
from mapping.interchange.drawing import PlanDrawing
from mapping.interchange.ledger import Ledger
from mapping.models import Floorplan, ImportDefect, ImportRun, Opening, PlanObject, Site, Space
from mapping.plans.queries import plan_geojson, published_floorplan
from mapping.vocabulary import FloorplanState
from mou.models import Agency
from mou.vocabulary import OPERATOR, AgencyKind, MemberRole
from tests.factories.files.indoor.fire_station import FIRE_STATION
from tests.factories.files.indoor.high_school import HIGH_SCHOOL
from tests.factories.files.indoor.osm_file import IndoorPlan
from tests.factories.mapping import CENTRE, STEP, draw_level, draw_space, make_plan, make_site, square
from tests.factories.mou import NOW, make_agency, make_member
from tests.support.public_data import BARRACKS, FACULTY, public

pytestmark = pytest.mark.django_db
SOURCE = Source("test.geojson", "0" * 64)


@pytest.fixture
def district() -> Agency:
    return make_agency(AgencyKind.DISTRICT)


@pytest.fixture
def site(district: Agency) -> Site:
    return make_site(district)


def import_drawing(site: Site, drawing: PlanDrawing, ledger: Ledger, *, actor_id: int | None = None) -> None:
    import_floorplan(
        actor_id=OPERATOR if actor_id is None else actor_id,
        site_id=site.pk,
        building_name="Main building",
        drawing=drawing,
        ledger=ledger,
        source=SOURCE,
        state=FloorplanState.PUBLISHED,
        at=NOW,
    )


def test_a_second_import_is_version_two_and_the_first_is_superseded_not_overwritten(site: Site) -> None:
    first = make_plan(site, draw_level(draw_space(name="Old name")))

    second = make_plan(site, draw_level(draw_space(name="New name")))

    level_id = first.levels[0].level_id
    assert level_id == second.levels[0].level_id
    states = dict(Floorplan.objects.filter(level_id=level_id).values_list("version", "state"))
    assert states == {1: FloorplanState.SUPERSEDED, 2: FloorplanState.PUBLISHED}
    names = dict(Space.objects.filter(floorplan__level_id=level_id).values_list("floorplan__version", "name"))
    assert names == {1: "Old name", 2: "New name"}


def test_a_level_that_is_not_in_a_later_file_stays_published_and_is_noted(site: Site) -> None:
    make_plan(site, draw_level(), draw_level(ordinal="1"))
    ledger = Ledger()

    import_drawing(site, PlanDrawing(outline=(), levels=(draw_level(),)), ledger)

    assert [(one.code, one.outcome.value) for one in ledger.defects] == [("level_not_in_file", "noted")]
    assert Floorplan.objects.filter(level__ordinal=1, state=FloorplanState.PUBLISHED).count() == 1


def test_a_self_crossing_room_is_mended_and_listed(site: Site) -> None:
    (west, south), ledger = CENTRE, Ledger()
    bow_tie = ((west, south), (west + STEP, south + STEP), (west + STEP, south), (west, south + STEP), (west, south))
    space = replace(draw_space(), polygons=((bow_tie,),))
    ledger.read(space.source_ref)
    ledger.keep(space.source_ref)

    import_drawing(site, PlanDrawing(outline=(), levels=(draw_level(space),)), ledger)

    assert ledger.counts()["repaired"] == 1
    assert Space.objects.get().geometry.valid
    defect = ImportDefect.objects.get()
    assert (defect.feature_ref, defect.code, defect.outcome) == ("space/101", "polygon_invalid", "repaired")


def test_a_plan_with_swapped_axes_is_refused_with_a_hint(site: Site) -> None:
    lon, lat = CENTRE
    far = replace(draw_space(), polygons=(square((lat, lon)),))
    level = replace(draw_level(far), openings=(), objects=())

    with pytest.raises(BadFile) as refusal:
        import_drawing(site, PlanDrawing(outline=(), levels=(level,)), Ledger())

    assert refusal.value.code == "axes_swapped"
    assert not Floorplan.objects.exists()


def test_a_plan_of_another_town_is_refused_and_leaves_no_trace(site: Site) -> None:
    far = replace(draw_space(), polygons=(square((13.7, 51.0)),))

    with pytest.raises(BadFile) as refusal:
        import_drawing(site, PlanDrawing(outline=(), levels=(draw_level(far),)), Ledger())

    assert refusal.value.code == "plan_far_from_site"
    assert not ImportRun.objects.exists()


def test_a_drawing_without_content_is_refused(site: Site) -> None:
    with pytest.raises(BadFile) as refusal:
        import_drawing(site, PlanDrawing(outline=(), levels=()), Ledger())

    assert refusal.value.code == "nothing_to_draw"


def test_a_planner_of_the_district_may_import_a_plan(site: Site, district: Agency) -> None:
    planner = make_member(district, role=MemberRole.PLANNER)

    import_drawing(site, PlanDrawing(outline=(), levels=(draw_level(),)), Ledger(), actor_id=planner.user_id)

    assert Floorplan.objects.count() == 1


def test_a_teacher_may_not_import_a_plan(site: Site, district: Agency) -> None:
    teacher = make_member(district, role=MemberRole.STAFF)

    with pytest.raises(NotAllowed):
        import_drawing(site, PlanDrawing(outline=(), levels=(draw_level(),)), Ledger(), actor_id=teacher.user_id)


def test_for_a_stranger_the_site_of_an_import_does_not_exist(site: Site) -> None:
    stranger = make_member(make_agency(AgencyKind.POLICE), role=MemberRole.PLANNER)

    with pytest.raises(SiteNotFound):
        import_drawing(site, PlanDrawing(outline=(), levels=(draw_level(),)), Ledger(), actor_id=stranger.user_id)


def test_an_import_to_a_site_that_does_not_exist_is_refused() -> None:
    missing = Site(id=uuid4())

    with pytest.raises(SiteNotFound):
        import_drawing(missing, PlanDrawing(outline=(), levels=(draw_level(),)), Ledger())


@pytest.mark.parametrize(
    ("plan", "spaces", "openings", "objects"),
    [
        (HIGH_SCHOOL, 436, 469, 0),
        (FIRE_STATION, 66, 13, 8),
        public(FACULTY, 487, 532, 0, name="faculty"),
        public(BARRACKS, 73, 14, 8, name="barracks"),
    ],
    ids=str,
)
def test_a_whole_building_comes_in_completely(
    district: Agency, plan: IndoorPlan, spaces: int, openings: int, objects: int
) -> None:
    raw, ledger = plan.raw(), Ledger()
    site = make_site(district, at_lonlat=plan.at_lonlat)
    drawing = read_plan(raw, ledger)

    stored = import_floorplan(
        actor_id=OPERATOR,
        site_id=site.pk,
        building_name="Imported",
        drawing=drawing,
        ledger=ledger,
        source=source_from_bytes(plan.name, raw),
        state=FloorplanState.DRAFT,
        at=NOW,
    )

    assert (Space.objects.count(), Opening.objects.count(), PlanObject.objects.count()) == (spaces, openings, objects)
    assert sum(level.spaces for level in stored.levels) == spaces
    counts = ledger.counts()
    assert counts["read"] == counts["imported"] + counts["repaired"] + counts["refused"] + counts["ignored"]


def test_a_plan_is_read_back_as_geojson_with_all_its_parts(
    site: Site, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_plan(site)
    level = site.levels.get()
    floorplan = published_floorplan(level)
    plan_geojson(level, floorplan)  # the first question of a process also asks for SpatiaLite's version

    with django_assert_num_queries(5):
        plan = json.loads(plan_geojson(level, floorplan))

    assert plan["level"]["short_name"] == "0"
    assert plan["floorplan"]["version"] == 1
    kinds = [(feature["properties"]["kind"], feature["geometry"]["type"]) for feature in plan["features"]]
    assert kinds == [("space", "MultiPolygon"), ("opening", "LineString"), ("object", "Point")]
