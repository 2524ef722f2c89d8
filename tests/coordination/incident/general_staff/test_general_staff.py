"""Functions of the staff: taken, given, handed on, given up; by whom, and what is refused with which code."""

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import product

import pytest

from coordination.errors import CoordinationError, ParticipantNotFound
from coordination.incident.command.errors import NotInCommand
from coordination.incident.general_staff import errors
from coordination.incident.general_staff.organization import FORM_ORDER, organization_of
from coordination.incident.general_staff.rules import (
    OF_THE_SCHOOL,
    REFUSED,
    FunctionState,
    FunctionStep,
    check_step,
    may_hold,
)
from coordination.incident.general_staff.vocabulary import SUBDIVISIONS, FunctionBasis, StaffFunction
from coordination.room.models import LogEntry, Room
from coordination.room.reading.state import state_now
from coordination.vocabulary import Audience
from mou.vocabulary import AgencyKind, MemberRole
from tests.factories.mou import NOW
from tests.stage.incident.command import People, claim, last, make_people, participant, room_with
from tests.stage.incident.panic import run
from tests.stage.incident.staff import function_in, holder, staff, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def room(people: People) -> Room:
    room = room_with(people)
    claim(people, room, "chief")
    return room


def refused(error: type[CoordinationError], act: Callable[[], object]) -> None:
    with pytest.raises(error):
        act()


def test_each_step_that_a_state_does_not_allow_has_its_code_and_all_others_pass() -> None:
    for state, step in product(FunctionState, FunctionStep):
        if (state, step) in REFUSED:
            refused(REFUSED[state, step], partial(check_step, state, step))
        else:
            check_step(state, step)
    assert all(one.code != "refused" for one in REFUSED.values())


def test_a_function_is_taken_once(people: People, room: Room) -> None:
    staff(people, room, "captain", "claim")

    assert holder(room) == "captain"
    held = function_in(room, "safety")
    assert held is not None
    assert (held.basis, held.appointed_by) == (FunctionBasis.CLAIMED, None)
    refused(errors.FunctionHeld, lambda: staff(people, room, "sergeant", "claim"))
    refused(errors.FunctionHeld, lambda: staff(people, room, "captain", "claim"))


def test_command_gives_a_function_also_from_its_holder_and_both_are_told(people: People, room: Room) -> None:
    staff(people, room, "captain", "claim")

    staff(people, room, "chief", "appoint", to="sergeant")

    held = function_in(room, "safety")
    assert held is not None
    assert (holder(room), held.basis) == ("sergeant", FunctionBasis.APPOINTED)
    assert held.appointed_by == participant(people, room, "chief").pk
    seq = LogEntry.objects.get(room=room, event_type="function_appointed").seq
    assert told(room, seq) == {"sergeant", "captain"}
    assert last(room)["event"]["relieved_name"] == participant(people, room, "captain").name


def test_who_is_not_in_command_gives_nothing(people: People, room: Room) -> None:
    for who in ("sergeant", "principal", "dispatcher", "teacher"):
        refused(NotInCommand, partial(staff, people, room, who, "appoint", to="captain"))


def test_command_gives_a_function_to_a_person_who_is_there_and_may_hold_it(people: People, room: Room) -> None:
    run(people.captain, room.pk, "leave_room")

    refused(ParticipantNotFound, lambda: staff(people, room, "chief", "appoint", to="captain"))
    refused(errors.PersonMayNotHoldFunction, lambda: staff(people, room, "chief", "appoint", to="teacher"))
    refused(errors.PersonMayNotHoldFunction, lambda: staff(people, room, "chief", "appoint", to="principal"))
    refused(errors.PersonMayNotHoldFunction, lambda: staff(people, room, "chief", "appoint", to="dispatcher"))
    staff(people, room, "chief", "appoint", to="sergeant")
    refused(errors.PersonHoldsFunction, lambda: staff(people, room, "chief", "appoint", to="sergeant"))


def test_a_person_whose_access_ended_is_given_nothing(people: People, room: Room) -> None:
    member = participant(people, room, "captain").member
    member.ended_at = NOW - timedelta(seconds=1)
    member.save()

    refused(ParticipantNotFound, lambda: staff(people, room, "chief", "appoint", to="captain"))


