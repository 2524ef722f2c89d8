"""A press by the socket of a room waits for nothing: no rule of an agency, and nothing that was said before it."""

import asyncio
import threading
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import timezone

from coordination.errors import TooManyIncidents
from coordination.incident.lifecycle.floods import REAL_MAX, REAL_WINDOW
from coordination.incident.messages.capability import PostMessage
from coordination.incident.panic.models import PanicPress
from coordination.models import AccountLock, AgencySecurity
from coordination.room.access import Asker
from coordination.room.capability import Command
from coordination.room.dispatch import Accepted
from coordination.room.models import Incident, Participant
from coordination.sign_in.sessions.held import weigh_memberships_of
from coordination.sockets.connection.pace import WINDOW_COMMANDS
from coordination.sockets.database.threads import in_database
from coordination.sockets.room_socket import hub_of_this_loop
from coordination.vocabulary import IncidentStatus
from mou.access.fetch import active_memberships
from mou.foundation.lanes import Lane
from mou.vocabulary import MemberRole
from tests.coordination.sockets.talk import Frame, Talk, enter
from tests.factories.mou import make_member
from tests.stage.full_room import Stage, run
from tests.stage.sign_in.what_agencies_ask import SETS_OF_RULES, chosen


def ask_all_of(stage: Stage, rules: frozenset[str]) -> None:
    """Let every agency of the room ask its people for this."""
    for agency in (stage.cast.school, stage.cast.district, stage.cast.police):
        AgencySecurity.objects.update_or_create(agency=agency, defaults=chosen(rules))


def about(stage: Stage) -> dict[str, object]:
    return {"site_id": stage.cast.site.pk, "is_exercise": False}


async def press(talk: Talk, stage: Stage) -> Frame:
    """Press, and return the answer to this command and to no other."""
    command_id = await talk.command("raise_panic", **about(stage))
    while (frame := await talk.hear("ack", "nack"))["id"] != command_id:
        pass
    return frame


@pytest.mark.parametrize("rules", SETS_OF_RULES)
async def test_whatever_agencies_begin_to_ask_who_is_in_a_socket_presses(stage: Stage, rules: frozenset[str]) -> None:
    talk = await enter(stage, "teacher")

    def begin() -> None:
        ask_all_of(stage, rules)
        weigh_memberships_of(stage.cast.teacher.pk, timezone.now())
        AccountLock.objects.create(user=stage.cast.teacher, locked_at=timezone.now())

    await in_database(begin)

    answer = await press(talk, stage)

    assert answer["type"] == "ack", answer
    assert answer["room_id"] not in (None, str(stage.room.pk))
    assert await in_database(PanicPress.objects.count) == 1
    await talk.end()


async def test_whom_a_school_holds_back_presses_there_by_the_socket_of_another_room(stage: Stage) -> None:
    """The officer helps out at the school, which asks for a factor; they are in the room for the police."""

    def hold_back() -> None:
        make_member(stage.cast.school, user=stage.cast.officer, role=MemberRole.STAFF)
        ask_all_of(stage, frozenset(("requires_factor", "locks_sessions")))
        weigh_memberships_of(stage.cast.officer.pk, timezone.now())

    await in_database(hold_back)
    talk = await enter(stage, "officer")

    answer = await press(talk, stage)

    members = await in_database(active_memberships, stage.cast.officer.pk, timezone.now())
    assert stage.cast.school.pk not in {one.agency_id for one in members}
    assert answer["type"] == "ack", answer
    await talk.end()


@pytest.mark.parametrize("state", ["closed", "left"])
async def test_a_room_that_takes_nothing_more_takes_a_press(stage: Stage, state: str) -> None:
    talk = await enter(stage, "teacher")

    def change() -> None:
        if state == "closed":
            Incident.objects.filter(pk=stage.room.incident_id).update(status=IncidentStatus.CLOSED)
        else:
            Participant.objects.filter(room=stage.room, user=stage.cast.teacher).update(left_at=timezone.now())

    await in_database(change)

    assert (await press(talk, stage))["type"] == "ack"
    await talk.end()


async def test_a_press_goes_past_all_that_its_socket_has_said_before(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that waits for the database, or behind something that does, stands before it."""
    talk = await enter(stage, "teacher")
    batched, goes_on = hub_of_this_loop().batched, asyncio.Event()
    carry_out = batched.run

    async def stand_still(asker: Asker, room_id: UUID, command: Command) -> Accepted:
        if isinstance(command, PostMessage):
            await goes_on.wait()
        return await carry_out(asker, room_id, command)

    monkeypatch.setattr(batched, "run", stand_still)
    before = [await talk.command("post_message", text=f"No. {number}") for number in range(WINDOW_COMMANDS - 2)]

    answer = await press(talk, stage)

    assert answer["type"] == "ack", answer
    assert not {frame.get("id") for frame in talk.seen} & set(before)
    goes_on.set()
    said = [(await talk.hear("ack"))["id"] for _ in before]
    assert said == before
    await talk.end()


async def test_a_press_waits_for_no_thread_in_which_rooms_ask_the_database(stage: Stage) -> None:
    talk, goes_on = await enter(stage, "teacher"), threading.Event()
    rooms = settings.LANES[Lane.ROOMS].at_once
    asking = [asyncio.create_task(in_database(goes_on.wait)) for _ in range(rooms)]

    try:
        answer = await press(talk, stage)
    finally:
        goes_on.set()
        await asyncio.gather(*asking)

    assert answer["type"] == "ack", answer
    await talk.end()


async def test_a_finger_that_presses_on_waits_behind_itself_alone(stage: Stage) -> None:
    talk = await enter(stage, "teacher")

    ids = [await talk.command("raise_panic", **about(stage)) for _ in range(5)]

    answers = [await talk.hear("ack", "nack") for _ in ids]
    assert {one["id"] for one in answers} == set(ids)
    assert {one["type"] for one in answers} == {"ack"}
    assert await in_database(PanicPress.objects.count) == 5
    await talk.end()


async def test_while_a_school_full_of_presses_is_refused_who_has_not_pressed_is_taken(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("coordination.incident.panic.pressing.floods.ROOM_MAX", 1)
    insider, teacher = await enter(stage, "insider"), await enter(stage, "teacher")

    first, again = await press(insider, stage), await press(insider, stage)
    other = await press(teacher, stage)

    assert (first["type"], other["type"]) == ("ack", "ack")
    assert again["problem"]["code"] == "too_many_presses"
    await insider.end()
    await teacher.end()


async def test_so_many_incidents_that_nobody_may_open_one_and_a_press_opens_one(stage: Stage) -> None:
    talk = await enter(stage, "teacher")
    opening = {"site_id": stage.cast.site.pk, "is_exercise": False, "incident_type": "ALRPANS", "severity": "extreme"}

    def flood() -> None:
        for number in range(REAL_MAX):
            run(stage.cast.teacher, stage.room.pk, "open_incident", title=f"No. {number}", **opening)
        with pytest.raises(TooManyIncidents):
            run(stage.cast.teacher, stage.room.pk, "open_incident", title="One more", **opening)

    await in_database(flood)
    await talk.command("open_incident", title="One more", **opening)
    problem = (await talk.hear("nack"))["problem"]

    assert problem["code"] == "too_many_incidents"
    assert 0 < problem["retry_after_s"] <= REAL_WINDOW.total_seconds()
    assert (await press(talk, stage))["type"] == "ack"
    await talk.end()
