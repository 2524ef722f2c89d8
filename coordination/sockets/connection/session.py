"""What a socket's client may say when: a state machine without I/O. Text and time in, effects out. Pure."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from pydantic import ValidationError

from coordination.errors import (
    BadCommand,
    CoordinationError,
    FrameTooLarge,
    HiddenText,
    MalformedFrame,
    NotReady,
    UnknownFrame,
)
from coordination.room.capability import Command
from coordination.room.wire.frames import (
    MAX_FRAME_BYTES,
    AckFrame,
    ClientFrame,
    CloseCode,
    CommandFrame,
    Hello,
    OpenedFrame,
    Ping,
    client_frame_adapter,
)
from coordination.room.wire.model import HIDDEN, JsonObject
from mou.foundation.input_faults import first_fault

# A person types a few frames a minute, a phone reports one position a second; the burst is an offline outbox. What
# comes beyond it is read no faster than this.
FRAMES_PER_S = 50.0
BURST_FRAMES = 400.0
# Listening again for one frame and stopping after it would cost more than the frame.
FRAMES_PER_PAUSE = 10.0
# A tuple: asking a set whether it holds a list is an error of its own.
FRAME_TYPES = ("hello", "command", "ack", "opened", "ping")


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


# Python's own also takes NaN and Infinity.
DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


# Raises pydantic.ValidationError for what is no command.
type ParseCommand = Callable[[JsonObject], Command]


@dataclass(frozen=True, slots=True)
class Start:
    """Attach to the feed; `after` None asks for a snapshot."""

    after: int | None


@dataclass(frozen=True, slots=True)
class Execute:
    """Carry out a command and answer with ack or nack."""

    command: Command
    # As the client wrote it: an answer names the command by its own words.
    said_id: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """Answer a command with a nack; the socket stays."""

    command_id: str | None
    error: CoordinationError


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Everything up to seq has arrived at the client."""

    seq: int


@dataclass(frozen=True, slots=True)
class Opened:
    """Everything up to seq has stood on the client's screen."""

    seq: int


@dataclass(frozen=True, slots=True)
class Pong:
    """Answer a ping."""


@dataclass(frozen=True, slots=True)
class Fail:
    """Send the error, then close with the code."""

    error: CoordinationError
    close_code: int


Effect = Start | Execute | Refuse | Acknowledge | Opened | Pong | Fail


class Stage(Enum):
    """Where a socket is in its life."""

    AWAITING_HELLO = "awaiting_hello"
    LIVE = "live"
    FAILED = "failed"


class Session:
    """One socket's protocol state."""

    __slots__ = ("_at_s", "_parse_command", "_tokens", "stage")

    def __init__(self, *, parse_command: ParseCommand, now_s: float) -> None:
        self._parse_command = parse_command
        self.stage = Stage.AWAITING_HELLO
        self._tokens = BURST_FRAMES
        self._at_s = now_s

    def hear(self, text: str | None, *, now_s: float) -> Effect | None:
        """Return what to do about a frame; None once the session has failed. `text` None: the frame was binary.

        Args:
            now_s: a monotonic clock, seconds.
        """
        if self.stage is Stage.FAILED:
            return None
        self._count(now_s)
        effect = self._effect(text)
        if isinstance(effect, Fail):
            self.stage = Stage.FAILED
        elif isinstance(effect, Start):
            self.stage = Stage.LIVE
        return effect

    def pause_s(self, *, now_s: float) -> float:
        """Return for how long the client should not be listened to: it has said more than its rate allows."""
        left = self._tokens + (now_s - self._at_s) * FRAMES_PER_S
        return 0.0 if left >= 0 else (FRAMES_PER_PAUSE - left) / FRAMES_PER_S

    def _effect(self, text: str | None) -> Effect:
        if text is None:
            return Fail(MalformedFrame("Binary frames are not taken."), CloseCode.MALFORMED)
        # Characters first: a text of that many characters cannot be shorter in bytes.
        if len(text) > MAX_FRAME_BYTES or len(text.encode()) > MAX_FRAME_BYTES:
            return Fail(FrameTooLarge(), CloseCode.TOO_LARGE)
        try:
            raw = DECODER.decode(text)
        except (ValueError, RecursionError):
            return Fail(MalformedFrame("The frame is not JSON."), CloseCode.MALFORMED)
        if not isinstance(raw, dict):
            return Fail(MalformedFrame(), CloseCode.MALFORMED)
        return self._known_frame(raw)

    def _known_frame(self, raw: JsonObject) -> Effect:
        if raw.get("type") not in FRAME_TYPES:
            return Fail(UnknownFrame(), CloseCode.MALFORMED)
        try:
            frame = client_frame_adapter.validate_python(raw)
        except ValidationError as error:
            return Fail(MalformedFrame(pointer=first_fault(error, raw).pointer), CloseCode.MALFORMED)
        if isinstance(frame, Hello) == (self.stage is Stage.LIVE):
            return Fail(NotReady(), CloseCode.MALFORMED)
        return self._effect_of(frame)

    def _effect_of(self, frame: ClientFrame) -> Effect:
        match frame:
            case Hello():
                return Start(frame.after)
            case AckFrame():
                return Acknowledge(frame.seq)
            case OpenedFrame():
                return Opened(frame.seq)
            case Ping():
                return Pong()
            case CommandFrame():
                return command_effect(frame.command, self._parse_command)

    def _count(self, now_s: float) -> None:
        self._tokens = min(BURST_FRAMES, self._tokens + (now_s - self._at_s) * FRAMES_PER_S) - 1
        self._at_s = now_s


def command_effect(raw: JsonObject, parse: ParseCommand) -> Execute | Refuse:
    """Return the command to run, or the refusal that names what is wrong; a bad command never closes the socket."""
    try:
        return Execute(parse(raw), str(raw.get("id")))
    except ValidationError as error:
        command_id = raw.get("id")
        return Refuse(str(command_id)[:64] if command_id else None, bad_command(error, raw))


def bad_command(error: ValidationError, raw: JsonObject) -> BadCommand | HiddenText:
    """Return our error for the first thing that is wrong: our words, its place; never the input itself."""
    fault = first_fault(error, raw)
    kind = HiddenText if fault.kind == HIDDEN else BadCommand
    return kind(fault.sentence, pointer=fault.pointer)
