"""Command: every legal step of taking it, handing it on and leaving it, and the code of every illegal one."""

import json
from datetime import timedelta

import pytest

from coordination.errors import NotJoined, ParticipantNotFound
from coordination.incident.command.errors import (
    CommandHeld,
    InCommandAlready,
    MayNotClaimCommand,
    NoCommandOffer,
    NotInCommand,
    OfferedInCommand,
    OfferedMayNotCommand,
    OfferOpen,
)
from coordination.room.models import LogEntry, Room
from coordination.vocabulary import IncidentType
from mou.vocabulary import AgencyKind, MemberRole, TermKind
from push.models import Recipient
from tests.factories.cast import join, open_room
from tests.factories.mou import NOW, make_agency, make_member, make_memorandum
from tests.stage.incident.command import (
    People,
    claim,
    commanders,
    held,
    last,
    make_people,
    offer,
    participant,
    room_with,
)
from tests.stage.incident.panic import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    return room_with(people)


# --- claim ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["principal", "assistant", "officer", "sergeant", "chief", "captain"])
def test_whom_the_order_or_the_schools_leadership_names_takes_command_that_nobody_has(
    people: People, room: Room, who: str
) -> None:
    claim(people, room, who)

    assert commanders(room) == {people.user(who).username}
    assert last(room)["event"]["basis"] == (
        "school_leadership" if who in ("principal", "assistant") else "order_of_command"
    )


@pytest.mark.parametrize("who", ["teacher", "dispatcher", "clerk"])
def test_nobody_else_in_the_room_does(people: People, room: Room, who: str) -> None:
    with pytest.raises(MayNotClaimCommand):
        claim(people, room, who)

    assert commanders(room) == set()


def test_nor_does_somebody_who_is_not_in_the_room(people: People) -> None:
    room = open_room(people.cast)

    with pytest.raises(NotJoined):
        claim(people, room, "sergeant")


def test_an_agency_that_no_order_names_does_not_command(people: People) -> None:
    ems = make_agency(AgencyKind.EMS)
    make_memorandum(people.cast.district, ems)
    medic = make_member(ems, role=MemberRole.COMMANDER).user
    room = open_room(people.cast)
    join(medic, room)

    with pytest.raises(MayNotClaimCommand):
        run(medic, room.id, "claim_command")


def test_where_no_agreement_says_who_commands_leaders_of_responders_may_and_officers_not() -> None:
    people = make_people(order=None)
    room = room_with(people)

    with pytest.raises(MayNotClaimCommand):
        claim(people, room, "officer")
    claim(people, room, "sergeant")

    assert last(room)["event"]["basis"] == "no_order_agreed"


def test_one_claims_only_once(people: People, room: Room) -> None:
    claim(people, room, "sergeant")

    with pytest.raises(InCommandAlready):
        claim(people, room, "sergeant")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("principal", "officer"),
        ("principal", "captain"),
        ("officer", "sergeant"),
        ("sergeant", "chief"),
        ("captain", "sergeant"),
    ],
)
def test_command_is_taken_from_whom_the_order_places_below(people: People, room: Room, before: str, after: str) -> None:
    claim(people, room, before)
    claim(people, room, after, reason="arrived at the command post")

    event = last(room)["event"]
    assert commanders(room) == {people.user(after).username}
    assert event["relieved"] == [str(participant(people, room, before).id)]
    assert (event["names"], event["reason"]) == (
        [participant(people, room, before).name],
        "arrived at the command post",
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("officer", "principal"),
        ("principal", "assistant"),
        ("officer", "other_officer"),
        ("chief", "sergeant"),
        ("sergeant", "captain"),
        ("captain", "officer"),
    ],
)
def test_command_is_not_taken_from_anybody_else(people: People, room: Room, before: str, after: str) -> None:
    claim(people, room, before)

    with pytest.raises(CommandHeld):
        claim(people, room, after)
    assert commanders(room) == {people.user(before).username}


def test_at_a_fire_the_fire_service_leads(people: People) -> None:
    room = room_with(people, incident_type=IncidentType.STRUCTURE_FIRE)
    claim(people, room, "sergeant")

    claim(people, room, "captain")
    with pytest.raises(CommandHeld):
        claim(people, room, "sergeant")

    assert commanders(room) == {"captain"}


