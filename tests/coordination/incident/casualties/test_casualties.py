"""Casualties: entered in one tap, counted for all, read by fire and EMS alone."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from coordination.errors import CoordinationError, IdTaken, LevelNotAtSite
from coordination.incident.accountability.errors import RoomNotAtSite
from coordination.incident.casualties import errors
from coordination.incident.casualties.capability import Casualty, CasualtyCounts, Hospital
from coordination.incident.casualties.listing import list_casualties
from coordination.incident.casualties.rules.machine import CASUALTIES
from coordination.incident.casualties.vocabulary import (
    CasualtyCategory,
    CasualtyState,
    CasualtyStep,
    Intervention,
)
from coordination.models import User
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import LogEntry, Room, RoomObject
from coordination.room.reading.state import state_now
from coordination.room.wire.addressed import Readership, addressed_to_medics
from coordination.vocabulary import Audience
from mapping.models import Space
from push.models import Recipient
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW
from tests.stage.incident.command import EVERYBODY, People, make_people, room_with
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
C, S, T = CasualtyCategory, CasualtyState, CasualtyStep
MEDICS = addressed_to_medics()
MEDIC_COMMANDS: dict[str, dict[str, Any]] = {
    "open_casualty": {"category": "immediate"},
    "retriage_casualty": {"category": "delayed"},
    "place_casualty": {"where": "Gym"},
    "tag_casualty": {"tag": "A-1"},
    "age_casualty": {"age_group": "child"},
    "identify_casualty": {"name": "Ana Vega"},
    "note_injury": {"injury": "gunshot"},
    "note_intervention": {"intervention": "chest_seal"},
    "move_casualty": {"step": "treat"},
}


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    return room_with(people)


def enter(user: User, room: Room, category: str = "immediate", **fields: Any) -> UUID:
    casualty_id = uuid4()
    run(user, room.id, "open_casualty", casualty_id=casualty_id, category=category, **fields)
    return casualty_id


def seen(room: Room, *readers: Readership) -> Any:
    return state_now(Room.objects.get(pk=room.pk), audiences=readers)


def casualty(room: Room, casualty_id: UUID) -> Casualty:
    found: Casualty = seen(room, MEDICS).of(Casualty)[str(casualty_id)]
    return found


def counts(room: Room) -> CasualtyCounts:
    (found,) = seen(room, Audience.RESPONDERS).of(CasualtyCounts).values()
    assert isinstance(found, CasualtyCounts)
    return found


def say(people: People, room: Room, word: str, casualty_id: UUID, **fields: Any) -> None:
    run(people.captain, room.id, word, casualty_id=casualty_id, **fields)


def move(people: People, room: Room, casualty_id: UUID, step: str, **fields: Any) -> None:
    say(people, room, "move_casualty", casualty_id, step=step, **fields)


def refused(error: type[CoordinationError], people: People, room: Room, word: str, user: User, **fields: Any) -> None:
    before = LogEntry.objects.filter(room=room).count()
    with pytest.raises(error):
        run(user, room.id, word, **fields)
    assert LogEntry.objects.filter(room=room).count() == before


# --- who -------------------------------------------------------------------------------------------------------------
def test_one_tap_enters_a_casualty_which_has_a_number(people: People, room: Room) -> None:
    first, second = enter(people.captain, room), enter(people.captain, room, "untriaged")

    found = casualty(room, first)
    assert (found.number, found.category, found.state, found.tag) == (1, C.IMMEDIATE, S.FOUND, None)
    assert casualty(room, second).number == 2


@pytest.mark.parametrize("who", ["principal", "teacher", "officer", "chief", "dispatcher"])
@pytest.mark.parametrize("word", MEDIC_COMMANDS)
def test_no_one_but_fire_and_ems_says_anything_of_a_casualty(people: People, room: Room, who: str, word: str) -> None:
    casualty_id = uuid4() if word == "open_casualty" else enter(people.captain, room)

    refused(
        errors.OnlyMedicsHaveCasualties,
        people,
        room,
        word,
        people.user(who),
        casualty_id=casualty_id,
        **MEDIC_COMMANDS[word],
    )


def test_responders_read_counts_and_hospitals_and_no_casualty_and_the_school_reads_nothing(
    people: People, room: Room
) -> None:
    one = enter(people.captain, room)
    say(people, room, "identify_casualty", one, name="Ana Vega")
    move(people, room, one, "transport", hospital="Mercy", unit="Medic 3")

    others = seen(room, Audience.EVERYONE, Audience.SCHOOL, Audience.COMMAND)
    assert [others.of(kind) for kind in (Casualty, CasualtyCounts, Hospital)] == [{}, {}, {}]
    responders = seen(room, Audience.EVERYONE, Audience.RESPONDERS, Audience.COMMAND)
    assert responders.of(Casualty) == {}
    assert len(responders.of(CasualtyCounts)) == len(responders.of(Hospital)) == 1
    assert "Ana" not in responders.as_json().decode()


def test_a_name_stands_in_no_entry_of_others_and_no_alert_and_no_search(people: People, room: Room) -> None:
    one = enter(people.captain, room)
    say(people, room, "identify_casualty", one, name="Ana Vega")

    with_name = LogEntry.objects.filter(room=room, content__contains="Ana Vega")
    assert {row.audience for row in with_name} == {MEDICS.value}
    assert {json.loads(row.content)["audience"] for row in with_name} == {"addressed"}
    seqs = LogEntry.objects.filter(room=room, event_type__contains="casualt").values_list("seq", flat=True)
    assert not Recipient.objects.filter(source_key__in=[f"room:{room.id}:{one}" for one in seqs]).exists()


def test_medics_alone_belong_to_their_audience(people: People, room: Room) -> None:

    readers = {
        who
        for who in EVERYBODY
        if MEDICS in room_for(user_id=people.user(who).pk, room_id=room.pk, need=RoomNeed.READ, at=NOW).audiences
    }
    assert readers == {"captain"}


# --- what is said -----------------------------------------------------------------------------------------------------
def test_each_triage_stays_with_its_entry(people: People, room: Room) -> None:
    one = enter(people.captain, room, "delayed")
    say(people, room, "retriage_casualty", one, category="immediate", algorithm="start")

    found = casualty(room, one)
    assert [triage.category for triage in found.triages.values()] == [C.DELAYED, C.IMMEDIATE]
    entries = LogEntry.objects.filter(room=room, event_type__in=("casualty_opened", "casualty_retriaged"))
    assert {int(seq) for seq in found.triages} == set(entries.values_list("seq", flat=True))


def test_start_knows_no_expectant(people: People, room: Room) -> None:
    one = enter(people.captain, room, "expectant")

    for word, casualty_id in (("open_casualty", uuid4()), ("retriage_casualty", one)):
        said = {"casualty_id": casualty_id, "category": "expectant", "algorithm": "start"}
        refused(errors.CategoryNotOfAlgorithm, people, room, word, people.captain, **said)


def test_a_place_is_a_room_a_point_or_words(people: People, room: Room) -> None:
    make_plan(people.site)
    space = Space.objects.filter(floorplan__level__site=people.site)[0]
    one = enter(people.captain, room)

    say(people, room, "place_casualty", one, where="Hallway B")
    assert casualty(room, one).where == "Hallway B"
    say(people, room, "place_casualty", one, lon=-98.5, lat=39.8)
    point = casualty(room, one)
    assert (point.lon, point.lat, point.where) == (-98.5, 39.8, None)
    say(people, room, "place_casualty", one, space_id=space.pk)
    found = casualty(room, one)
    assert (found.space_id, found.level_id, found.lon) == (space.pk, space.floorplan.level_id, None)
    assert found.where


def test_a_place_that_is_none_is_refused(people: People, room: Room) -> None:
    one = enter(people.captain, room)

    for error, said in (
        (errors.CasualtyPlaceMissing, {}),
        (errors.CasualtyPlaceMissing, {"lon": 1.0, "where": "Gym"}),
        (RoomNotAtSite, {"space_id": uuid4()}),
        (LevelNotAtSite, {"where": "Gym", "level_id": uuid4()}),
    ):
        refused(error, people, room, "place_casualty", people.captain, casualty_id=one, **said)


def test_a_tag_is_of_one_casualty_that_counts(people: People, room: Room) -> None:
    one, other = enter(people.captain, room), enter(people.captain, room)
    say(people, room, "tag_casualty", one, tag="TX-0412")

    refused(errors.TriageTagTaken, people, room, "tag_casualty", people.captain, casualty_id=other, tag="tx-0412")
    say(people, room, "tag_casualty", one, tag="TX-0412")
    move(people, room, one, "withdraw", reason="The wrong room.")
    say(people, room, "tag_casualty", other, tag="TX-0412")
    assert casualty(room, other).tag == "TX-0412"


def test_injuries_and_care_have_their_times_and_are_taken_back(people: People, room: Room) -> None:
    one = enter(people.captain, room)
    say(people, room, "note_injury", one, injury="gunshot")
    say(people, room, "note_injury", one, injury="bleeding")
    earlier = NOW - timedelta(minutes=9)
    say(people, room, "note_intervention", one, intervention="tourniquet_left_leg", applied_at=earlier)
    say(people, room, "note_intervention", one, intervention="airway", applied_at=NOW + timedelta(hours=1))

    found = casualty(room, one)
    assert set(found.injuries) == {"gunshot", "bleeding"}
    assert found.interventions[Intervention.TOURNIQUET_LEFT_LEG] < found.interventions[Intervention.AIRWAY]
    assert found.interventions[Intervention.AIRWAY] == found.state_at

    say(people, room, "note_injury", one, injury="bleeding", is_withdrawn=True)
    say(people, room, "note_intervention", one, intervention="airway", is_withdrawn=True)
    found = casualty(room, one)
    assert (set(found.injuries), set(found.interventions)) == ({"gunshot"}, {"tourniquet_left_leg"})


def test_an_id_is_used_once_and_one_that_is_not_there_is_not_found(people: People, room: Room) -> None:
    one = enter(people.captain, room)

    refused(IdTaken, people, room, "open_casualty", people.captain, casualty_id=one, category="dead")
    for word in set(MEDIC_COMMANDS) - {"open_casualty"}:
        said = {"casualty_id": uuid4(), **MEDIC_COMMANDS[word]}
        refused(errors.CasualtyNotFound, people, room, word, people.captain, **said)


# --- to the hospital --------------------------------------------------------------------------------------------------
def test_from_the_scene_to_a_hospital_that_was_not_listed(people: People, room: Room) -> None:
    one = enter(people.captain, room)
    move(people, room, one, "treat", area="immediate")
    move(people, room, one, "make_ready")
    move(people, room, one, "transport", hospital="Mercy", unit="Medic 3", destination="Trauma bay")
    move(people, room, one, "arrive")

    found = casualty(room, one)
    assert (found.state, found.hospital, found.unit, found.destination) == (
        S.AT_HOSPITAL,
        "Mercy",
        "Medic 3",
        "Trauma bay",
    )
    (hospital,) = seen(room, Audience.RESPONDERS).of(Hospital).values()
    assert (hospital.name, hospital.told_at) == ("Mercy", None)


def test_a_transport_names_a_hospital_and_a_correction_its_reason(people: People, room: Room) -> None:
    one = enter(people.captain, room)

    said: dict[str, Any] = {"casualty_id": one}
    refused(errors.HospitalMissing, people, room, "move_casualty", people.captain, step="transport", **said)
    refused(errors.CasualtyReasonMissing, people, room, "move_casualty", people.captain, step="withdraw", **said)
    move(people, room, one, "make_ready")
    refused(errors.CasualtyReasonMissing, people, room, "move_casualty", people.captain, step="bring_back", **said)
    move(people, room, one, "withdraw", reason="No one.")
    refused(errors.CasualtyReasonMissing, people, room, "move_casualty", people.captain, step="count_again", **said)


def test_a_diverted_ambulance_arrives_elsewhere(people: People, room: Room) -> None:
    one = enter(people.captain, room)
    move(people, room, one, "transport", hospital="Mercy")
    move(people, room, one, "arrive", hospital="County General")

    assert casualty(room, one).hospital == "County General"
    assert {one.name for one in seen(room, Audience.RESPONDERS).of(Hospital).values()} == {"Mercy", "County General"}


def test_counted_twice_keeps_both_entries_and_counts_one(people: People, room: Room) -> None:
    one, other = enter(people.captain, room), enter(people.captain, room, "delayed")
    move(people, room, other, "count_once", into_id=one)

    assert (casualty(room, other).state, casualty(room, other).merged_into) == (S.COUNTED_TWICE, one)
    assert counts(room).counts[C.DELAYED][S.FOUND] == 0
    assert [key for key, _one in list_casualties(seen(room, MEDICS))] == [str(one)]
    move(people, room, other, "count_again", reason="They are two.")
    assert counts(room).counts[C.DELAYED][S.FOUND] == 1
    assert casualty(room, other).merged_into is None


def test_a_casualty_counts_as_another_one_that_counts(people: People, room: Room) -> None:
    one, gone = enter(people.captain, room), enter(people.captain, room)
    move(people, room, gone, "withdraw", reason="No one.")

    for into_id in (None, one, gone, uuid4()):
        said = {"casualty_id": one, "step": "count_once", "into_id": into_id}
        refused(errors.OtherCasualtyMissing, people, room, "move_casualty", people.captain, **said)


@pytest.mark.parametrize("word", set(MEDIC_COMMANDS) - {"open_casualty", "move_casualty"})
def test_nothing_more_is_said_of_an_entry_that_counts_no_more(people: People, room: Room, word: str) -> None:
    one, other = enter(people.captain, room), enter(people.captain, room)
    move(people, room, one, "withdraw", reason="No one.")
    move(people, room, other, "count_once", into_id=enter(people.captain, room))

    for casualty_id, error in ((one, errors.CasualtyMistaken), (other, errors.CasualtyCountedTwice)):
        refused(error, people, room, word, people.captain, casualty_id=casualty_id, **MEDIC_COMMANDS[word])


def put(room: Room, casualty_id: UUID, state: CasualtyState) -> None:
    """Let a casualty be in a state, however it came there."""
    row = RoomObject.objects.get(room=room, state_key="casualties", object_id=str(casualty_id))
    row.value = json.dumps({**json.loads(row.value or ""), "state": state.value})
    row.save()


@pytest.mark.parametrize("state", CasualtyState)
def test_every_step_that_a_state_does_not_allow_is_refused_with_its_code(
    people: People, room: Room, state: CasualtyState
) -> None:
    one = enter(people.captain, room)
    put(room, one, state)

    for step in set(CasualtyStep) - set(CASUALTIES.steps_from(state)):
        with pytest.raises(CoordinationError) as said:
            move(people, room, one, step, hospital="Mercy", reason="Really.", into_id=uuid4())
        assert said.value.code == CASUALTIES.refusal_of(state, step).code
