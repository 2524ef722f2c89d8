"""Whatever a client sends, it gets its documented error, and the room goes on for the others."""

import json
import sqlite3
import uuid
from collections.abc import Callable, Iterator
from time import monotonic

import pytest
from musterpoint_client.problems import ApiProblem

from tests.stage.devices.clients import RawSocket, post, ticket_for
from tests.stage.live_room import LiveRoom, Witness

pytestmark = pytest.mark.e2e
HELLO = '{"type":"hello","after":0}'
MIB = 1024 * 1024


@pytest.fixture(scope="module")
def witness(room: LiveRoom) -> Iterator[Witness]:
    """One socket through the whole module: no attack of any test may cost it."""
    opened = Witness(room)
    yield opened
    opened.close()


def command_frame(command_type: str, **fields: object) -> str:
    return json.dumps({"type": "command", "command": {"type": command_type, "id": str(uuid.uuid4()), **fields}})


def fragments(raw: RawSocket) -> None:
    """Send one message in many small frames that together are far too large."""
    raw.send("x" * 1000, is_last=False)
    for _ in range(100):
        raw.send("x" * 1000, opcode=0x0, is_last=False)


def not_a_number(raw: RawSocket) -> None:
    raw.send(HELLO)
    raw.send(command_frame("share_position", lon=float("nan"), lat=0, accuracy_m=5))


def not_utf_8_in_pieces(raw: RawSocket) -> None:
    raw.send("{", is_last=False)
    raw.send(b"\xc3\x28", opcode=0x0)


def flag_for_a_number(raw: RawSocket) -> None:
    raw.send(HELLO)
    raw.send('{"type":"ack","seq":true}')


FATAL: dict[str, tuple[Callable[[RawSocket], None], str, int]] = {
    "text that is not JSON": (lambda raw: raw.send("{"), "malformed_frame", 4400),
    "JSON that is no object": (lambda raw: raw.send('["hello"]'), "malformed_frame", 4400),
    "text that is not UTF-8": (lambda raw: raw.send(b"\xff\xfe{}", opcode=0x1), "malformed_frame", 4400),
    "text in pieces that is not UTF-8": (not_utf_8_in_pieces, "malformed_frame", 4400),
    "an acknowledgement of a flag": (flag_for_a_number, "malformed_frame", 4400),
    "JSON nested deeper than Python bears": (lambda raw: raw.send("[" * 60_000), "malformed_frame", 4400),
    "a binary frame": (lambda raw: raw.send(b"\x00\x01", opcode=0x2), "malformed_frame", 4400),
    "an unknown type": (lambda raw: raw.send('{"type":"subscribe"}'), "unknown_frame", 4400),
    "a type that is no text": (lambda raw: raw.send('{"type":["hello"]}'), "unknown_frame", 4400),
    "hello from before the log": (lambda raw: raw.send('{"type":"hello","after":-1}'), "malformed_frame", 4400),
    "hello with more than it may say": (lambda raw: raw.send('{"type":"hello","as":"x"}'), "malformed_frame", 4400),
    "a command before hello": (lambda raw: raw.send(command_frame("set_status")), "not_ready", 4400),
    "a number that JSON does not have": (not_a_number, "malformed_frame", 4400),
    "a frame of 2 MiB": (lambda raw: raw.push("x" * 2 * MIB), "frame_too_large", 4413),
    "a message of many frames": (fragments, "frame_too_large", 4413),
}


@pytest.mark.parametrize("case", FATAL)
def test_a_frame_outside_the_protocol_is_answered_and_ends_only_its_own_socket(
    room: LiveRoom, witness: Witness, case: str
) -> None:
    attack, code, close_code = FATAL[case]
    raw = room.knock("officer")

    attack(raw)

    assert raw.ending() == (code, close_code)
    assert witness.hears_the_room()


def test_hello_is_said_once(room: LiveRoom, witness: Witness) -> None:
    raw = room.enter("officer")

    raw.send(HELLO)

    assert raw.ending() == ("not_ready", 4400)
    assert witness.hears_the_room()


def polygon(points: int) -> str:
    ring = [[0, 0]] * points
    return command_frame("draw_shape", shape_id=str(uuid.uuid4()), kind="hot_zone", points=ring, audience="everyone")


