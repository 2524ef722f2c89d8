"""The pure parts of the wire, for any input: frames, canonical text, chain, session, window."""

import json
from uuid import UUID

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from coordination.errors import NotAllowed
from coordination.room.entry.chain import GENESIS, canonical_text, entry_digest, next_hash
from coordination.room.people.holders import Holder
from coordination.room.registry import command_adapter
from coordination.room.wire.frames import error_frame, nack_frame
from coordination.room.wire.model import JsonObject
from coordination.room.wire.websocket import text_frame, texts_in
from coordination.sockets.connection.session import (
    BURST_FRAMES,
    Acknowledge,
    Execute,
    Fail,
    Pong,
    Refuse,
    Session,
    Stage,
    Start,
)
from coordination.sockets.feeds.subscriber import WINDOW_ENTRIES, Subscriber
from coordination.vocabulary import Audience
from mou.access.epoch import NEVER
from tests.properties.simulation.log import FakeWriter, payloads_of

# Any text that json.loads can return: with lone surrogates, which JSON can escape and UTF-8 cannot carry.
ANY_TEXT = st.text(st.characters(), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | ANY_TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(ANY_TEXT, inner, max_size=4),
    max_leaves=12,
)
# What every language has as a number: RFC 8785 takes no other.
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(-1e15, 1e15)
# Our keys are ASCII: beyond U+FFFF the two writers of canonical text would sort them differently.
KEYS = st.text(st.characters(codec="ascii"), max_size=20)
CLEAN_JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)
WORDS = st.sampled_from(["hello", "command", "ack", "ping", "post_message", "share_position", "draw_shape", "nonsense"])
COMMAND_LIKE = st.fixed_dictionaries(
    {},
    optional={
        "id": st.one_of(st.uuids().map(str), JSON),
        "type": st.one_of(WORDS, JSON),
        "text": JSON,
        "points": JSON,
        "lon": JSON,
        "audience": JSON,
        "stray": JSON,
    },
)
FRAME_LIKE = st.fixed_dictionaries(
    {"type": st.one_of(WORDS, JSON)},
    optional={"after": JSON, "seq": JSON, "command": st.one_of(COMMAND_LIKE, JSON), "stray": JSON},
)
HOLDER = Holder(user_id=1, participant_id=UUID(int=1), session_key="s")


# --- frames -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("size", "header"), [(0, 2), (1, 2), (125, 2), (126, 4), (127, 4), (65_535, 4), (65_536, 10), (200_000, 10)]
)
def test_a_text_frame_has_the_shortest_header_that_fits(size: int, header: int) -> None:
    frame = text_frame(b"x" * size)

    assert len(frame) == size + header
    assert payloads_of(frame) == [b"x" * size]


@given(st.lists(st.binary(max_size=300)))
def test_frames_that_stand_end_to_end_come_apart_again(payloads: list[bytes]) -> None:
    assert payloads_of(b"".join(text_frame(payload) for payload in payloads)) == payloads


# --- chain ------------------------------------------------------------------------------------------------------------
@given(st.dictionaries(KEYS, CLEAN_JSON, max_size=6))
def test_canonical_text_is_one_text_whatever_the_order_of_keys(content: JsonObject) -> None:
    turned = dict(reversed(list(content.items())))

    assert canonical_text(content) == canonical_text(turned)
    assert canonical_text(json.loads(canonical_text(content))) == canonical_text(content)


@given(st.lists(st.text(max_size=10), min_size=1, max_size=6), st.data())
def test_a_chain_notices_whatever_is_changed_put_in_or_taken_out(contents: list[str], data: st.DataObject) -> None:
    digests = [entry_digest(salt=f"{number:032x}", content=text) for number, text in enumerate(contents)]
    at = data.draw(st.integers(0, len(digests) - 1))
    changed = [*digests[:at], entry_digest(salt="f" * 32, content="other"), *digests[at + 1 :]]
    put_in = [*digests[:at], "0" * 64, *digests[at:]]
    taken_out = digests[:at] + digests[at + 1 :]

    hashes = {chain_end(one) for one in (digests, changed, put_in, taken_out)}

    assert len(hashes) == 4


def chain_end(digests: list[str]) -> str:
    end = GENESIS
    for digest in digests:
        end = next_hash(previous=end, digest=digest)
    return end


# --- session ----------------------------------------------------------------------------------------------------------
def answer_of(effect: object) -> bytes:
    """Return the bytes that an effect makes the server say; they must always be sendable JSON."""
    match effect:
        case Fail():
            return error_frame(effect.error)
        case Refuse():
            return nack_frame(command_id=effect.command_id, error=effect.error)
        case Execute():
            return nack_frame(command_id=effect.command.id, error=NotAllowed())
    return b"{}"


