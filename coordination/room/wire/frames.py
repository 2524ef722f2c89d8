"""What travels on the socket. Pure. Server frames are built here once and shared by every transport (promise 7)."""

import json
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, SkipValidation, TypeAdapter

from coordination.errors import CoordinationError
from coordination.room.wire.model import Json, JsonObject, WireModel
from mou.foundation import moments
from mou.foundation.labelled import words_told

SUBPROTOCOL = "muster.v1"
TICKET_PREFIX = "ticket."
MAX_FRAME_BYTES = 64 * 1024
# Frames and answers over HTTP have one form of instants.
time_text = moments.time_text


class Hello(WireModel):
    """First frame of a client. `after` is the last seq it has; without it the server sends a snapshot."""

    type: Literal["hello"]
    after: Annotated[int, Field(ge=0)] | None = None


class CommandFrame(WireModel):
    """Ask for something; `command` is one of a capability's, validated on its own so that its id can be answered."""

    type: Literal["command"]
    # It comes from a JSON parser: that it is JSON all the way down need not be checked.
    command: dict[str, SkipValidation[Json]]


class AckFrame(WireModel):
    """Everything up to and including `seq` has been received and kept."""

    type: Literal["ack"]
    seq: Annotated[int, Field(ge=0)]


class OpenedFrame(WireModel):
    """Everything up to and including `seq` has stood on the person's screen. Say it again after a new connection."""

    type: Literal["opened"]
    seq: Annotated[int, Field(ge=0)]


class Ping(WireModel):
    """Ask for a pong with the server's time and head."""

    type: Literal["ping"]


ClientFrame = Hello | CommandFrame | AckFrame | OpenedFrame | Ping
client_frame_adapter: TypeAdapter[ClientFrame] = TypeAdapter(Annotated[ClientFrame, Field(discriminator="type")])


class CloseCode:
    """Why a socket was closed; an error frame with the reason always comes before."""

    GOING_AWAY = 1001
    MALFORMED = 4400
    SIGNED_OUT = 4401
    NO_ACCESS = 4403
    NO_SUCH_ROOM = 4404
    BAD_SUBPROTOCOL = 4406
    SLOW = 4408
    TOO_LARGE = 4413
    LOCKED = 4423
    TRY_LATER = 4503


def encode_json(frame: JsonObject) -> bytes:
    """Return compact UTF-8 JSON. Half a surrogate pair, which a client can smuggle in as an escape, becomes "?"."""
    return json.dumps(frame, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")


def entry_frame(*, seq: int, content: str, salt: str, digest: str, chain_hash: str) -> bytes:
    """Return an entry for a reader who may read it; `content` is the stored canonical JSON, put in as it is."""
    return (
        f'{{"type":"entry","seq":{seq},"salt":"{salt}","digest":"{digest}","hash":"{chain_hash}","content":{content}}}'
    ).encode()


def withheld_frame(*, seq: int, digest: str, chain_hash: str) -> bytes:
    """Return an entry for a reader who may not read it: its place in the chain and nothing of what it says."""
    return f'{{"type":"withheld","seq":{seq},"digest":"{digest}","hash":"{chain_hash}"}}'.encode()


def welcome_frame(
    *, room_id: UUID, participant_id: UUID, head: int, exercise: bool, audiences: list[str], window: int, at: datetime
) -> bytes:
    """Return the answer to hello: who one is here, how far the log is, and how the server behaves."""
    return encode_json(
        {
            "type": "welcome",
            "protocol": SUBPROTOCOL,
            "room_id": str(room_id),
            "participant_id": str(participant_id),
            "exercise": exercise,
            "audiences": list(audiences),
            "head": head,
            "at": time_text(at),
            "beacon_s": 5,
            "max_frame_bytes": MAX_FRAME_BYTES,
            "window": window,
        }
    )


def ack_frame(*, command_id: UUID | str, seq: int | None, room_id: UUID | None = None) -> bytes:
    """Return that a command is durable; seq is None for what is never logged. The id was read as a UUID already."""
    # Written out: of all frames this is the one that each position and each command costs.
    room = f',"room_id":"{room_id}"' if room_id is not None else ""
    return f'{{"type":"ack","id":"{command_id}","seq":{"null" if seq is None else seq}{room}}}'.encode()


def problem_type(code: str) -> str:
    """Return the URI that names a kind of problem (RFC 9457, 3.1.1). It names, and leads nowhere."""
    return f"urn:musterpoint:problem:{code}"


def problem_from_error(error: CoordinationError, language: str = "") -> JsonObject:
    """Return RFC 9457 problem details in a language, or in the one that is active.

    `errors` points at the field where one is to blame.
    """
    told = words_told(error, error.title, error.detail, language)
    problem: JsonObject = {
        "type": problem_type(error.code),
        "title": told.title,
        "status": error.status,
        "code": error.code,
        "detail": told.detail,
    }
    points = error.points or ([(error.pointer, error.detail)] if error.pointer else [])
    if points:
        problem["errors"] = [
            {"pointer": pointer, "detail": words_told(error, "", detail, language).detail} for pointer, detail in points
        ]
    return problem


def nack_frame(*, command_id: UUID | str | None, error: CoordinationError, language: str = "") -> bytes:
    """Return that a command left no trace, and why; and where waiting helps, after how long to send it again."""
    problem = problem_from_error(error, language)
    if error.retry_after_s is not None:
        problem["retry_after_s"] = error.retry_after_s
    return encode_json({"type": "nack", "id": str(command_id) if command_id else None, "problem": problem})


def error_frame(error: CoordinationError, language: str = "") -> bytes:
    """Return why the socket is about to be closed."""
    return encode_json({"type": "error", "problem": problem_from_error(error, language)})


def beacon_frame(*, head: int, at: datetime, database: bool = True) -> bytes:
    """Return how far the log is now; a client that has less is stale. `database` false: nothing can be recorded."""
    return encode_json({"type": "beacon", "head": head, "at": time_text(at), "database": "up" if database else "down"})


def pong_frame(*, head: int, at: datetime) -> bytes:
    """Return the answer to a ping."""
    return encode_json({"type": "pong", "head": head, "at": time_text(at)})


def resync_frame(*, head: int, reason: str) -> bytes:
    """Return that the tail cannot be served: throw away what you have and say hello without `after`."""
    return encode_json({"type": "resync_required", "head": head, "reason": reason})


def incidents_frame(*, incidents: list[JsonObject], gone: list[UUID], is_all: bool, at: datetime) -> bytes:
    """Return incidents as they are now, for a watcher; `gone`: the rooms of those that the watcher no longer sees.

    `is_all`: these are all that are open, whatever was said before.
    """
    return encode_json(
        {
            "type": "incidents",
            "at": time_text(at),
            "is_all": is_all,
            "gone": [str(room_id) for room_id in gone],
            "incidents": list(incidents),
        }
    )


def goodbye_frame(*, retry_after_s: float) -> bytes:
    """Return that this server process is about to stop; connect again after so many seconds."""
    return encode_json({"type": "goodbye", "retry_after_s": retry_after_s})
