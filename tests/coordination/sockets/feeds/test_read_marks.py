"""Who has received and who has opened an entry: as devices say it, written down, and told to those who may know."""

import json
from typing import Any

from django.test import AsyncClient

from coordination.room.models import ReadMark
from coordination.room.reading.read_marks import Mark, raise_marks
from coordination.sockets.database.threads import in_database
from coordination.sockets.feeds.read_marks import ReadMarks
from coordination.sockets.room_socket import forget_hub, hub_of_this_loop
from tests.coordination.sockets.talk import Talk, call
from tests.stage.full_room import SECRET, Stage, run


async def listening(stage: Stage, who: str, *, after: int | None = None) -> tuple[Talk, int]:
    """Return someone's socket and the head it was welcomed with."""
    talk = await call(stage, who)
    await talk.say(type="hello", **({} if after is None else {"after": after}))
    welcome = await talk.hear("welcome")
    await talk.hear("presence")
    return talk, int(welcome["head"])


async def say(talk: Talk, *frames: dict[str, object]) -> None:
    """Send frames, and wait until the server has dealt with them."""
    for frame in frames:
        await talk.say(**frame)
    await talk.say(type="ping")
    await talk.hear("pong")


async def marks(stage: Stage) -> dict[str, tuple[int, int]]:
    """Return what is written of everybody, after all that is known has been."""
    await hub_of_this_loop().write_marks()
    rows = await in_database(
        lambda: list(ReadMark.objects.values_list("participant__user__username", "received_seq", "opened_seq"))
    )
    return {name: (received, opened) for name, received, opened in rows}


async def readers(stage: Stage, who: str, seq: int) -> tuple[int, dict[str, Any]]:
    session = await in_database(stage.session, who)
    address = f"/api/v1/rooms/{stage.room.id}/entries/{seq}/readers"
    response = await AsyncClient().get(address, headers={"X-Session-Token": session})
    return response.status_code, json.loads(response.content)


async def test_what_is_acknowledged_is_received_and_what_is_shown_is_opened(stage: Stage) -> None:
    talk, head = await listening(stage, "officer")

    assert await marks(stage) == {}
    await say(talk, {"type": "ack", "seq": head})
    assert await marks(stage) == {"officer": (head, 0)}
    await say(talk, {"type": "opened", "seq": head - 1})
    assert await marks(stage) == {"officer": (head, head - 1)}
    await talk.end()


async def test_nobody_has_what_was_never_sent_to_them_and_no_mark_ever_falls(stage: Stage) -> None:
    talk, head = await listening(stage, "officer")
    await say(talk, {"type": "ack", "seq": head}, {"type": "opened", "seq": head})

    await say(talk, {"type": "ack", "seq": head + 9}, {"type": "opened", "seq": head + 9})
    await say(talk, {"type": "ack", "seq": 1}, {"type": "opened", "seq": 1})

    assert await marks(stage) == {"officer": (head, head)}
    await talk.end()


async def test_a_poll_receives_by_asking_for_what_follows_and_says_what_was_opened(stage: Stage) -> None:
    session = await in_database(stage.session, "teacher")
    for query in ("?after=4", "?after=5&opened=3", "?after=2&opened=99"):
        await AsyncClient().get(f"/api/v1/rooms/{stage.room.id}/poll{query}", headers={"X-Session-Token": session})

    assert await marks(stage) == {"teacher": (5, 3)}
    refused = await AsyncClient().get(
        f"/api/v1/rooms/{stage.room.id}/poll?opened=-1", headers={"X-Session-Token": session}
    )
    assert refused.status_code == 422


async def test_who_comes_back_says_with_hello_how_far_they_had_come(stage: Stage) -> None:
    talk, head = await listening(stage, "officer", after=3)

    assert head > 3
    assert await marks(stage) == {"officer": (3, 0)}
    await talk.end()