@given(st.lists(st.one_of(FRAME_LIKE, JSON, st.text(max_size=40), st.none()), max_size=12))
@settings(max_examples=300, deadline=None)  # the first one builds the adapter
def test_a_session_answers_any_frame_and_never_raises(said: list[object]) -> None:
    session = Session(parse_command=command_adapter().validate_python, now_s=0)
    for one in said:
        text = one if one is None or isinstance(one, str) else json.dumps(one)
        effect = session.hear(text, now_s=1)
        json.loads(answer_of(effect))
        assert isinstance(effect, Start | Execute | Refuse | Acknowledge | Pong | Fail) or session.stage is Stage.FAILED


@given(COMMAND_LIKE)
@example({"id": "\ud800", "type": "\udfff"})
@example({"\ud800": 1, "type": "post_message", "id": "\ud800"})
def test_a_wrong_command_costs_the_command_and_never_the_socket(command: JsonObject) -> None:
    session = Session(parse_command=command_adapter().validate_python, now_s=0)
    session.hear('{"type":"hello"}', now_s=0)

    effect = session.hear(json.dumps({"type": "command", "command": command}), now_s=0)

    assert isinstance(effect, Execute | Refuse)
    assert json.loads(answer_of(effect))["type"] == "nack"
    assert session.stage is Stage.LIVE


@given(st.lists(st.floats(0, 2), max_size=600))
def test_a_client_may_say_a_burst_and_is_then_listened_to_no_faster_than_the_rate_allows(waits: list[float]) -> None:
    session = Session(parse_command=command_adapter().validate_python, now_s=0)
    session.hear('{"type":"hello"}', now_s=0)
    now_s, heard = 0.0, 1
    for wait in waits:
        now_s += wait + session.pause_s(now_s=now_s + wait)
        assert isinstance(session.hear('{"type":"ping"}', now_s=now_s), Pong)
        heard += 1
        assert heard <= BURST_FRAMES + now_s * 50 + 2


# --- window -----------------------------------------------------------------------------------------------------------
@given(st.integers(0, 1000), st.lists(st.one_of(st.tuples(st.just("send"), st.integers(1, 200)), st.integers(0, 3000))))
def test_a_window_never_holds_more_than_it_may_and_opens_again(start: int, steps: list[object]) -> None:
    subscriber = Subscriber(
        writer=FakeWriter(), holder=HOLDER, audiences=frozenset(Audience), let_in_at=0, checked_at=NEVER
    )
    subscriber.begin(start)
    for step in steps:
        if isinstance(step, tuple):
            count = min(int(step[1]), subscriber.room())
            if count > 0:
                subscriber.send_batch(subscriber.sent + count, b"", now_s=0)
        else:
            subscriber.acknowledge(int(str(step)), now_s=0)
        assert 0 <= subscriber.sent - subscriber.acked <= WINDOW_ENTRIES
        assert subscriber.room() == WINDOW_ENTRIES - (subscriber.sent - subscriber.acked)
        assert (subscriber.full_since_s is None) == (subscriber.room() > 0)
    subscriber.acknowledge(subscriber.sent, now_s=0)

    assert subscriber.room() == WINDOW_ENTRIES


# --- what comes in ----------------------------------------------------------------------------------------------------
OTHERS = (
    Frame(Opcode.TEXT, b"be", fin=False),
    Frame(Opcode.CONT, b"gin"),
    Frame(Opcode.BINARY, b"{}"),
    Frame(Opcode.PING, b"?"),
    Frame(Opcode.CLOSE, b"\x03\xe8"),
    Frame(Opcode.TEXT, b"\xff\xfe"),
    Frame(Opcode.TEXT, b"x" * 5001),
)


def masked(frame: Frame) -> bytes:
    return frame.serialize(mask=True)


@given(
    st.lists(st.text(max_size=200).map(str.encode) | st.sampled_from([b"y" * 125, b"y" * 126, b"z" * 5000])),
    st.sampled_from(
        [
            *map(masked, OTHERS),
            Frame(Opcode.TEXT, b"unmasked").serialize(mask=False),
            b"",
            b"\x81\xfe\x00\x03",
            b"\xc1\x80\0\0\0\0",
        ]
    ),
    st.integers(0, 400),
)
def test_texts_that_came_whole_are_taken_out_and_nothing_else(payloads: list[bytes], other: bytes, cut: int) -> None:
    frames = [masked(Frame(Opcode.TEXT, payload)) for payload in payloads]
    stream = b"".join(frames) + other
    stream = stream[: max(0, len(stream) - cut)]
    whole = [payload for at, payload in enumerate(payloads) if sum(map(len, frames[: at + 1])) <= len(stream)]

    assert texts_in(stream, at_most_bytes=5000) == (whole, sum(map(len, frames[: len(whole)])))
