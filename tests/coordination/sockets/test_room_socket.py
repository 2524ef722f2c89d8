"""The room's socket as a client meets it, through the application that any ASGI server runs."""

import json
from uuid import uuid4

from django.test import AsyncClient
from pytest_django import Settings

from coordination.sockets.database.threads import in_database
from tests.coordination.sockets.talk import (
    PATIENCE_S,
    Talk,
    call,
    enter,
    ticket_for,
)
from tests.stage.full_room import PLACE, SECRET, Stage, run


# --- who gets in ------------------------------------------------------------------------------------------------------
async def test_whoever_is_in_the_room_is_welcomed(stage: Stage) -> None:
    for who in ("insider", "teacher", "officer"):
        talk = await call(stage, who)

        await talk.say(type="hello")
        welcome = await talk.hear("welcome")

        assert welcome["participant_id"] == str(await in_database(stage.participant_id, who))
        assert welcome["exercise"] is False
        await talk.end()


async def test_whoever_is_not_in_the_room_hears_why_and_nothing_else(stage: Stage) -> None:
    reasons = {
        "keeper": ("not_joined", 4403),
        "visitor": ("not_joined", 4403),
        "stranger": ("not_found", 4404),
        "former": ("not_found", 4404),
    }
    for who, reason in reasons.items():
        talk = await call(stage, who)

        await talk.say(type="hello", after=0)

        assert await talk.hear_close() == reason
        assert [frame["type"] for frame in talk.seen] == ["error"]
        await talk.end()


async def test_a_room_that_is_not_there_is_like_one_that_is_not_yours(stage: Stage) -> None:
    talk = await call(stage, "officer", room_id=uuid4())

    await talk.say(type="hello")

    assert await talk.hear_close() == ("not_found", 4404)
    await talk.end()


async def test_anonymous_is_signed_out(stage: Stage) -> None:
    for ticket in (None, "made-up"):
        talk = Talk(stage.room.id, "anonymous", ticket=ticket)
        await talk.connect()

        assert await talk.hear_close() == ("bad_ticket", 4401)
        await talk.end()


async def test_a_ticket_lets_one_socket_in_once(stage: Stage) -> None:
    ticket = await ticket_for(stage, "officer")
    first, second = Talk(stage.room.id, "officer", ticket=ticket), Talk(stage.room.id, "officer", ticket=ticket)
    await first.connect()
    await first.say(type="hello")
    await first.hear("welcome")
    await second.connect()

    assert await second.hear_close() == ("bad_ticket", 4401)
    await first.end()
    await second.end()


async def test_without_the_subprotocol_the_socket_says_so(stage: Stage) -> None:
    talk = Talk(stage.room.id, "officer", ticket=None)
    talk.socket.scope["subprotocols"] = ["chat"]
    assert await talk.connect() is None

    assert await talk.hear_close() == ("bad_subprotocol", 4406)
    await talk.end()


async def test_a_page_of_another_site_is_refused(stage: Stage) -> None:
    for origin in ("https://evil.example", "null", "http://[", "http://127.0.0.1.evil.example"):
        talk = await call(stage, "officer", origin=origin)

        assert await talk.hear_close() == ("foreign_origin", 4403)
        await talk.end()


async def test_a_page_of_our_own_is_let_in(stage: Stage) -> None:
    talk = await call(stage, "officer", origin="http://127.0.0.1")

    await talk.say(type="hello")

    assert (await talk.hear("welcome", "error"))["type"] == "welcome"
    await talk.end()


async def test_a_socket_that_says_nothing_is_closed_when_its_time_for_hello_is_over(
    stage: Stage, settings: Settings
) -> None:
    settings.HELLO_WITHIN_S = 0.05
    silent = await call(stage, "officer")

    assert await silent.hear_close() == ("hello_too_late", 4408)
    await silent.end()