async def test_marks_outlive_the_process_and_two_processes_never_lower_each_other(stage: Stage) -> None:
    participant_id = await in_database(stage.participant_id, "officer")
    await in_database(raise_marks, {participant_id: Mark(received=9, opened=4)})
    await in_database(raise_marks, {participant_id: Mark(received=5, opened=5)})
    await forget_hub()

    assert await marks(stage) == {"officer": (9, 5)}


async def test_one_statement_writes_whatever_has_moved_and_nothing_when_nothing_has(stage: Stage) -> None:
    talk, head = await listening(stage, "officer")
    await say(talk, *[{"type": "ack", "seq": seq} for seq in range(1, head + 1)])
    hub = hub_of_this_loop()

    taken = hub.feeds[stage.room.id].marks.take()

    assert [mark.received for mark in taken.values()] == [head]
    assert hub.feeds[stage.room.id].marks.take() == {}
    await talk.end()


def test_what_could_not_be_written_is_written_the_next_time(stage: Stage) -> None:
    kept, who = ReadMarks(), stage.participant_id("officer")
    kept.note(who, received=7)

    (lost,) = kept.take()
    kept.give_back(lost)
    kept.note(who, opened=3)

    assert kept.take() == {who: Mark(received=7, opened=3)}


async def test_the_author_and_those_who_command_are_told_whom_an_entry_has_reached(stage: Stage) -> None:
    officer, head = await listening(stage, "officer")
    teacher, _head = await listening(stage, "teacher")
    posted = await in_database(run, stage.people["officer"], stage.room.id, "post_message", text="Door 9.")
    seq = posted.seq or 0
    await teacher.hear("entry")
    await say(teacher, {"type": "ack", "seq": seq}, {"type": "opened", "seq": head})
    await marks(stage)

    for who in ("officer", "insider"):
        status, answer = await readers(stage, who, seq)
        assert (status, answer["received"], answer["opened"]) == (200, 1, 0)
        assert {one["name"]: one["reading"] for one in answer["people"]} == {
            "Principal": "not_yet",
            "Teacher": "received",
        }
    await say(teacher, {"type": "opened", "seq": seq})
    await marks(stage)
    assert (await readers(stage, "officer", seq))[1]["opened"] == 1
    status, refusal = await readers(stage, "teacher", seq)
    assert (status, refusal["code"]) == (403, "not_allowed")
    assert refusal["detail"] == "Only the author of an entry and those with a command role see whom it has reached."
    assert (await readers(stage, "keeper", seq))[0] == 403
    assert (await readers(stage, "stranger", seq))[0] == 404
    for talk in (officer, teacher):
        await talk.end()


async def test_of_an_entry_for_the_school_nobody_else_hears_and_nobody_else_is_waited_for(stage: Stage) -> None:
    posted = await in_database(
        run, stage.people["insider"], stage.room.id, "post_message", text=SECRET, audience="school"
    )
    officer, head = await listening(stage, "officer")
    await say(officer, {"type": "ack", "seq": head}, {"type": "opened", "seq": head})
    await marks(stage)

    status, answer = await readers(stage, "insider", posted.seq or 0)

    assert [one["name"] for one in answer["people"]] == ["Teacher"]
    assert (status, answer["received"]) == (200, 0)
    assert (await readers(stage, "officer", posted.seq or 0))[0] == 404
    await officer.end()


async def test_who_has_left_is_named_only_if_it_had_reached_them(stage: Stage) -> None:
    seq = stage.message_seq
    teacher, head = await listening(stage, "teacher")
    await say(teacher, {"type": "ack", "seq": head}, {"type": "opened", "seq": head})
    await marks(stage)
    await teacher.end()
    await in_database(run, stage.people["teacher"], stage.room.id, "leave_room")
    posted = await in_database(run, stage.people["officer"], stage.room.id, "post_message", text="After that.")

    before = (await readers(stage, "officer", seq))[1]["people"]
    after = (await readers(stage, "officer", posted.seq or 0))[1]["people"]

    assert {one["name"]: one["is_present"] for one in before} == {"Principal": True, "Teacher": False}
    assert [one["name"] for one in after] == ["Principal"]
