"""Units: checked in by callsign, assigned where they may go, asked whether all are accounted for."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coordination.incident.command.errors import NotInCommand
from coordination.incident.units import errors
from coordination.incident.units.actions import id_of_unit
from coordination.incident.units.capability import Par, Unit
from coordination.incident.units.rules import check_zone
from coordination.incident.units.vocabulary import UnitPlaceSource, UnitPrimary, UnitSecondary, UnitZone
from coordination.models import User
from coordination.room.models import LogEntry, Room, RoomObject
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from mapping.models import Space
from push.models import Recipient
from tests.factories.mapping import make_plan
from tests.stage.incident.command import People, claim, make_people, offer, room_with
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    return room_with(people)


def check_in(user: User, room: Room, callsign: str, **fields: Any) -> UUID:
    run(user, room.id, "check_in_unit", **{"callsign": callsign, "kind": "PatrolUnit", "people": 2, **fields})
    return next(UUID(one) for one, unit in units(room).items() if unit.callsign == callsign)


def units(room: Room) -> dict[str, Unit]:
    return dict(state_now(Room.objects.get(pk=room.pk), audiences=[Audience.RESPONDERS]).of(Unit))


def unit(room: Room, unit_id: UUID) -> Unit:
    return units(room)[str(unit_id)]


def assign(user: User, room: Room, unit_id: UUID, **fields: Any) -> None:
    run(user, room.id, "assign_unit", unit_id=unit_id, **fields)


def par(room: Room) -> Par | None:
    found = state_now(Room.objects.get(pk=room.pk), audiences=[Audience.RESPONDERS]).of(Par)
    return next(iter(found.values()), None)


def status(user: User, room: Room, unit_id: UUID, secondary: str = "OnScene", **fields: Any) -> None:
    said = {"primary": "Available", "secondary": secondary, **fields}
    run(user, room.id, "set_unit_status", unit_id=unit_id, **said)


def test_a_unit_checks_in_by_its_callsign_and_is_of_the_agency_of_who_says_so(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room, "Adam 12")

    said = unit(room, unit_id)
    assert (said.callsign, said.agency, said.agency_kind, said.people) == ("Adam 12", "Fairview Police", "police", 2)
    assert (said.primary, said.secondary) == (UnitPrimary.AVAILABLE, UnitSecondary.CHECKED_IN)


def test_dispatch_checks_another_agencys_unit_in(people: People, room: Room) -> None:
    said = {"kind": "GroundALSAmbulance", "agency": "Valley EMS", "agency_kind": "ems"}

    unit_id = check_in(people.dispatcher, room, "Medic 3", **said)

    assert (unit(room, unit_id).agency, unit(room, unit_id).leader) == ("Valley EMS", None)


def test_a_firefighter_cannot_pass_for_police(people: People, room: Room) -> None:
    with pytest.raises(errors.UnitOfOthers):
        check_in(people.officer, room, "Engine 7", agency_kind="sheriff")


def test_a_callsign_of_an_agency_checks_in_once_and_again_after_it_departed(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room, "Adam 12")
    with pytest.raises(errors.UnitIsCheckedIn):
        check_in(people.sergeant, room, "ADAM 12")

    status(people.officer, room, unit_id, "Departed")

    assert check_in(people.officer, room, "Adam 12") == unit_id
    assert unit(room, unit_id).secondary is UnitSecondary.CHECKED_IN


@pytest.mark.parametrize("who", ["teacher", "principal"])
def test_no_one_of_the_school_checks_a_unit_in_or_reads_one(people: People, room: Room, who: str) -> None:
    unit_id = check_in(people.officer, room, "Adam 12")

    with pytest.raises(errors.OnlyRespondersHaveUnits):
        run(people.user(who), room.id, "check_in_unit", callsign="Bus 1", kind="PatrolUnit")
    with pytest.raises(errors.UnitNotFound):
        status(people.user(who), room, unit_id)
    others = state_now(Room.objects.get(pk=room.pk), audiences=[Audience.EVERYONE, Audience.SCHOOL, Audience.COMMAND])
    assert (others.of(Unit), others.of(Par)) == ({}, {})


def test_another_officer_does_not_speak_for_a_unit_but_dispatch_and_command_do(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room, "Adam 12")

    for word, fields in (
        ("set_unit_status", {"primary": "Available", "secondary": "OnScene"}),
        ("assign_unit", {}),
        ("answer_par", {"people": 2}),
    ):
        with pytest.raises(errors.UnitOfOthers):
            run(people.other_officer, room.id, word, unit_id=unit_id, **fields)
        run(people.dispatcher, room.id, word, unit_id=unit_id, **fields)
        run(people.chief, room.id, word, unit_id=unit_id, **fields)


def test_a_place_says_who_said_it(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room, "Adam 12")

    status(people.officer, room, unit_id, place="2nd floor, B wing")
    assert unit(room, unit_id).place_source is UnitPlaceSource.UNIT
    status(people.officer, room, unit_id, place="Room B204", is_by_sticker=True)
    assert unit(room, unit_id).place_source is UnitPlaceSource.STICKER
    status(people.dispatcher, room, unit_id, place="Gym")
    assert unit(room, unit_id).place_source is UnitPlaceSource.DISPATCH
    # Who says nothing of a place leaves it as it was.
    status(people.officer, room, unit_id)
    assert unit(room, unit_id).place == "Gym"


def test_a_unit_is_placed_in_a_room_by_one_tap_and_its_status_stays(people: People, room: Room) -> None:
    make_plan(people.site)
    space = Space.objects.select_related("floorplan").get(number="101")
    unit_id = check_in(people.officer, room, "Adam 12")

    run(people.officer, room.id, "place_unit", unit_id=unit_id, in_room=space.pk, is_by_sticker=True)

    said = unit(room, unit_id)
    assert ("101" in (said.place or ""), said.place_source) == (True, UnitPlaceSource.STICKER)
    assert (said.level_id, said.lon is not None) == (space.floorplan.level_id, True)
    assert said.secondary is UnitSecondary.CHECKED_IN


def test_a_place_in_words_alone_has_no_point_any_more(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room, "Adam 12")
    run(people.dispatcher, room.id, "place_unit", unit_id=unit_id, lon=-98.5, lat=39.8, place="Bus loop")
    assert unit(room, unit_id).place_source is UnitPlaceSource.DISPATCH

    status(people.officer, room, unit_id, place="Somewhere upstairs")

    assert (unit(room, unit_id).place, unit(room, unit_id).lon) == ("Somewhere upstairs", None)


@pytest.mark.parametrize("said", [{}, {"place": "Gym"}, {"lon": -98.5, "lat": 39.8}, {"lon": -98.5, "place": "Gym"}])
def test_a_unit_is_placed_by_a_room_or_by_a_point_with_words(people: People, room: Room, said: dict[str, Any]) -> None:
    unit_id = check_in(people.officer, room, "Adam 12")

    with pytest.raises(errors.UnitPlaceNotSaid):
        run(people.officer, room.id, "place_unit", unit_id=unit_id, **said)


def test_only_who_speaks_for_a_unit_places_it_while_it_is_there(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room, "Adam 12")
    here: dict[str, Any] = {"unit_id": unit_id, "lon": -98.5, "lat": 39.8, "place": "Bus loop"}

    with pytest.raises(errors.UnitOfOthers):
        run(people.other_officer, room.id, "place_unit", **here)
    with pytest.raises(errors.UnitNotFound):
        run(people.teacher, room.id, "place_unit", **here)
    status(people.officer, room, unit_id, "Departed")
    with pytest.raises(errors.UnitDeparted):
        run(people.officer, room.id, "place_unit", **here)


@pytest.fixture
def pair(people: People, room: Room) -> tuple[UUID, UUID]:
    """Return a unit of police in the warm zone, and one of medics."""
    law = check_in(people.officer, room, "Adam 12")
    assign(people.officer, room, law, zone="warm", team="Rescue 1", team_kind="rescue_task_force")
    medics = check_in(people.captain, room, "Medic 3", kind="GroundALSAmbulance")
    return law, medics


def test_medics_enter_a_warm_zone_with_an_escort_and_a_hot_zone_never(
    people: People, room: Room, pair: tuple[UUID, UUID]
) -> None:
    law, medics = pair

    with pytest.raises(errors.UnitNeedsEscort):
        assign(people.captain, room, medics, zone="warm")
    with pytest.raises(errors.UnitEntersNoHotZone):
        assign(people.captain, room, medics, zone="hot", escort_unit_id=None)
    assign(people.captain, room, medics, zone="warm", escort_unit_id=law, team="Rescue 1")

    assert (unit(room, medics).escort_unit_id, set(unit(room, law).escorts)) == (law, {str(medics)})


def test_an_escort_does_not_leave_those_it_escorts(people: People, room: Room, pair: tuple[UUID, UUID]) -> None:
    law, medics = pair
    assign(people.captain, room, medics, zone="warm", escort_unit_id=law)

    with pytest.raises(errors.EscortStillNeeded):
        assign(people.officer, room, law, zone="hot")
    with pytest.raises(errors.EscortStillNeeded):
        status(people.officer, room, law, "Departed")

    assign(people.captain, room, medics, zone="cold")
    assert unit(room, law).escorts == {}
    assign(people.officer, room, law, zone="hot")


def test_who_departs_frees_its_escort(people: People, room: Room, pair: tuple[UUID, UUID]) -> None:
    law, medics = pair
    assign(people.captain, room, medics, zone="warm", escort_unit_id=law)

    status(people.captain, room, medics, "Departed")

    assert (unit(room, law).escorts, unit(room, medics).zone) == ({}, None)
    with pytest.raises(errors.UnitDeparted):
        assign(people.captain, room, medics, zone="cold")
    with pytest.raises(errors.UnitDeparted):
        run(people.captain, room.id, "answer_par", unit_id=medics, people=2)


def test_an_escort_is_another_unit_of_police_in_the_same_zone(
    people: People, room: Room, pair: tuple[UUID, UUID]
) -> None:
    law, medics = pair
    ladder = check_in(people.captain, room, "Ladder 1", kind="FireTruckLadder")

    for wrong in (medics, ladder):
        with pytest.raises(errors.UnitEscortsNoOne):
            assign(people.captain, room, medics, zone="warm", escort_unit_id=wrong)
    with pytest.raises(errors.UnitEscortsNoOne):
        assign(people.captain, room, medics, zone="cold", escort_unit_id=law)
    with pytest.raises(errors.UnitNotFound):
        assign(people.captain, room, medics, zone="warm", escort_unit_id=uuid4())


def test_medics_are_in_no_contact_team_and_law_enforcement_is(
    people: People, room: Room, pair: tuple[UUID, UUID]
) -> None:
    law, medics = pair

    with pytest.raises(errors.UnitJoinsNoContactTeam):
        assign(people.captain, room, medics, team_kind="contact_team", zone="cold")
    for team_kind in ("strike_team", "rescue_task_force", "single_resource"):
        assign(people.captain, room, medics, team_kind=team_kind, zone="cold")
    assign(people.officer, room, law, team_kind="contact_team", zone="hot")


def test_dispatch_and_command_do_not_send_medics_into_a_hot_zone_either(
    people: People, room: Room, pair: tuple[UUID, UUID]
) -> None:
    law, medics = pair
    assign(people.officer, room, law, zone="hot")

    for who in (people.dispatcher, people.chief):
        with pytest.raises(errors.UnitEntersNoHotZone):
            assign(who, room, medics, zone="hot", escort_unit_id=law)
        with pytest.raises(errors.UnitEscortsNoOne):
            assign(who, room, medics, zone="warm", escort_unit_id=law)


def test_a_unit_that_has_departed_escorts_no_one(people: People, room: Room, pair: tuple[UUID, UUID]) -> None:
    law, medics = pair
    status(people.officer, room, law, "Departed")

    for zone in ("warm", "cold", None):
        with pytest.raises(errors.UnitDeparted):
            assign(people.captain, room, medics, zone=zone, escort_unit_id=law)


def test_a_unit_that_comes_again_is_in_no_zone_until_it_is_assigned(
    people: People, room: Room, pair: tuple[UUID, UUID]
) -> None:
    law, medics = pair
    status(people.officer, room, law, "Departed")

    check_in(people.officer, room, "Adam 12")

    assert (unit(room, law).zone, unit(room, law).team_kind) == (None, None)
    with pytest.raises(errors.UnitEscortsNoOne):
        assign(people.captain, room, medics, zone="warm", escort_unit_id=law)


@pytest.mark.parametrize("kind", ["fire", "ems", "dispatch", "emergency_management"])
def test_no_one_but_police_enters_hot(kind: str) -> None:
    with pytest.raises(errors.UnitEntersNoHotZone):
        check_zone(agency_kind=kind, zone=UnitZone.HOT, is_escorted=True)
    check_zone(agency_kind="sheriff", zone=UnitZone.HOT, is_escorted=False)


def test_command_asks_and_each_unit_answers_with_one_tap(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room, "Adam 12")
    claim(people, room, "chief")
    with pytest.raises(NotInCommand):
        run(people.officer, room.id, "ask_par")

    run(people.chief, room.id, "ask_par", every_min=20)
    run(people.officer, room.id, "answer_par", unit_id=unit_id, people=3)

    said = par(room)
    assert said is not None
    assert (said.every_min, said.because) == (20, "asked")
    assert (unit(room, unit_id).people, unit(room, unit_id).par_at) == (3, said.asked_at)
    seq = LogEntry.objects.filter(room=room, event_type="par_asked").order_by("-seq")[0].seq
    told = Recipient.objects.filter(source_key=f"room:{room.id}:{seq}").values_list("user__username", flat=True)
    assert "officer" in told
    assert not {"teacher", "principal", "assistant"} & set(told)


def test_the_schools_leader_asks_for_nothing_they_do_not_read(people: People, room: Room) -> None:
    claim(people, room, "principal")

    with pytest.raises(errors.OnlyRespondersHaveUnits):
        run(people.principal, room.id, "ask_par")


def test_units_answer_every_fifteen_minutes_from_the_first_on_and_a_mayday_or_new_command_asks_them(
    people: People, room: Room
) -> None:
    run(people.officer, room.id, "call_mayday", mayday_id=uuid4(), kind="mayday")
    assert par(room) is None
    check_in(people.officer, room, "Adam 12")
    begun = par(room)
    assert begun is not None
    assert (begun.every_min, begun.asked_at) == (15, None)

    causes = []
    run(people.officer, room.id, "call_mayday", mayday_id=uuid4(), kind="mayday")
    causes.append(par(room))
    claim(people, room, "sergeant")
    causes.append(par(room))
    offer(people, room, "sergeant", "chief")
    run(people.chief, room.id, "accept_command")
    causes.append(par(room))

    assert [one.because for one in causes if one is not None] == ["mayday", "command", "command"]
    # The mayday alone alerts: its entry is the last.
    seqs = LogEntry.objects.filter(room=room, event_type="par_asked").values_list("seq", flat=True)
    assert not Recipient.objects.filter(source_key__in=[f"room:{room.id}:{one}" for one in seqs]).exists()


def cost_of_answering(people: People, room: Room, unit_id: UUID) -> tuple[int, int]:
    """Return how many statements one more status takes, and how many bytes its entry has."""
    with CaptureQueriesContext(connection) as asked:
        status(people.officer, room, unit_id)
    return len(asked), len(LogEntry.objects.filter(room=room).order_by("-seq")[0].content)


def test_one_more_status_costs_the_same_among_two_hundred_units(people: People, room: Room) -> None:
    unit_id = check_in(people.officer, room, "Adam 12")
    alone = cost_of_answering(people, room, unit_id)
    row = RoomObject.objects.get(room=room, state_key="units")
    RoomObject.objects.bulk_create(
        RoomObject(
            room=room,
            state_key="units",
            object_id=str(id_of_unit(room.pk, "Fairview Police", f"Unit {n}")),
            value=row.value,
            audience=row.audience,
            created_seq=row.created_seq,
            changed_seq=row.changed_seq,
        )
        for n in range(200)
    )

    statements, size = cost_of_answering(people, room, unit_id)

    assert statements == alone[0]
    # The number of the entry may have grown.
    assert size - alone[1] <= 2