async def test_a_socket_that_is_to_say_hello_again_has_as_long_for_it(stage: Stage, settings: Settings) -> None:
    settings.HELLO_WITHIN_S = 0.05
    talk = await call(stage, "officer")
    await talk.say(type="hello", after=1000)
    await talk.hear("resync_required")

    assert await talk.hear_close() == ("hello_too_late", 4408)
    await talk.end()


async def test_a_socket_that_has_said_hello_may_be_silent(stage: Stage, settings: Settings) -> None:
    settings.HELLO_WITHIN_S = 0.05
    talk = await enter(stage, "officer")

    assert await talk.hear_nothing()
    await talk.say(type="ping")
    assert await talk.hear("pong")
    await talk.end()


# --- the log ----------------------------------------------------------------------------------------------------------
async def test_promise_3_hello_without_after_brings_a_snapshot_and_then_every_entry(stage: Stage) -> None:
    talk = await enter(stage, "officer")
    snapshot = next(frame for frame in talk.seen if frame["type"] == "state")

    posted = await in_database(run, stage.people["teacher"], stage.room.id, "post_message", text="after")
    entry = await talk.hear("entry")

    assert entry["seq"] == posted.seq == snapshot["seq"] + 1
    assert SECRET not in json.dumps(talk.seen)
    await talk.end()


async def test_promise_3_hello_with_after_brings_exactly_what_lacks(stage: Stage) -> None:
    await in_database(stage.room.refresh_from_db)
    head = stage.room.head_seq

    talk = await enter(stage, "officer", after=2)
    await talk.command("post_message", text="and on")
    while head + 1 not in talk.seqs():
        await talk.hear("entry", "withheld")

    assert talk.seqs() == list(range(3, head + 2))
    assert SECRET not in json.dumps(talk.seen)
    assert {frame["type"] for frame in talk.seen} >= {"entry", "withheld"}
    await talk.end()


async def test_the_school_reads_live_what_an_officer_gets_withheld(stage: Stage) -> None:
    officer, teacher = await enter(stage, "officer"), await enter(stage, "teacher")

    await in_database(
        run, stage.people["insider"], stage.room.id, "post_message", text=f"live {SECRET}", audience="school"
    )
    withheld, entry = await officer.hear("withheld"), await teacher.hear("entry")

    assert withheld == {key: entry[key] if key != "type" else "withheld" for key in ("type", "seq", "digest", "hash")}
    assert entry["content"]["event"]["text"] == f"live {SECRET}"
    await officer.end()
    await teacher.end()


async def test_a_client_from_the_future_is_told_to_begin_anew_and_may_on_the_same_socket(stage: Stage) -> None:
    talk = await call(stage, "officer")
    await talk.say(type="hello", after=10**30)

    resync = await talk.hear("resync_required")
    await talk.say(type="hello")

    assert resync["reason"] == "ahead_of_log"
    assert (await talk.hear("state"))["seq"] == resync["head"]
    await talk.end()


async def test_promise_7_what_is_pushed_and_what_is_fetched_are_the_same_bytes(stage: Stage) -> None:
    talk = await call(stage, "officer")
    await talk.say(type="hello", after=0)
    texts: list[str] = []
    while len(texts) < 3 or json.loads(texts[-1])["type"] != "presence":
        texts.append((await talk.socket.receive_output(timeout=PATIENCE_S))["text"])
    await in_database(run, stage.people["teacher"], stage.room.id, "post_message", text="¡live! <b>&</b>")
    texts.append((await talk.socket.receive_output(timeout=PATIENCE_S))["text"])
    pushed = [text for text in texts if json.loads(text)["type"] in {"entry", "withheld"}]

    headers = {"X-Session-Token": stage.sessions["officer"]}
    fetched = await AsyncClient().get(f"/api/v1/rooms/{stage.room.id}/entries", headers=headers)
    polled = await AsyncClient().get(f"/api/v1/rooms/{stage.room.id}/poll", headers=headers)

    assert fetched.content.decode() == f'{{"head":{len(pushed)},"entries":[{",".join(pushed)}]}}'
    assert polled.content.startswith(fetched.content[:-1])
    await talk.end()