def test_who_loses_command_is_told_and_who_only_looks_on_is_not(people: People, room: Room) -> None:
    claim(people, room, "officer")
    claim(people, room, "sergeant")

    told = Recipient.objects.filter(source_key=f"room:{room.id}:{last(room)['seq']}")
    assert set(told.values_list("user__username", flat=True)) == {"officer"}


# --- offer, accept, decline -------------------------------------------------------------------------------------------
def test_an_offer_that_is_accepted_hands_command_on(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    offer(people, room, "sergeant", "captain")

    assert commanders(room) == {"sergeant"}
    run(people.captain, room.id, "accept_command")

    assert commanders(room) == {"captain"}
    assert held(room).offer is None
    assert last(room)["event"]["offered_by"] == str(participant(people, room, "sergeant").id)


def test_the_person_to_whom_it_is_offered_is_told(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    offer(people, room, "sergeant", "captain")

    told = Recipient.objects.filter(source_key=f"room:{room.id}:{last(room)['seq']}")
    assert set(told.values_list("user__username", flat=True)) == {"captain"}


def test_a_place_beside_oneself_makes_command_unified(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    offer(people, room, "sergeant", "captain", "unified")
    run(people.captain, room.id, "accept_command")
    offer(people, room, "captain", "principal", "unified")
    run(people.principal, room.id, "accept_command")

    assert commanders(room) == {"sergeant", "captain", "principal"}


def test_one_of_a_unified_command_hands_on_only_their_own_place(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    offer(people, room, "sergeant", "captain", "unified")
    run(people.captain, room.id, "accept_command")
    offer(people, room, "sergeant", "chief")
    run(people.chief, room.id, "accept_command")

    assert commanders(room) == {"captain", "chief"}


def test_a_claim_takes_command_from_all_of_a_unified_command_or_from_nobody(people: People, room: Room) -> None:
    claim(people, room, "officer")
    offer(people, room, "officer", "captain", "unified")
    run(people.captain, room.id, "accept_command")
    with pytest.raises(CommandHeld):
        claim(people, room, "other_officer")

    claim(people, room, "chief")

    assert commanders(room) == {"chief"}


def test_an_offer_is_declined_by_whom_it_was_made_to_and_taken_back_by_command(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    for who, outcome in (("captain", "declined"), ("sergeant", "withdrawn")):
        offer(people, room, "sergeant", "captain")
        run(people.user(who), room.id, "decline_command")

        assert last(room)["event"]["outcome"] == outcome
        assert (held(room).offer, commanders(room)) == (None, {"sergeant"})


@pytest.mark.parametrize("who", ["officer", "principal"])
def test_an_offer_is_not_others_to_answer(people: People, room: Room, who: str) -> None:
    claim(people, room, "sergeant")
    offer(people, room, "sergeant", "captain")

    for answer in ("accept_command", "decline_command"):
        with pytest.raises(NoCommandOffer):
            run(people.user(who), room.id, answer)


def test_an_answer_without_an_offer_is_refused(people: People, room: Room) -> None:
    claim(people, room, "sergeant")

    for answer in ("accept_command", "decline_command"):
        with pytest.raises(NoCommandOffer):
            run(people.captain, room.id, answer)


def test_only_those_in_command_offer_it(people: People, room: Room) -> None:
    with pytest.raises(NotInCommand):
        offer(people, room, "sergeant", "captain")
    claim(people, room, "sergeant")
    with pytest.raises(NotInCommand):
        offer(people, room, "chief", "captain")


def test_one_offer_is_open_at_a_time(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    offer(people, room, "sergeant", "captain")

    with pytest.raises(OfferOpen):
        offer(people, room, "sergeant", "chief")


@pytest.mark.parametrize("to", ["teacher", "dispatcher", "clerk"])
def test_command_is_offered_only_to_whom_order_or_leadership_names(people: People, room: Room, to: str) -> None:
    claim(people, room, "sergeant")

    with pytest.raises(OfferedMayNotCommand):
        offer(people, room, "sergeant", to)


def test_command_is_not_offered_to_who_has_it_or_is_not_in_the_room(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    with pytest.raises(OfferedInCommand):
        offer(people, room, "sergeant", "sergeant")
    run(people.captain, room.id, "leave_room")
    with pytest.raises(ParticipantNotFound):
        offer(people, room, "sergeant", "captain")


def test_an_offer_ends_with_the_command_of_who_made_it(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    offer(people, room, "sergeant", "captain")
    claim(people, room, "chief")

    with pytest.raises(NoCommandOffer):
        run(people.captain, room.id, "accept_command")


def test_an_offer_does_not_outlive_the_right_to_command(people: People, room: Room) -> None:
    claim(people, room, "principal")
    offer(people, room, "principal", "captain")
    assert people.cast.agreement.current_version is not None
    people.cast.agreement.current_version.terms.filter(kind=TermKind.COMMAND_TRANSFER_TO.value).update(
        value={"initial": "first_arriving_officer", "order": ["police", "ems"]}
    )

    with pytest.raises(MayNotClaimCommand):
        run(people.captain, room.id, "accept_command")


def test_an_offer_ends_when_whom_it_was_made_to_leaves(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    offer(people, room, "sergeant", "captain")
    run(people.captain, room.id, "leave_room")

    assert held(room).offer is None


# --- leave ------------------------------------------------------------------------------------------------------------
def test_who_leaves_command_alone_leaves_it_vacant_and_command_roles_are_told(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    run(people.sergeant, room.id, "relinquish_command", reason="to the hospital")

    assert (commanders(room), held(room).vacant_since) == (set(), last(room)["at"])
    told = Recipient.objects.filter(source_key=f"room:{room.id}:{last(room)['seq']}")
    assert set(told.values_list("user__username", flat=True)) == {
        "principal",
        "assistant",
        "chief",
        "captain",
        "dispatcher",
    }


def test_who_leaves_a_unified_command_leaves_it_to_the_others(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    offer(people, room, "sergeant", "captain", "unified")
    run(people.captain, room.id, "accept_command")
    run(people.sergeant, room.id, "relinquish_command", reason="relieved")

    assert (commanders(room), held(room).vacant_since) == ({"captain"}, None)
    assert not Recipient.objects.filter(source_key=f"room:{room.id}:{last(room)['seq']}").exists()


def test_nobody_leaves_what_they_have_not(people: People, room: Room) -> None:
    with pytest.raises(NotInCommand):
        run(people.sergeant, room.id, "relinquish_command", reason="relieved")


@pytest.mark.parametrize("cause", ["left_room", "removed"])
def test_command_is_vacant_at_once_when_who_has_it_goes(people: People, room: Room, cause: str) -> None:
    claim(people, room, "sergeant")
    if cause == "left_room":
        run(people.sergeant, room.id, "leave_room")
    else:
        gone = participant(people, room, "sergeant").id
        run(people.principal, room.id, "remove_participant", participant_id=gone, reason="relieved of duty")

    entry = LogEntry.objects.get(room=room, event_type="command_lapsed")
    event = json.loads(entry.content)["event"]
    assert (commanders(room), event["cause"], event["is_vacant"]) == (set(), cause, True)
    assert Recipient.objects.filter(source_key=f"room:{room.id}:{entry.seq}").exists()


def test_who_comes_back_has_to_take_command_anew(people: People, room: Room) -> None:
    claim(people, room, "sergeant")
    run(people.sergeant, room.id, "leave_room")
    join(people.sergeant, room)

    assert commanders(room) == set()
    claim(people, room, "sergeant")


def test_a_refused_removal_takes_no_command(people: People, room: Room) -> None:
    claim(people, room, "captain")
    target = participant(people, room, "captain").id
    with pytest.raises(Exception, match="own agency"):
        run(people.sergeant, room.id, "remove_participant", participant_id=target, reason="mine now")

    assert commanders(room) == {"captain"}


def test_command_is_free_when_the_access_of_who_has_it_has_ended(people: People, room: Room) -> None:
    """Before the watch has even looked."""
    claim(people, room, "chief")
    later = NOW + timedelta(minutes=1)
    chief = participant(people, room, "chief").member
    chief.ended_at = NOW + timedelta(seconds=30)
    chief.save()

    run(people.principal, room.id, "claim_command", at=later)

    assert commanders(room) == {"principal"}