def test_a_function_is_offered_and_accepted(people: People, room: Room) -> None:
    staff(people, room, "captain", "claim")
    staff(people, room, "captain", "offer", to="sergeant")
    seq = LogEntry.objects.get(room=room, event_type="function_offered").seq
    assert (holder(room), told(room, seq)) == ("captain", {"sergeant"})
    refused(errors.NoFunctionOffer, lambda: staff(people, room, "chief", "accept"))
    refused(errors.FunctionOfferOpen, lambda: staff(people, room, "captain", "offer", to="chief"))

    staff(people, room, "sergeant", "accept")

    held = function_in(room, "safety")
    assert held is not None
    assert (holder(room), held.basis, held.offer) == ("sergeant", FunctionBasis.HANDED_OVER, None)
    refused(errors.NoFunctionOffer, lambda: staff(people, room, "sergeant", "accept"))


@pytest.mark.parametrize(
    ("who", "outcome"), [("sergeant", "declined"), ("captain", "withdrawn"), ("chief", "withdrawn")]
)
def test_an_offer_is_declined_or_taken_back(people: People, room: Room, who: str, outcome: str) -> None:
    staff(people, room, "captain", "claim")
    staff(people, room, "captain", "offer", to="sergeant")
    refused(errors.NoFunctionOffer, lambda: staff(people, room, "officer", "decline"))

    staff(people, room, who, "decline")

    assert (holder(room), last(room)["event"]["outcome"]) == ("captain", outcome)
    refused(errors.NoFunctionOffer, lambda: staff(people, room, who, "decline"))


def test_its_holder_alone_offers_a_function(people: People, room: Room) -> None:
    refused(errors.FunctionVacant, lambda: staff(people, room, "captain", "offer", to="sergeant"))
    staff(people, room, "captain", "claim")

    refused(errors.NotFunctionHolder, lambda: staff(people, room, "chief", "offer", to="sergeant"))
    refused(errors.PersonMayNotHoldFunction, lambda: staff(people, room, "captain", "offer", to="teacher"))
    refused(errors.PersonHoldsFunction, lambda: staff(people, room, "captain", "offer", to="captain"))


def test_its_holder_gives_it_up_and_command_hears_of_it(people: People, room: Room) -> None:
    refused(errors.FunctionVacant, lambda: staff(people, room, "captain", "release", reason="x"))
    staff(people, room, "captain", "claim")
    refused(errors.NotFunctionHolder, lambda: staff(people, room, "sergeant", "release", reason="x"))

    staff(people, room, "captain", "release", reason="End of shift")

    held = function_in(room, "safety")
    assert held is not None
    assert (held.holder, held.since, held.vacant_since is None) == (None, None, False)
    assert (last(room)["event"]["end"], told(room, last(room)["seq"])) == ("released", {"chief"})


def test_command_relieves_a_holder_who_is_told(people: People, room: Room) -> None:
    staff(people, room, "captain", "claim")

    staff(people, room, "chief", "release", reason="Needed elsewhere")

    assert (holder(room), last(room)["event"]["end"]) == (None, "relieved")
    assert told(room, last(room)["seq"]) == {"captain"}


def test_a_school_leader_holds_liaison_and_information_and_no_operations(people: People, room: Room) -> None:
    for function in ("liaison", "public_information", "logistics", "planning", "finance"):
        staff(people, room, "principal", "claim", function)
        assert holder(room, function) == "principal"
    for function in ("operations", "safety"):
        refused(errors.MayNotHoldFunction, partial(staff, people, room, "principal", "claim", function))
    for who in ("teacher", "dispatcher", "clerk"):
        refused(errors.MayNotHoldFunction, partial(staff, people, room, who, "claim", "operations"))


