"""Whom the page proposes, and why; the fifth officer; and who may ask."""

from datetime import UTC, datetime, timedelta

import pytest

from coordination.incident.command.queries import CommandView, command_view
from coordination.room.access import room_for
from coordination.room.capability import RoomNeed
from coordination.room.models import Room
from coordination.vocabulary import IncidentType
from mou.models import AgencyMember
from mou.vocabulary import MemberRole
from tests.factories.cast import join, open_room
from tests.factories.mou import NOW, make_member, make_user
from tests.stage.full_room import Stage
from tests.stage.incident.command import ORDER, People, claim, make_people, participant, room_with
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db


def view(people: People, room: Room, who: str) -> CommandView:
    return command_view(
        room_for(user_id=people.user(who).pk, room_id=room.id, need=RoomNeed.READ, at=NOW), NOW + timedelta(minutes=1)
    )


def room_of(people: People, *who: str, incident_type: IncidentType = IncidentType.ACTIVE_SHOOTER) -> Room:
    room = open_room(people.cast, incident_type=incident_type)
    for number, one in enumerate(who):
        join(people.user(one), room, at=NOW + timedelta(seconds=number))
    return room


@pytest.fixture
def people() -> People:
    return make_people()


def test_before_the_first_responder_the_schools_leadership_is_proposed(people: People) -> None:
    found = view(people, room_of(people, "teacher", "dispatcher"), "principal")

    assert found.proposed is not None
    assert (found.proposed.name, found.proposed.because.basis) == ("Principal", "school_leadership")
    assert (found.may_command, found.may_take) == (True, True)


def test_the_first_officer_is_proposed_and_then_who_has_the_highest_rank_with_the_clause(people: People) -> None:
    first = view(people, room_of(people, "captain", "other_officer", "officer"), "officer").proposed
    ranked = view(people, room_of(people, "officer", "chief", "sergeant", "captain"), "officer").proposed

    assert first is not None
    assert ranked is not None
    assert (first.name, ranked.name) == ("Other_Officer", "Chief")
    assert (ranked.because.basis, ranked.because.clause) == ("order_of_command", "command_transfer_to")
    assert ranked.because.text == "On command_transfer_to."


def test_the_agreements_sro_is_proposed_before_other_officers() -> None:
    people = make_people(order={**ORDER, "initial": "sro"})
    AgencyMember.objects.filter(user=people.officer).update(title="School Resource Officer")

    found = view(people, room_of(people, "other_officer", "officer"), "officer").proposed

    assert found is not None
    assert found.name == "Officer"


def test_at_a_fire_the_fire_service_is_proposed(people: People) -> None:
    room = room_of(people, "chief", "captain", incident_type=IncidentType.SMOKE)

    found = view(people, room, "captain").proposed

    assert found is not None
    assert found.name == "Captain"


def test_nobody_reads_the_clauses_of_an_agreement_that_is_not_theirs(people: People) -> None:
    room = room_of(people, "chief", "captain")

    theirs, others = view(people, room, "chief").proposed, view(people, room, "captain").proposed

    assert theirs is not None
    assert others is not None
    assert (theirs.because.agreement != "", others.because.agreement, others.because.text) == (True, "", "")


def test_nobody_is_proposed_over_whom_the_order_places_as_high(people: People) -> None:
    room = room_of(people, "sergeant", "officer")
    claim(people, room, "sergeant")

    found = view(people, room, "officer")

    assert (found.proposed, found.may_take) == (None, False)


@pytest.mark.parametrize(("who", "may"), [("officer", True), ("principal", True), ("teacher", False)])
def test_who_may_be_offered_command_is_who_is_named_and_not_in_command(people: People, who: str, *, may: bool) -> None:
    room = room_with(people)
    claim(people, room, "sergeant")

    offered = {one.participant_id for one in view(people, room, "sergeant").may_be_offered}

    assert (participant(people, room, who).id in offered) is may
    assert participant(people, room, "sergeant").id not in offered


# --- the fifth officer ------------------------------------------------------------------------------------------------
def arrive(people: People, room: Room, count: int) -> list[str]:
    """Let officers of the police arrive, a second apart, after one has said to be on the way."""
    names = []
    for number in range(count):
        name = f"patrol_{number}"
        user = make_member(people.cast.police, user=make_user(username=name), role=MemberRole.OFFICER).user
        at = NOW + timedelta(seconds=number)
        join(user, room, at=at)
        run(user, room.id, "set_status", status="EnRoute", at=at)
        run(user, room.id, "set_status", status="OnScene", at=at)
        run(user, room.id, "set_status", status="Staging", at=at)
        names.append(name)
    return names


def test_the_fifth_officer_who_arrives_is_to_take_command_and_not_the_fourth(people: People) -> None:
    room = room_of(people, "captain")
    arrive(people, room, 4)
    # Fire is not law enforcement, whenever it arrives.
    run(people.captain, room.id, "set_status", status="OnScene")
    assert view(people, room, "principal").fifth_officer is None

    fifth = make_member(people.cast.police, user=make_user(username="fifth"), role=MemberRole.OFFICER).user
    join(fifth, room)
    run(fifth, room.id, "set_status", status="OnScene")

    found = view(people, room, "principal").fifth_officer
    assert found is not None
    assert found.name == "Fifth"


@pytest.mark.parametrize(("holder", "is_proposed"), [("patrol_0", True), ("principal", True), ("sergeant", False)])
def test_the_fifth_officer_relieves_the_school_and_the_first_four_and_nobody_else(
    people: People, holder: str, *, is_proposed: bool
) -> None:
    room = room_of(people, "sergeant")
    arrive(people, room, 5)
    user = room.participants.get(user__username=holder).user
    run(user, room.id, "claim_command")

    assert (view(people, room, "principal").fifth_officer is not None) is is_proposed


# --- over HTTP --------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("who", "status"), [("insider", 200), ("teacher", 200), ("officer", 200), ("keeper", 403), ("stranger", 404)]
)
def test_who_is_in_the_room_asks_and_nobody_else(stage: Stage, who: str, status: int) -> None:
    if who == "insider":
        join(stage.people["keeper"], stage.room, at=datetime.now(UTC))
    answer = stage.page_client(who).get(f"/api/v1/rooms/{stage.room.id}/command", headers=stage.headers(who))

    assert answer.status_code == status
    if who == "insider":
        assert [one["name"] for one in answer.json()["may_be_offered"]] == ["Keeper"]
