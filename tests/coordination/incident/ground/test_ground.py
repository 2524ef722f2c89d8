"""Places with a meaning: who sets, changes and closes them, where they are, and who reads them."""

from typing import Any, cast
from uuid import UUID, uuid4

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon

from coordination.errors import IdTaken, LevelNotAtSite, NotJoined
from coordination.incident.accountability.errors import RoomNotAtSite
from coordination.incident.ground import errors
from coordination.incident.ground.capability import GroundPlace
from coordination.incident.ground.rules.authority import FUNCTION_OF, SETS, check_may_change, function_that_sets
from coordination.incident.ground.vocabulary import GroundFunction, GroundKind, GroundShape
from coordination.incident.ground.words import ground_rights
from coordination.models import User
from coordination.room.models import LogEntry, Room
from coordination.room.reading.state import state_at, state_now
from coordination.vocabulary import Audience
from mapping.models import Level, Space
from mou.vocabulary import AgencyKind
from tests.factories.mapping import make_plan, make_site
from tests.stage.incident.command import People, claim, make_people, room_with
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
POINT = [[-98.5, 39.8]]
LINE = [[-98.5, 39.8], [-98.4999, 39.8001]]
RING = [[-98.5, 39.8], [-98.499, 39.8], [-98.499, 39.801]]
SHAPES = {GroundShape.POINT: POINT, GroundShape.LINE: LINE, GroundShape.AREA: RING}
STEPS: dict[str, dict[str, Any]] = {
    "reshape_ground_place": {"points": [[-98.4, 39.7]]},
    "relabel_ground_place": {"name": "North"},
    "close_ground_place": {"reason": "Emptied."},
}


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    make_plan(people.site)
    return room_with(people)


def space_of(number: str) -> UUID:
    return Space.objects.get(number=number).pk


def put(user: User, room: Room, kind: str = "casualty_collection_point", **fields: Any) -> UUID:
    place_id = UUID(str(fields.pop("place_id", uuid4())))
    said = fields if "rooms" in fields or "points" in fields else {"points": SHAPES[GroundKind(kind).shape], **fields}
    run(user, room.id, "set_ground_place", place_id=place_id, kind=kind, **said)
    return place_id


def places(room: Room, *audiences: Audience) -> dict[str, GroundPlace]:
    fresh = Room.objects.get(pk=room.pk)
    return dict(state_now(fresh, audiences=audiences or (Audience.RESPONDERS, Audience.EVERYONE)).of(GroundPlace))


def place(room: Room, place_id: UUID) -> GroundPlace:
    return places(room)[str(place_id)]


# --- who sets what ------------------------------------------------------------------------------------------------
def test_a_place_says_what_it_is_where_and_for_which_function(people: People, room: Room) -> None:
    place_id = put(people.officer, room, name="CCP 1")

    said = place(room, place_id)
    assert (said.kind, said.name, said.function) == (
        GroundKind.CASUALTY_COLLECTION_POINT,
        "CCP 1",
        GroundFunction.LAW,
    )
    assert [list(one) for one in said.points] == POINT


@pytest.mark.parametrize("kind", GroundKind)
def test_command_sets_every_kind_of_place(people: People, room: Room, kind: GroundKind) -> None:
    claim(people, room, "chief")

    assert place(room, put(people.chief, room, kind.value)).kind is kind


def test_before_anyone_is_in_command_a_command_role_counts_and_afterwards_only_command(
    people: People, room: Room
) -> None:
    assert place(room, put(people.chief, room, "landing_zone")).function is GroundFunction.COMMAND
    claim(people, room, "sergeant")

    with pytest.raises(errors.GroundOfOtherFunction):
        put(people.chief, room, "landing_zone")


@pytest.mark.parametrize(
    ("kind", "may", "may_not"),
    [
        ("protected_corridor", "officer", "captain"),
        ("inner_perimeter", "officer", "captain"),
        ("landing_zone", "captain", "officer"),
        ("ambulance_exchange_point", "captain", None),
        ("hot_zone", "captain", None),
    ],
)
def test_a_kind_is_set_by_its_functions_and_by_no_other(
    people: People, room: Room, kind: str, may: str, may_not: str | None
) -> None:
    claim(people, room, "sergeant")

    assert place(room, put(people.user(may), room, kind)).kind == kind
    if may_not is not None:
        with pytest.raises(errors.GroundOfOtherFunction):
            put(people.user(may_not), room, kind)


def test_an_officer_sets_no_command_post_nor_does_dispatch(people: People, room: Room) -> None:
    claim(people, room, "chief")

    for who in ("officer", "dispatcher"):
        with pytest.raises(errors.GroundOfOtherFunction):
            put(people.user(who), room, "command_post")


def test_dispatch_says_what_is_set_by_radio_and_the_function_changes_it(people: People, room: Room) -> None:
    place_id = put(people.dispatcher, room, "landing_zone")

    with pytest.raises(errors.GroundPlaceOfOthers):
        run(people.officer, room.id, "relabel_ground_place", place_id=place_id, name="Football field")
    run(people.captain, room.id, "relabel_ground_place", place_id=place_id, name="Football field")

    assert place(room, place_id).name == "Football field"


