"""A responder who is no medic reports a casualty, and reads no more of it than before: fire and EMS do."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from coordination.errors import CoordinationError, IdTaken
from coordination.incident.accountability.errors import RoomNotAtSite
from coordination.incident.casualties import errors
from coordination.incident.casualties.capability import Casualty, CasualtyCounts
from coordination.incident.casualties.vocabulary import CasualtyCategory
from coordination.models import User
from coordination.room.access import room_for
from coordination.room.alerting.recipients import source_key_of
from coordination.room.capability import RoomNeed
from coordination.room.models import LogEntry, Room
from coordination.room.reading.log_reading import read_contents
from coordination.room.reading.state import state_now
from coordination.room.wire.addressed import addressed_to_medics
from coordination.vocabulary import Audience
from mapping.models import Space
from push.models import Notification, Recipient
from tests.factories.mapping import make_plan
from tests.factories.mou import NOW
from tests.stage.incident.command import People, make_people, room_with
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db
C = CasualtyCategory
MEDICS = addressed_to_medics()


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    return room_with(people)


def report(user: User, room: Room, category: str = "immediate", **fields: Any) -> UUID:
    casualty_id = uuid4()
    run(user, room.id, "report_casualty", casualty_id=casualty_id, category=category, **{"where": "Gym", **fields})
    return casualty_id


def casualty(room: Room, casualty_id: UUID) -> Casualty:
    state = state_now(Room.objects.get(pk=room.pk), audiences=[MEDICS])
    found: Casualty = state.of(Casualty)[str(casualty_id)]
    return found


@pytest.mark.parametrize("who", ["officer", "chief", "dispatcher", "captain"])
def test_each_responder_reports_with_a_place_and_one_tap(people: People, room: Room, who: str) -> None:
    one = casualty(room, report(people.user(who), room, "delayed", age_group="child"))

    assert (one.number, one.category, one.where, one.is_child, one.is_reported) == (1, C.DELAYED, "Gym", True, True)
    (counts,) = state_now(Room.objects.get(pk=room.pk), audiences=[Audience.RESPONDERS]).of(CasualtyCounts).values()
    assert isinstance(counts, CasualtyCounts)
    assert (counts.counts, counts.children) == ({"delayed": {"found": 1}}, {"found": 1})


def test_a_room_of_the_plan_says_where_and_one_of_another_site_does_not(people: People, room: Room) -> None:
    make_plan(people.site)
    space = Space.objects.filter(floorplan__level__site=people.site).earliest("number")

    one = casualty(room, report(people.officer, room, where=None, space_id=space.pk))

    assert (one.space_id, one.level_id) == (space.pk, space.floorplan.level_id)
    assert one.where
    with pytest.raises(RoomNotAtSite):
        report(people.officer, room, where=None, space_id=uuid4())


@pytest.mark.parametrize("who", ["officer", "chief", "dispatcher"])
def test_who_reported_reads_counts_and_no_casualty_not_even_their_own(people: People, room: Room, who: str) -> None:
    """Neither in the state, nor in the log."""
    named = report(people.captain, room)
    run(people.captain, room.id, "identify_casualty", casualty_id=named, name="Ana Vega")
    report(people.user(who), room, where="Behind the stage")

    grant = room_for(user_id=people.user(who).pk, room_id=room.pk, need=RoomNeed.READ, at=NOW)
    assert MEDICS not in grant.audiences
    log = read_contents(grant.room, audiences=grant.audiences, up_to=grant.room.head_seq)
    said = str(log) + state_now(grant.room, audiences=grant.audiences).as_json().decode()
    for secret in ("Ana", "Behind the stage", "casualty_reported", "casualty_opened"):
        assert secret not in said
    assert "casualties_counted" in said


@pytest.mark.parametrize("who", ["officer", "chief", "dispatcher"])
def test_a_report_alerts_fire_and_ems_in_the_room_and_no_one_else(people: People, room: Room, who: str) -> None:
    report(people.user(who), room, where="Behind the stage")

    told = Recipient.objects.filter(source_key__in=keys_of_entries(room, "casualty_reported", "casualties_counted"))
    assert {one.user_id for one in told} == {people.captain.pk}
    shown = [str(one) for one in Notification.objects.values()]
    assert not any("stage" in one or "Immediate" in one for one in shown)


def test_no_medic_hears_of_their_own_report_nor_one_who_has_left(people: People, room: Room) -> None:
    report(people.captain, room)
    run(people.captain, room.id, "leave_room")
    report(people.officer, room)

    assert not Recipient.objects.filter(source_key__in=keys_of_entries(room, "casualty_reported")).exists()


def keys_of_entries(room: Room, *words: str) -> list[str]:
    seqs = LogEntry.objects.filter(room=room, event_type__in=words).values_list("seq", flat=True)
    return [source_key_of(room.pk, seq) for seq in seqs]


@pytest.mark.parametrize("who", ["principal", "teacher"])
def test_the_school_says_it_of_its_rooms_and_not_here(people: People, room: Room, who: str) -> None:
    refused(errors.OnlyRespondersReportCasualties, people.user(who), room)


@pytest.mark.parametrize("category", ["dead", "expectant"])
@pytest.mark.parametrize("who", ["officer", "captain"])
def test_a_report_says_no_one_dead(people: People, room: Room, who: str, category: str) -> None:
    refused(errors.CategoryForMedics, people.user(who), room, category=category)


def test_a_report_says_where_and_once(people: People, room: Room) -> None:
    refused(errors.CasualtyPlaceMissing, people.officer, room, where=None)
    refused(errors.CasualtyPlaceMissing, people.officer, room, where=None, lon=-98.5)
    one = report(people.officer, room)
    refused(IdTaken, people.officer, room, casualty_id=one)


def test_who_reported_says_nothing_more_of_it(people: People, room: Room) -> None:
    one = report(people.officer, room)

    steps: tuple[tuple[str, dict[str, Any]], ...] = (
        ("retriage_casualty", {"category": "minimal"}),
        ("place_casualty", {"where": "Hall"}),
        ("identify_casualty", {"name": "Ana Vega"}),
        ("move_casualty", {"step": "withdraw", "reason": "No one."}),
    )
    for word, said in steps:
        with pytest.raises(errors.OnlyMedicsHaveCasualties):
            run(people.officer, room.id, word, casualty_id=one, **said)


def test_a_medic_assesses_what_was_reported_and_may_have_counted_it_already(people: People, room: Room) -> None:
    own, reported = uuid4(), report(people.officer, room)
    run(people.captain, room.id, "open_casualty", casualty_id=own, category="immediate")
    assert casualty(room, own).is_reported is False

    run(people.captain, room.id, "retriage_casualty", casualty_id=reported, category="delayed")
    assert (casualty(room, reported).is_reported, len(casualty(room, reported).triages)) == (False, 2)
    run(people.captain, room.id, "move_casualty", casualty_id=reported, step="count_once", into_id=own)
    (counts,) = state_now(Room.objects.get(pk=room.pk), audiences=[Audience.RESPONDERS]).of(CasualtyCounts).values()
    assert isinstance(counts, CasualtyCounts)
    assert {one: sum(states.values()) for one, states in counts.counts.items()} == {"immediate": 1, "delayed": 0}


def refused(error: type[CoordinationError], user: User, room: Room, **fields: Any) -> None:
    before = LogEntry.objects.filter(room=room).count()
    with pytest.raises(error):
        run(
            user,
            room.id,
            "report_casualty",
            **{"casualty_id": uuid4(), "category": "immediate", "where": "Gym", **fields},
        )
    assert LogEntry.objects.filter(room=room).count() == before