@pytest.mark.parametrize("function", list(StaffFunction))
def test_who_may_hold_which_function(function: StaffFunction) -> None:
    def may(kind: AgencyKind, role: MemberRole = MemberRole.SUPERVISOR, *, is_of_site: bool = False) -> bool:
        return may_hold(function, kind=kind, role=role, is_of_site=is_of_site)

    assert may(AgencyKind.FIRE)
    assert may(AgencyKind.POLICE, MemberRole.OFFICER)
    assert not may(AgencyKind.POLICE, MemberRole.STAFF)
    assert not may(AgencyKind.DISPATCH, MemberRole.DISPATCHER)
    # Of another school, which is not the incident's.
    assert not may(AgencyKind.SCHOOL, MemberRole.ADMINISTRATOR)
    assert may(AgencyKind.SCHOOL, MemberRole.ADMINISTRATOR, is_of_site=True) is (function in OF_THE_SCHOOL)
    assert not may(AgencyKind.SCHOOL, MemberRole.STAFF, is_of_site=True)
    assert may(AgencyKind.EMERGENCY_MANAGEMENT) is (function not in {StaffFunction.OPERATIONS, *SUBDIVISIONS})


def test_command_and_operations_name_divisions_and_no_one_takes_one(people: People, room: Room) -> None:
    north = {"function": "division", "subdivision": "North"}
    refused(errors.FunctionIsAppointed, lambda: staff(people, room, "captain", "claim", **north))
    refused(NotInCommand, lambda: staff(people, room, "captain", "appoint", to="officer", **north))
    staff(people, room, "captain", "claim", "operations")

    staff(people, room, "captain", "appoint", to="officer", **north)
    staff(people, room, "chief", "appoint", "division", subdivision="South", to="sergeant")

    assert (holder(room, "division", "north"), holder(room, "division", "South")) == ("officer", "sergeant")
    refused(NotInCommand, lambda: staff(people, room, "captain", "appoint", "logistics", to="officer"))
    staff(people, room, "captain", "release", reason="Done", **north)
    assert holder(room, "division", "North") is None


def test_a_division_has_a_name_and_no_other_function_has_one(people: People, room: Room) -> None:
    with pytest.raises(ValueError, match="subdivision"):
        staff(people, room, "captain", "claim", "safety", subdivision="North")
    with pytest.raises(ValueError, match="subdivision"):
        staff(people, room, "chief", "appoint", "group", to="captain")


def test_who_leaves_or_is_removed_holds_nothing_any_more(people: People, room: Room) -> None:
    staff(people, room, "captain", "claim")
    staff(people, room, "sergeant", "claim", "operations")
    staff(people, room, "sergeant", "offer", "operations", to="officer")

    run(people.captain, room.pk, "leave_room")
    removed = participant(people, room, "officer").pk
    run(people.chief, room.pk, "remove_participant", participant_id=removed, reason="x")
    assert (holder(room), holder(room, "operations")) == (None, "sergeant")
    held = function_in(room, "operations")
    assert held is not None
    assert held.offer is None
    run(
        people.chief, room.pk, "remove_participant", participant_id=participant(people, room, "sergeant").pk, reason="x"
    )

    ends = [one["event"]["end"] for one in entries(room, "function_released")]
    assert ends == ["left_room", "removed"]


def test_the_organization_names_every_function_and_who_holds_it(people: People, room: Room) -> None:
    staff(people, room, "captain", "claim")
    staff(people, room, "chief", "appoint", "division", subdivision="North", to="officer")
    staff(people, room, "principal", "claim", "liaison")
    staff(people, room, "principal", "release", "liaison", reason="x")

    lines = organization_of(state_now(Room.objects.get(pk=room.pk), audiences=[Audience.EVERYONE]))

    held = {(one.function, one.subdivision): one for one in lines}
    assert [one.function for one in lines if one.subdivision is None] == [
        None,
        *(one for one in FORM_ORDER if one not in SUBDIVISIONS),
    ]
    assert held[None, None].name == participant(people, room, "chief").name
    assert held[StaffFunction.SAFETY, None].agency == "Fairview Fire"
    assert held[StaffFunction.DIVISION, "North"].appointed_by == participant(people, room, "chief").name
    liaison = held[StaffFunction.LIAISON, None]
    assert (liaison.name, liaison.vacant_since is None) == (None, False)
    assert (held[StaffFunction.PLANNING, None].name, held[StaffFunction.PLANNING, None].vacant_since) == (None, None)


def entries(room: Room, event_type: str) -> list[dict[str, dict[str, str]]]:
    rows = LogEntry.objects.filter(room=room, event_type=event_type).order_by("seq")
    return [json.loads(one) for one in rows.values_list("content", flat=True)]
