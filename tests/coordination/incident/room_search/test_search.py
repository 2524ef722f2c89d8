"""The search of rooms: responders mark them, each step by the state, and no one of the school reads where teams are."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.errors import IdTaken, LevelNotAtSite, NotAllowed, NotJoined
from coordination.incident.accountability.errors import RoomNotAtSite
from coordination.incident.room_search import errors
from coordination.incident.room_search.actions import MOST_AREAS
from coordination.incident.room_search.capability import SearchArea, SpaceSearch
from coordination.incident.room_search.vocabulary import SearchState
from coordination.models import User
from coordination.room.models import LogEntry, Room, RoomObject
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from mapping.models import Level, Space
from tests.factories.cast import open_room
from tests.factories.mapping import make_plan, make_site
from tests.stage.incident.command import People, make_people, room_with
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    make_plan(people.site)
    return room_with(people)


def space_id() -> UUID:
    return Space.objects.get(number="101").pk


def mark(user: User, room: Room, step: str, **fields: Any) -> None:
    run(user, room.id, "mark_space", **{"space_id": space_id(), "step": step, **fields})


def search(room: Room, audience: Audience = Audience.RESPONDERS) -> SpaceSearch:
    room.refresh_from_db()
    return state_now(room, audiences=[audience]).of(SpaceSearch)[str(space_id())]


def assign(user: User, room: Room, **fields: Any) -> UUID:
    area_id = UUID(str(fields.pop("area_id", uuid4())))
    level_id = Level.objects.filter(floorplans__spaces__number="101")[0].pk
    said = {"name": "Ground floor", "team": "Contact 1", "level_id": level_id, **fields}
    run(user, room.id, "assign_search_area", area_id=area_id, **said)
    return area_id


def test_a_team_clears_a_room_and_says_which_team_it_is(people: People, room: Room) -> None:
    mark(people.officer, room, "begin", team="Contact 1")
    mark(people.officer, room, "clear", team="Contact 1")

    said = search(room)
    assert (said.state, said.team, said.room[:3]) == (SearchState.CLEARED, "Contact 1", "101")


def test_cleared_never_overwrites_secured(people: People, room: Room) -> None:
    mark(people.officer, room, "secure", team="Contact 1")

    with pytest.raises(errors.SecuredStaysSecured):
        mark(people.sergeant, room, "clear", team="Contact 2")

    assert (search(room).state, search(room).team) == (SearchState.SECURED, "Contact 1")


def test_a_cleared_room_that_is_opened_again_says_so_until_it_is_searched(people: People, room: Room) -> None:
    mark(people.officer, room, "clear")
    mark(people.sergeant, room, "open_again")

    assert (search(room).state, search(room).opened_again_at is not None) == (SearchState.UNSEARCHED, True)
    mark(people.officer, room, "clear")
    assert search(room).opened_again_at is None


def test_a_room_that_was_secured_is_taken_back_with_a_reason(people: People, room: Room) -> None:
    mark(people.officer, room, "secure")

    with pytest.raises(errors.SearchReasonMissing):
        mark(people.officer, room, "withdraw")

    mark(people.officer, room, "withdraw", note="The wrong room.")
    assert (search(room).state, search(room).note) == (SearchState.UNSEARCHED, "The wrong room.")


def test_what_another_secured_is_taken_back_by_command_and_by_no_one_else(people: People, room: Room) -> None:
    mark(people.officer, room, "secure")

    with pytest.raises(NotAllowed):
        mark(people.other_officer, room, "withdraw", note="I saw a door open.")

    mark(people.chief, room, "withdraw", note="A door stood open.")
    assert search(room).state is SearchState.UNSEARCHED


def test_dispatch_marks_what_it_hears_by_radio(people: People, room: Room) -> None:
    mark(people.dispatcher, room, "find_casualty", team="Rescue 1", note="One, conscious.")

    assert search(room).state is SearchState.CASUALTY


@pytest.mark.parametrize("who", ["teacher", "principal"])
def test_no_one_of_the_school_marks_a_room_or_gives_an_area(people: People, room: Room, who: str) -> None:
    area_id = assign(people.officer, room)

    with pytest.raises(errors.OnlyRespondersSearch):
        mark(people.user(who), room, "clear")
    with pytest.raises(errors.OnlyRespondersSearch):
        assign(people.user(who), room)
    with pytest.raises(errors.OnlyRespondersSearch):
        run(people.user(who), room.id, "release_search_area", area_id=area_id)


def test_no_one_of_the_school_reads_where_teams_are(people: People, room: Room) -> None:
    mark(people.officer, room, "clear", team="Contact 1")
    assign(people.officer, room)

    others = state_now(room, audiences=[Audience.EVERYONE, Audience.SCHOOL, Audience.COMMAND])
    assert (others.of(SpaceSearch), others.of(SearchArea)) == ({}, {})
    assert set(
        LogEntry.objects.filter(room=room, content__contains="Contact 1").values_list("audience", flat=True)
    ) == {"responders"}


def test_nor_does_a_responder_mark_who_is_not_in_the_room(people: People) -> None:
    make_plan(people.site)

    with pytest.raises(NotJoined):
        mark(people.officer, open_room(people.cast), "clear")


def test_a_room_of_another_site_is_none_of_this_incident(people: People, room: Room) -> None:
    elsewhere = make_site(people.cast.district, name="Elsewhere")
    make_plan(elsewhere)
    other = Space.objects.filter(floorplan__level__site=elsewhere)[0]

    for wrong in (other.pk, uuid4()):
        with pytest.raises(RoomNotAtSite):
            run(people.officer, room.id, "mark_space", space_id=wrong, step="clear")


def test_an_area_is_given_to_a_team_and_ended(people: People, room: Room) -> None:
    area_id = assign(people.sergeant, room, first_room="101", last_room="110", wing="1")

    said = state_now(Room.objects.get(pk=room.pk), audiences=[Audience.RESPONDERS]).of(SearchArea)[str(area_id)]
    assert (said.team, said.first_room, said.last_room) == ("Contact 1", "101", "110")
    run(people.officer, room.id, "release_search_area", area_id=area_id)
    with pytest.raises(errors.SearchAreaNotFound):
        run(people.officer, room.id, "release_search_area", area_id=area_id)
    with pytest.raises(IdTaken):
        assign(people.officer, room, area_id=area_id)


def test_an_area_that_is_none_is_refused(people: People, room: Room) -> None:
    with pytest.raises(errors.AreaRangeReversed):
        assign(people.officer, room, first_room="B10", last_room="B9")
    with pytest.raises(LevelNotAtSite):
        assign(people.officer, room, level_id=uuid4())


def test_no_one_assigns_areas_without_end(people: People, room: Room) -> None:
    area_id = assign(people.officer, room)
    row = RoomObject.objects.get(room=room, state_key="search_areas", object_id=str(area_id))
    RoomObject.objects.bulk_create(
        RoomObject(
            room=room,
            state_key="search_areas",
            object_id=str(uuid4()),
            value=row.value,
            audience=row.audience,
            created_seq=row.created_seq,
            changed_seq=row.changed_seq,
        )
        for _ in range(MOST_AREAS - 1)
    )

    with pytest.raises(errors.TooManySearchAreas):
        assign(people.officer, room)


def cost_of_marking(people: People, room: Room) -> tuple[int, int]:
    """Return how many statements one more mark takes, and how many bytes its entry has."""
    with CaptureQueriesContext(connection) as asked:
        mark(people.officer, room, "clear", team="Contact 1")
    return len(asked), len(LogEntry.objects.filter(room=room).order_by("-seq")[0].content)


def test_one_more_mark_costs_the_same_among_four_hundred_searched_rooms(people: People, room: Room) -> None:
    mark(people.officer, room, "begin", team="Contact 1")
    alone = cost_of_marking(people, room)
    row = RoomObject.objects.get(room=room, state_key="space_searches", object_id=str(space_id()))
    RoomObject.objects.bulk_create(
        RoomObject(
            room=room,
            state_key="space_searches",
            object_id=str(uuid4()),
            value=row.value,
            audience=row.audience,
            created_seq=row.created_seq,
            changed_seq=row.changed_seq,
        )
        for _ in range(400)
    )
    mark(people.officer, room, "open_again")
    mark(people.officer, room, "begin", team="Contact 1")

    statements, size = cost_of_marking(people, room)

    assert statements == alone[0]
    # The number of the entry may have grown.
    assert size - alone[1] <= 2