REFUSED = {
    "an unknown command": (command_frame("launch"), "/type"),
    "a command without a type": ('{"type":"command","command":{}}', "/type"),
    "an id that is none": ('{"type":"command","command":{"type":"leave_room","id":"1"}}', "/id"),
    "a polygon of 2,001 points": (polygon(2001), "/points"),
    "a name of 10,000 characters with markup": (
        command_frame("place_marker", marker_id=str(uuid.uuid4()), kind="hazard", label="<b>" * 3334, lon=0, lat=0),
        "/label",
    ),
    "a flag for a number": (
        command_frame("place_marker", marker_id=str(uuid.uuid4()), kind="hazard", label="x", lon=False, lat=0),
        "/lon",
    ),
    "a text for a number": (
        command_frame("place_marker", marker_id=str(uuid.uuid4()), kind="hazard", label="x", lon="1", lat=0),
        "/lon",
    ),
    "a number for a flag": (
        command_frame("raise_panic", site_id=str(uuid.uuid4()), is_exercise=0, kind="active_threat"),
        "/is_exercise",
    ),
    "a point off the earth": (
        command_frame("place_marker", marker_id=str(uuid.uuid4()), kind="hazard", label="x", lon=181, lat=0),
        "/lon",
    ),
    "words that hide text": (command_frame("strike_entry", seq=1, reason="safe \u202e efas"), "/reason"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_bad_command_is_refused_and_the_socket_stays(room: LiveRoom, witness: Witness, case: str) -> None:
    frame, pointer = REFUSED[case]
    raw = room.enter("officer")

    raw.send(frame)
    nack = raw.next("nack")

    assert nack["problem"]["code"] == ("hidden_characters" if pointer == "/reason" else "bad_command")
    assert nack["problem"].get("errors", [{"pointer": ""}])[0]["pointer"] == pointer
    raw.send('{"type":"ping"}')
    assert raw.next("pong")["type"] == "pong"
    assert witness.hears_the_room()
    raw.close()


def test_a_polygon_of_a_million_points_is_too_large_on_the_socket_and_over_http(
    room: LiveRoom, witness: Witness
) -> None:
    raw = room.enter("officer")

    raw.push(polygon(1_000_000))
    with pytest.raises(ApiProblem) as refusal:
        post(room.url, room.token("officer"), room.stage.room_id, json.loads(polygon(1_000_000))["command"])

    assert raw.ending() == ("frame_too_large", 4413)
    assert refusal.value.code == "body_too_large"
    assert witness.hears_the_room()


def test_markup_in_a_name_of_legal_length_arrives_as_it_was_written(room: LiveRoom, witness: Witness) -> None:
    raw = room.enter("officer")
    raw.next("state")
    label = "<img src=x onerror=alert(1)>'\"&amp;"

    raw.send(command_frame("place_marker", marker_id=str(uuid.uuid4()), kind="hazard", label=label, lon=0, lat=0))
    entry = raw.next("entry")

    (marker,) = entry["content"]["patch"]["markers"].values()
    assert marker["label"] == label
    assert witness.hears_the_room()
    raw.close()


def test_a_flood_of_frames_is_read_slowly_and_costs_the_room_nothing(room: LiveRoom, witness: Witness) -> None:
    raw = room.enter("officer")

    for _ in range(600):
        raw.send('{"type":"ping"}')
    began_s = monotonic()
    for _ in range(600):
        raw.next("pong")
    raw.send('{"type":"ping"}')

    # 200 beyond the burst, at fifty a second; what was read in one piece is answered at once.
    assert raw.next("pong")
    assert 1.0 < monotonic() - began_s < 20
    assert witness.hears_the_room()
    raw.close()


def test_an_answer_names_the_command_as_the_client_wrote_it(room: LiveRoom) -> None:
    raw, upper = room.enter("officer"), str(uuid.uuid4()).upper()
    raw.next("presence")

    raw.send(json.dumps({"type": "command", "command": {"type": "post_message", "id": upper, "text": "loud"}}))
    ack = raw.next("ack")
    raw.send(json.dumps({"type": "command", "command": {"type": "post_message", "id": upper, "text": "other"}}))

    assert ack["id"] == upper
    assert raw.next("nack")["id"] == upper
    raw.close()


def test_an_acknowledgement_of_what_was_never_sent_counts_for_nothing(room: LiveRoom) -> None:
    raw = room.enter("officer")
    participant = raw.next("welcome")["participant_id"]
    seq = raw.next("state")["seq"]
    raw.next("presence")
    seq = room.say("teacher", "Is it read?")
    raw.next("entry", seq=seq)

    raw.send(json.dumps({"type": "ack", "seq": seq + 1_000_000}))
    later = room.say("teacher", "And this?")

    # News of presence is of whoever has changed, and comes when it is due: all of it until the good one is shown.
    shown = [-1]
    while shown[-1] < later:
        frame = raw.text()
        if frame.get("seq") == later:
            raw.send(json.dumps({"type": "ack", "seq": later}))
        people = frame["people"] if frame["type"] == "presence" else []
        shown += [one["acked"] for one in people if one["participant_id"] == participant]
    assert shown[-1] == later
    assert seq not in shown
    raw.close()


# --- at the door ------------------------------------------------------------------------------------------------------
def door(room: LiveRoom, offers: list[str], *headers: str, room_id: str = "") -> RawSocket:
    return RawSocket(room.url, f"/ws/v1/rooms/{room_id or room.stage.room_id}", offers=offers, headers=headers)


def ticket(room: LiveRoom, name: str = "officer") -> str:
    return f"ticket.{ticket_for(room.url, room.token(name))}"


def test_a_ticket_opens_one_socket_and_no_second(room: LiveRoom, witness: Witness) -> None:
    offers = ["muster.v1", ticket(room)]
    first = door(room, offers)
    first.send(HELLO)
    assert first.text()["type"] == "welcome"

    assert door(room, offers).ending() == ("bad_ticket", 4401)
    assert witness.hears_the_room()
    first.close()


def test_a_ticket_that_is_too_old_opens_nothing(room: LiveRoom, witness: Witness) -> None:
    offers = ["muster.v1", ticket(room)]
    # Half a minute is long for a test: age the row instead.
    path = room.server.env["MUSTERPOINT_DATABASE"].removeprefix("spatialite://")
    with sqlite3.connect(path, timeout=15) as database:
        database.execute("UPDATE sockets_socketticket SET expires_at = '2026-01-01 00:00:00' WHERE used_at IS NULL")
    database.close()

    assert door(room, offers).ending() == ("bad_ticket", 4401)
    assert witness.hears_the_room()


def test_without_a_ticket_or_with_a_made_up_one_nothing_opens(room: LiveRoom) -> None:
    assert door(room, ["muster.v1"]).ending() == ("bad_ticket", 4401)
    assert door(room, ["muster.v1", "ticket.guess"]).ending() == ("bad_ticket", 4401)


def test_a_page_of_another_site_is_refused_and_our_own_is_not(room: LiveRoom, witness: Witness) -> None:
    foreign = door(room, ["muster.v1", ticket(room)], "Origin: https://evil.example")
    own = door(room, ["muster.v1", ticket(room)], f"Origin: {room.url}")
    own.send(HELLO)

    assert foreign.ending() == ("foreign_origin", 4403)
    assert own.text()["type"] == "welcome"
    assert witness.hears_the_room()
    own.close()


def test_a_client_that_does_not_speak_the_protocol_is_told_so(room: LiveRoom) -> None:
    assert door(room, []).ending() == ("bad_subprotocol", 4406)
    assert door(room, ["mqtt", ticket(room)]).ending() == ("bad_subprotocol", 4406)


def test_for_a_stranger_the_room_is_as_missing_as_a_missing_one(room: LiveRoom) -> None:
    stranger = door(room, ["muster.v1", ticket(room, "stranger")])
    stranger.send(HELLO)
    nowhere = door(room, ["muster.v1", ticket(room)], room_id=str(uuid.uuid4()))
    nowhere.send(HELLO)

    assert stranger.ending() == nowhere.ending() == ("not_found", 4404)


# Last: it leaves more entries than a socket takes without an acknowledgement; who came after it would be sent them.
def test_commands_that_were_kept_for_long_are_all_carried_out_in_one_connection(
    room: LiveRoom, witness: Witness
) -> None:
    """An outbox of a day without a network, sent at once after welcome: no one is closed, for ever, for having it."""
    raw = room.enter("officer")
    window = raw.next("welcome")["window"]
    commands = [{"type": "post_message", "id": str(uuid.uuid4()), "text": f"kept {number}"} for number in range(300)]
    raw.send_together([json.dumps({"type": "command", "command": command}) for command in commands])

    seqs: dict[str, int] = {}
    frames = 0
    while len(seqs) < len(commands):
        frame = raw.text()
        if frame["type"] == "ack":
            seqs[frame["id"]] = frame["seq"]
        if frame["type"] in {"entry", "withheld"}:
            frames += 1
            if frames % 48 == 0:
                raw.send(json.dumps({"type": "ack", "seq": frame["seq"]}))
                witness.keeps_up(frame["seq"])

    assert window == 64
    assert [seqs[str(command["id"])] for command in commands] == sorted(seqs.values())
    raw.close()