# --- commands ---------------------------------------------------------------------------------------------------------
async def test_a_command_is_acknowledged_with_its_seq_and_reaches_its_author_too(stage: Stage) -> None:
    talk = await enter(stage, "officer")

    command_id = await talk.command("post_message", text="here")
    frames = {frame["type"]: frame for frame in [await talk.hear("ack", "entry"), await talk.hear("ack", "entry")]}

    assert frames["ack"]["id"] == command_id
    assert frames["ack"]["seq"] == frames["entry"]["seq"]
    await talk.end()


async def test_commands_of_one_socket_are_carried_out_in_their_order(stage: Stage) -> None:
    talk = await enter(stage, "officer")

    ids = [await talk.command("post_message", text=str(number)) for number in range(30)]
    acks = [await talk.hear("ack") for _ in ids]

    assert [frame["id"] for frame in acks] == ids
    assert [frame["seq"] for frame in acks] == list(range(acks[0]["seq"], acks[0]["seq"] + 30))
    await talk.end()


async def test_promise_6_a_command_that_is_sent_again_gets_the_old_seq(stage: Stage) -> None:
    talk = await enter(stage, "officer")
    command = {"id": str(uuid4()), "type": "post_message", "text": "once"}

    await talk.say(type="command", command=command)
    first = await talk.hear("ack")
    await talk.say(type="command", command=command)

    assert await talk.hear("ack") == first
    await talk.end()


REFUSED: list[tuple[dict[str, object], str]] = [
    ({"type": "post_message", "text": ""}, "bad_command"),
    ({"type": "post_message", "text": "x", "stray": 1}, "bad_command"),
    ({"type": "no_such_command"}, "bad_command"),
    ({"type": "post_message", "text": "x" * 10_000}, "bad_command"),
    ({"type": "post_message", "text": "x", "audience": "school"}, "audience_not_allowed"),
    ({"type": "close_incident", "reason": "no"}, "not_in_command"),
    ({"type": "move_marker", "marker_id": str(uuid4()), **PLACE}, "marker_not_found"),
    ({"type": "strike_entry", "seq": 10**30, "reason": "no"}, "entry_not_found"),
    ({"type": "share_position", **PLACE, "accuracy_m": 5, "audience": "command"}, "audience_not_allowed"),
]


async def test_a_refused_command_is_answered_and_the_socket_goes_on(stage: Stage) -> None:
    talk = await enter(stage, "officer")

    for command, code in REFUSED:
        command_id = str(uuid4())
        await talk.say(type="command", command={"id": command_id, **command})
        nack = await talk.hear("nack")
        assert (nack["id"], nack["problem"]["code"]) == (command_id, code)

    await talk.say(type="ping")
    assert await talk.hear("pong")
    await talk.end()


WRONG: list[tuple[str, tuple[str, int]]] = [
    ("{", ("malformed_frame", 4400)),
    ("[]", ("malformed_frame", 4400)),
    ("[" * 60_000, ("malformed_frame", 4400)),
    ('{"type":"shout"}', ("unknown_frame", 4400)),
    ('{"type":"ack","seq":-1}', ("malformed_frame", 4400)),
    ('{"type":"hello"}', ("not_ready", 4400)),
    ('{"type":"ping","x":"' + "x" * 65_536 + '"}', ("frame_too_large", 4413)),
]


async def test_a_wrong_frame_costs_the_socket_and_says_why(stage: Stage) -> None:
    for text, reason in WRONG:
        talk = await enter(stage, "officer")

        await talk.socket.send_to(text_data=text)

        assert await talk.hear_close() == reason, text[:40]
        await talk.end()