def test_every_function_that_there_is_may_set_something() -> None:
    assert set(FUNCTION_OF.values()) - {GroundFunction.DISPATCH} == frozenset().union(*SETS.values())
    assert set(SETS) == set(GroundKind)


@pytest.mark.parametrize("kind", GroundKind)
def test_the_page_offers_what_the_server_takes_and_nothing_else(kind: GroundKind) -> None:
    rights = cast("dict[str, dict[str, Any]]", ground_rights())

    for agency_kind in AgencyKind:
        offered = rights["functions"].get(agency_kind.value) in rights["sets"][kind.value]
        if offered:
            function_that_sets(kind, agency_kind=agency_kind.value, is_command=False)
        else:
            with pytest.raises(errors.GroundOfOtherFunction):
                function_that_sets(kind, agency_kind=agency_kind.value, is_command=False)


@pytest.mark.parametrize("agency_kind", ["school", "district"])
def test_no_one_of_a_school_has_a_function_on_the_ground(agency_kind: str) -> None:
    for kind in GroundKind:
        with pytest.raises(errors.GroundOfOtherFunction):
            function_that_sets(kind, agency_kind=agency_kind, is_command=False)
        with pytest.raises(errors.GroundPlaceOfOthers):
            check_may_change(kind, set_for=GroundFunction.DISPATCH, agency_kind=agency_kind, is_command=False)


# --- who reads it -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", GroundKind)
def test_people_of_the_school_read_no_place_that_gives_officers_away(
    people: People, room: Room, kind: GroundKind
) -> None:
    put(people.chief, room, kind.value)

    read = places(room, Audience.EVERYONE, Audience.SCHOOL, Audience.COMMAND)
    open_kinds = {GroundKind.COMMAND_POST, GroundKind.LANDING_ZONE, GroundKind.OUTER_PERIMETER}
    assert bool(read) is (kind in open_kinds)


@pytest.mark.parametrize("who", ["teacher", "principal"])
def test_no_one_of_the_school_sets_or_changes_a_place_also_in_command(people: People, room: Room, who: str) -> None:
    claim(people, room, "principal")
    place_id = put(people.officer, room)

    with pytest.raises(errors.OnlyRespondersHaveGround):
        put(people.user(who), room, "command_post")
    for word, fields in {**STEPS, "confirm_ground_place": {}}.items():
        with pytest.raises(errors.OnlyRespondersHaveGround):
            run(people.user(who), room.id, word, place_id=place_id, **fields)


def test_who_is_not_in_the_room_sets_nothing(people: People) -> None:
    make_plan(people.site)
    room = room_with(people)
    run(people.officer, room.id, "leave_room")

    with pytest.raises(NotJoined):
        put(people.officer, room)


# --- what becomes of it -------------------------------------------------------------------------------------------
def test_a_place_is_moved_and_its_former_shape_stays_in_the_log(people: People, room: Room) -> None:
    place_id = put(people.officer, room, "hot_zone")
    before = Room.objects.get(pk=room.pk).head_seq
    other = [[-98.5, 39.8], [-98.49, 39.8], [-98.49, 39.81], [-98.5, 39.81]]

    run(people.sergeant, room.id, "reshape_ground_place", place_id=place_id, points=other)

    now = place(room, place_id)
    assert ([list(one) for one in now.points], now.shaped_at is not None) == (other, True)
    former = state_at(Room.objects.get(pk=room.pk), audiences=[Audience.RESPONDERS], seq=before)
    assert [list(one) for one in former.of(GroundPlace)[str(place_id)].points] == RING


def test_a_new_label_says_what_it_was_called(people: People, room: Room) -> None:
    place_id = put(people.officer, room, name="CCP 1")

    run(people.officer, room.id, "relabel_ground_place", place_id=place_id, name="CCP Gym")
    assert place(room, place_id).name == "CCP Gym"
    assert '"before":"CCP 1"' in LogEntry.objects.filter(room=room).order_by("-seq")[0].content
    run(people.officer, room.id, "relabel_ground_place", place_id=place_id)
    assert place(room, place_id).name is None


def test_any_responder_confirms_a_place(people: People, room: Room) -> None:
    place_id = put(people.officer, room)

    run(people.captain, room.id, "confirm_ground_place", place_id=place_id)

    assert place(room, place_id).confirmed_at is not None


@pytest.mark.parametrize("word", STEPS)
def test_another_function_changes_nothing_and_command_does(people: People, room: Room, word: str) -> None:
    place_id = put(people.captain, room)
    claim(people, room, "chief")

    for who in ("officer", "sergeant", "dispatcher"):
        with pytest.raises(errors.GroundPlaceOfOthers):
            run(people.user(who), room.id, word, place_id=place_id, **STEPS[word])
    run(people.chief, room.id, word, place_id=place_id, **STEPS[word])


def test_a_closed_place_stays_with_its_reason_and_takes_no_more_steps(people: People, room: Room) -> None:
    place_id = put(people.officer, room)
    run(people.officer, room.id, "close_ground_place", place_id=place_id, reason="Moved to the gym.")

    assert place(room, place_id).close_reason == "Moved to the gym."
    for word, fields in {**STEPS, "confirm_ground_place": {}}.items():
        with pytest.raises(errors.GroundPlaceClosed):
            run(people.officer, room.id, word, place_id=place_id, **fields)


