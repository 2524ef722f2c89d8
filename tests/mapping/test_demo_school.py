"""The demo high school is a building that could stand: no room over another, doors in walls, numbers clockwise."""

import itertools
import math
from collections import Counter

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from hypothesis import given
from hypothesis import strategies as st

from mapping.demo_school.floors import exterior_doors, ground_rooms, upper_rooms
from mapping.demo_school.pen import Room
from mapping.demo_school.school import demo_sites
from mapping.demo_school.store import create_demo_sites
from mapping.demo_school.wings import COURTYARD, OUTLINE
from mapping.geometry.georeference import TangentPlane
from mapping.models import Floorplan, ImportDefect, Site
from mapping.vocabulary import SPACE_CATEGORIES, AreaKind, FloorplanState, ObjectKind
from mou.vocabulary import OPERATOR, AgencyKind, MemberRole
from tests.factories.mou import NOW, make_agency, make_member, make_user

FLOORS = {"ground": ground_rooms(), "upper": upper_rooms()}


def area(corners: tuple[tuple[float, float], ...]) -> Polygon:
    return Polygon((*corners, corners[0]))


def building() -> Polygon:
    return Polygon((*OUTLINE, OUTLINE[0]), (*COURTYARD, COURTYARD[0]))


@pytest.mark.parametrize("rooms", FLOORS.values(), ids=FLOORS.keys())
def test_no_room_lies_over_another_and_all_lie_inside_the_building(rooms: list[Room]) -> None:
    shapes = {room.number or room.name: area(room.corners) for room in rooms}

    overlapping = [
        (a, b)
        for (a, one), (b, other) in itertools.combinations(shapes.items(), 2)
        if one.intersection(other).area > 0.01
    ]
    outside = [name for name, shape in shapes.items() if shape.difference(building()).area > 0.01]
    assert len(shapes) == len(rooms)
    assert all(shape.valid for shape in shapes.values())
    # A corridor may cross another: it is one floor that people walk on.
    assert overlapping == []
    assert outside == []


@pytest.mark.parametrize("rooms", FLOORS.values(), ids=FLOORS.keys())
def test_every_door_of_a_room_is_in_its_wall_and_leads_to_another_space(rooms: list[Room]) -> None:
    astray = []
    for room in rooms:
        if room.door is None:
            continue
        door = Point(room.door)
        leads_to = [other for other in rooms if other is not room and area(other.corners).distance(door) < 0.01]
        if area(room.corners).boundary.distance(door) > 0.01 or not leads_to:
            astray.append(room.number or room.name)

    assert astray == []


def test_exterior_doors_lie_in_outside_walls() -> None:
    walls = building().boundary

    assert [door.number for door in exterior_doors() if walls.distance(Point(door.middle)) > 0.01] == []


def test_exterior_doors_are_numbered_clockwise_from_the_main_entrance() -> None:
    outside_wall = area(OUTLINE).exterior_ring
    numbered = [door for door in exterior_doors() if door.number.isdigit()]

    # The outline is drawn counter-clockwise, so the way along it shrinks from door to door.
    way = [outside_wall.project(Point(door.middle)) for door in numbered]
    steps = [(way[0] - one) % outside_wall.length for one in way]
    assert [int(door.number) for door in numbered] == list(range(1, len(numbered) + 1))
    assert len(numbered) >= 12
    assert steps == sorted(steps)
    assert numbered[0].name == "Main entrance"


def test_the_high_school_has_all_that_a_responder_looks_for() -> None:
    lincoln = demo_sites()[0]

    spaces = [space for level in lincoln.plan.levels for space in level.spaces]
    kinds = Counter(thing.kind for level in lincoln.plan.levels for thing in level.objects)
    stairs = {thing.label for level in lincoln.plan.levels for thing in level.objects if thing.kind is ObjectKind.STAIR}
    assert [level.short_name for level in lincoln.plan.levels] == ["G", "1", "2"]
    assert sum(1 for space in spaces if space.number) >= 60
    assert {space.category for space in spaces} <= SPACE_CATEGORIES
    assert stairs == {"Stair A", "Stair B", "Stair C", "Stair D"}
    wanted = set(ObjectKind) - {ObjectKind.ENTRANCE, ObjectKind.OTHER}
    assert set(kinds) == wanted
    assert {area.kind for level in lincoln.plan.levels for area in level.areas} == set(AreaKind)
    assert kinds[ObjectKind.BUILDING_SIDE] == 4


def test_a_stair_is_the_same_thing_on_both_floors() -> None:
    _, ground, upper = demo_sites()[0].plan.levels

    def shafts(level: object) -> dict[str, object]:
        spaces = getattr(level, "spaces", ())
        return {space.name: space.correlation_id for space in spaces if space.category in ("stairs", "elevator")}

    assert shafts(ground) == shafts(upper)
    assert None not in shafts(ground).values()


def test_numbers_are_unique_on_a_floor() -> None:
    for site in demo_sites():
        for level in site.plan.levels:
            numbers = Counter(space.number for space in level.spaces if space.number)
            assert [number for number, times in numbers.items() if times > 1] == []


@pytest.mark.django_db
def test_the_demo_sites_come_in_without_a_defect_and_only_once() -> None:
    district = make_agency(AgencyKind.DISTRICT)
    school = make_agency(AgencyKind.SCHOOL, parent=district)

    def create() -> dict[str, object]:
        return dict(
            create_demo_sites(
                actor_id=OPERATOR,
                district_id=district.pk,
                school_ids={"lincoln-high": school.pk},
                time_zone="America/Chicago",
                at=NOW,
            )
        )

    first, second = create(), create()

    assert first == second
    assert len(first) == Site.objects.count() == 4
    assert Floorplan.objects.count() == 6
    assert not ImportDefect.objects.exists()
    lincoln = Site.objects.get(pk=str(first["lincoln-high"]))
    assert lincoln.school == school
    assert isinstance(lincoln.boundary, MultiPolygon)
    outline = lincoln.buildings.get().outline
    assert outline is not None
    assert lincoln.boundary.contains(outline)


@pytest.mark.django_db(transaction=True)
def test_the_school_that_is_drawn_in_full_was_walked_and_of_the_others_nobody_is_known_to_have() -> None:
    district = make_agency(AgencyKind.DISTRICT)
    planner = make_member(district, user=make_user(), role=MemberRole.PLANNER).user
    publisher = make_member(district, user=make_user(username="publisher"), role=MemberRole.PLANNER).user

    made = create_demo_sites(
        actor_id=OPERATOR,
        district_id=district.pk,
        school_ids={},
        time_zone="America/Chicago",
        at=NOW,
        walked_by=planner.pk,
        published_by=publisher.pk,
    )

    plans = Floorplan.objects.filter(state=FloorplanState.PUBLISHED.value)
    walked = set(plans.filter(verified_by=planner).values_list("level__site_id", flat=True))
    assert plans.count() == Floorplan.objects.count() == 6
    assert walked == {made["lincoln-high"]}
    assert not plans.filter(level__site=made["lincoln-high"], walk_through__isnull=True).exists()


@given(
    st.floats(-180, 180),
    st.floats(-70, 70),
    st.floats(-180, 180),
    st.floats(-500, 500),
    st.floats(-500, 500),
)
def test_metres_to_degrees_and_back_is_the_same_point(
    lon: float, lat: float, rotation_deg: float, x_m: float, y_m: float
) -> None:
    plane = TangentPlane((lon, lat), rotation_deg)

    back = plane.xy_from_lonlat(*plane.lonlat_from_xy(x_m, y_m))

    assert math.dist(back, (x_m, y_m)) < 1e-4