async def test_a_binary_frame_is_not_taken(stage: Stage) -> None:
    talk = await enter(stage, "officer")

    await talk.socket.send_to(bytes_data=b"{}")

    assert await talk.hear_close() == ("malformed_frame", 4400)
    await talk.end()


async def test_commands_before_hello_are_out_of_order(stage: Stage) -> None:
    talk = await call(stage, "officer")

    await talk.command("post_message", text="too early")

    assert await talk.hear_close() == ("not_ready", 4400)
    await talk.end()


# --- the end of access ------------------------------------------------------------------------------------------------
async def test_whoever_leaves_is_let_go_and_may_come_back(stage: Stage) -> None:
    talk = await enter(stage, "officer")

    await talk.command("leave_room")

    assert await talk.hear_close() == ("access_ended", 4403)
    await talk.end()
    await in_database(run, stage.people["officer"], stage.room.id, "join_room")
    again = await enter(stage, "officer", after=0)
    assert any(frame["type"] == "welcome" for frame in again.seen)
    await again.end()


# --- what is never logged ---------------------------------------------------------------------------------------------
async def test_a_position_reaches_its_audience_and_nobody_else(stage: Stage) -> None:
    officer, teacher = await enter(stage, "officer"), await enter(stage, "teacher")

    await teacher.command("share_position", **PLACE, accuracy_m=5, audience="school")
    assert (await teacher.hear("ack"))["seq"] is None
    seen = await teacher.hear("positions")
    await officer.command("share_position", **PLACE, accuracy_m=8, level_id=str(stage.level_id))
    heard = await officer.hear("positions")

    assert [one["accuracy_m"] for one in seen["positions"]] == [5]
    assert [one["accuracy_m"] for one in heard["positions"]] == [8]
    assert [frame for frame in officer.seen if frame["type"] == "positions"] == [heard]
    await officer.end()
    await teacher.end()


async def test_a_responder_who_names_no_audience_is_on_responders_maps_only(stage: Stage) -> None:
    officer, teacher = await enter(stage, "officer"), await enter(stage, "teacher")

    await officer.command("share_position", **PLACE, accuracy_m=8)
    await officer.hear("positions")
    await teacher.command("share_position", **PLACE, accuracy_m=5)
    seen = await teacher.hear("positions")

    assert [one["accuracy_m"] for one in seen["positions"]] == [5]
    await officer.end()
    await teacher.end()


async def test_a_position_is_withdrawn_and_nothing_of_it_was_logged(stage: Stage) -> None:
    officer, teacher = await enter(stage, "officer"), await enter(stage, "teacher")
    await in_database(stage.room.refresh_from_db)
    head = stage.room.head_seq

    await teacher.command("share_position", **PLACE, accuracy_m=5)
    await officer.hear("positions")
    await teacher.command("stop_sharing_position")
    gone = await officer.hear("positions")

    assert gone["gone"] == [str(await in_database(stage.participant_id, "teacher"))]
    await in_database(stage.room.refresh_from_db)
    assert stage.room.head_seq == head
    await officer.end()
    await teacher.end()


async def test_whoever_has_left_is_on_nobodys_map_whatever_they_sent_behind_it(stage: Stage) -> None:
    officer = await enter(stage, "officer")

    await officer.command("leave_room")
    await officer.command("share_position", **PLACE, accuracy_m=5)
    await officer.hear_close()
    insider = await enter(stage, "insider")

    assert [frame for frame in insider.seen if frame["type"] == "positions"] == []
    await officer.end()
    await insider.end()


async def test_presence_tells_who_is_connected_and_how_far(stage: Stage) -> None:
    officer = await enter(stage, "officer")
    teacher = await enter(stage, "teacher")

    teacher_id = str(await in_database(stage.participant_id, "teacher"))
    while not (
        people := [one for one in (await officer.hear("presence"))["people"] if one["participant_id"] == teacher_id]
    ):
        pass

    assert people[0]["sockets"] == 1
    await officer.end()
    await teacher.end()