def test_a_place_that_is_not_there_is_not_found_and_its_id_is_taken_once(people: People, room: Room) -> None:
    with pytest.raises(errors.GroundPlaceNotFound):
        run(people.officer, room.id, "confirm_ground_place", place_id=uuid4())
    place_id = put(people.officer, room)
    with pytest.raises(IdTaken):
        put(people.officer, room, place_id=place_id)


# --- where it is --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "points"),
    [
        ("staging", LINE),
        ("protected_corridor", POINT),
        ("protected_corridor", [POINT[0], POINT[0]]),
        ("hot_zone", LINE),
        ("hot_zone", [POINT[0], LINE[1], POINT[0]]),
    ],
)
def test_a_shape_that_does_not_fit_its_kind_is_refused(people: People, room: Room, kind: str, points: Any) -> None:
    with pytest.raises(errors.GroundShapeDoesNotFit):
        put(people.officer, room, kind, points=points)


@pytest.mark.parametrize("said", [{}, {"points": POINT, "rooms": "one"}])
def test_a_place_is_said_by_points_or_by_rooms(people: People, room: Room, said: dict[str, Any]) -> None:
    fields = said | ({"rooms": [space_of("101")]} if "rooms" in said else {})

    with pytest.raises(errors.GroundPlaceNotSaid):
        run(people.officer, room.id, "set_ground_place", place_id=uuid4(), kind="staging", **fields)


def test_a_point_is_named_by_its_room_without_a_map(people: People, room: Room) -> None:
    said = place(room, put(people.officer, room, rooms=[space_of("101")]))

    space = Space.objects.select_related("floorplan").get(number="101")
    assert (said.level_id, "101" in (said.where or ""), len(said.points)) == (space.floorplan.level_id, True, 1)


def two_rooms() -> list[UUID]:
    first = Space.objects.get(number="101")
    beside = first.geometry.clone()
    west, _, east, _ = beside.extent
    rings = [[[(lon + east - west, lat) for lon, lat in ring] for ring in polygon] for polygon in beside.coords]
    moved = MultiPolygon([Polygon(*one) for one in rings], srid=beside.srid)
    other = Space.objects.create(floorplan=first.floorplan, category="classroom", number="102", geometry=moved)
    return [first.pk, other.pk]


def test_a_corridor_leads_through_rooms_and_a_zone_surrounds_them(people: People, room: Room) -> None:
    rooms = two_rooms()

    corridor = place(room, put(people.officer, room, "protected_corridor", rooms=rooms))
    zone = place(room, put(people.officer, room, "hot_zone", rooms=rooms))
    one = place(room, put(people.officer, room, "warm_zone", rooms=rooms[:1]))
    assert (len(corridor.points), len(zone.points) >= 3, len(one.points) >= 3) == (2, True, True)


@pytest.mark.parametrize(("kind", "n"), [("staging", 2), ("protected_corridor", 1)])
def test_too_many_or_too_few_rooms_are_refused(people: People, room: Room, kind: str, n: int) -> None:
    with pytest.raises(errors.GroundShapeDoesNotFit):
        put(people.officer, room, kind, rooms=two_rooms()[:n])


def test_rooms_of_several_floors_are_no_one_place(people: People, room: Room) -> None:
    levels = Level.objects.filter(floorplans__spaces__isnull=False).distinct().order_by("ordinal")
    first = [Space.objects.filter(floorplan__level=one)[0].pk for one in levels]
    if len(first) < 2:
        other = Space.objects.get(pk=first[0])
        upper = Level.objects.create(site=people.site, name="Second floor", short_name="2", ordinal=9)
        plan = other.floorplan
        plan.pk, plan.level, plan._state.adding = uuid4(), upper, True
        plan.save()
        other.pk, other.floorplan, other._state.adding = uuid4(), plan, True
        other.save()
        first.append(other.pk)

    with pytest.raises(errors.GroundRoomsOfSeveralFloors):
        put(people.officer, room, "hot_zone", rooms=first)


def test_a_room_or_floor_of_another_site_is_refused(people: People, room: Room) -> None:
    elsewhere = make_site(people.cast.school, name="Annex")
    make_plan(elsewhere)
    foreign = Space.objects.filter(floorplan__level__site=elsewhere).select_related("floorplan")[0]

    with pytest.raises(RoomNotAtSite):
        put(people.officer, room, rooms=[foreign.pk])
    with pytest.raises(LevelNotAtSite):
        put(people.officer, room, points=POINT, level_id=foreign.floorplan.level_id)


def test_only_so_many_places_stand_at_once(people: People, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("coordination.incident.ground.actions.MOST_PLACES", 1)
    place_id = put(people.officer, room)

    with pytest.raises(errors.GroundIsFull):
        put(people.officer, room)
    run(people.officer, room.id, "close_ground_place", place_id=place_id, reason="Done.")
    put(people.officer, room)
