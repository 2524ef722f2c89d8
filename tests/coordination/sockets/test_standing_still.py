"""A process that stood still for long drops what its sockets were sent before, and the clients reconnect."""

import time

import pytest

from coordination.sockets.database.threads import in_database
from tests.coordination.sockets.talk import enter
from tests.stage.full_room import Stage


async def test_what_a_process_was_sent_before_it_stood_still_for_long_is_not_carried_out(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sent it has sent it again elsewhere, or has given it up; those who are still there come back."""
    monkeypatch.setattr("coordination.sockets.hub.STOOD_STILL_S", 1.5)
    speaks, listens = await enter(stage, "officer"), await enter(stage, "teacher")
    head = await in_database(head_of, stage)
    before = await speaks.command("post_message", text="Taken, and not begun.", audience="everyone")

    time.sleep(1.6)  # noqa: ASYNC251 - the whole process stands still

    assert await speaks.hear_close() == ("try_later", 4503)
    assert await listens.hear_close() == ("try_later", 4503)
    assert await in_database(head_of, stage) == head
    comes_back = await enter(stage, "officer")
    await comes_back.say(
        type="command", command={"id": before, "type": "post_message", "text": "Taken, and not begun."}
    )
    assert (await comes_back.hear("ack", "nack"))["type"] == "ack"
    for talk in (speaks, listens, comes_back):
        await talk.end()


def head_of(stage: Stage) -> int:
    stage.room.refresh_from_db()
    return stage.room.head_seq
