"""Every frame of the socket as a model: what docs/asyncapi.json is made from, what tests hold real frames against."""

from typing import TYPE_CHECKING, Annotated, Literal, get_args
from uuid import UUID

from pydantic import Field, TypeAdapter

from coordination.room.capability import Event, word_of
from coordination.room.entry.entries import Author
from coordination.room.registry import Named, any_event, named_commands, named_events, object_classes
from coordination.room.wire.addressed import AudienceWord
from coordination.room.wire.frames import ClientFrame
from coordination.room.wire.model import JsonObject, WireModel
from coordination.vocabulary import Audience, IncidentStatus, IncidentType, Severity

if TYPE_CHECKING:
    AnyEvent = Event
else:
    AnyEvent = any_event()

Hash = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
Seq = Annotated[int, Field(ge=0)]
Instant = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$")]


class Problem(WireModel):
    """RFC 9457 problem details. `code` is stable and for machines; `errors` points at the field to blame."""

    class Pointed(WireModel):
        """What is wrong, and where: a JSON pointer into the command or body."""

        pointer: str
        detail: str

    type: str
    title: str
    status: int
    code: str
    detail: str
    errors: tuple[Pointed, ...] = ()


class RefusedCommand(Problem):
    """Why a command left no trace. With `retry_after_s`: send it again after so many seconds, with the same id."""

    retry_after_s: int | None = None


class WelcomeFrame(WireModel):
    """The answer to hello: who one is here, how far the log is, and how the server behaves."""

    type: Literal["welcome"]
    protocol: Literal["muster.v1"]
    room_id: UUID
    participant_id: UUID
    exercise: bool
    audiences: tuple[Audience, ...]
    head: Seq
    at: Instant
    beacon_s: float
    max_frame_bytes: int
    # So many commands may wait for their answer; the server reads no more of a client that has sent more.
    window: int


class StateFrame(WireModel):
    """The room's state at `seq`, in one or several parts; every entry above it follows.

    `since` 0: begin with an empty state; otherwise with the one you have, of that entry or a later one. Each object
    takes the place of the one with its id; null takes it away. `hash` is that of the entry at `seq`.
    """

    type: Literal["state"]
    since: Seq
    seq: Seq
    hash: Hash
    part: Annotated[int, Field(ge=1)]
    parts: Annotated[int, Field(ge=1)]
    objects: dict[str, dict[str, JsonObject | None]]


class EntryContent(WireModel):
    """What an entry says: what has happened, and as an RFC 7396 merge patch what the room's state is by it."""

    v: Literal[1]
    room_id: UUID
    seq: Annotated[int, Field(ge=1)]
    at: Instant
    exercise: bool
    audience: AudienceWord
    by: Author
    command_id: UUID
    event: AnyEvent
    patch: dict[str, dict[str, JsonObject | None]] = {}


class EntryFrame(WireModel):
    """A log entry that the reader may read, with its salt and its place in the hash chain."""

    type: Literal["entry"]
    seq: Annotated[int, Field(ge=1)]
    salt: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    digest: Hash
    hash: Hash
    content: EntryContent


class WithheldFrame(WireModel):
    """A log entry that the reader may not read: its place in the chain and nothing of what it says."""

    type: Literal["withheld"]
    seq: Annotated[int, Field(ge=1)]
    digest: Hash
    hash: Hash


class CommandAck(WireModel):
    """The command is durable. `seq`: its first entry, null for what is never logged. `room_id`: only another's."""

    type: Literal["ack"]
    id: UUID
    seq: int | None
    room_id: UUID | None = None


class CommandNack(WireModel):
    """The command left no trace, and why. `id` is null when the command had none that can be said back."""

    type: Literal["nack"]
    id: str | None
    problem: RefusedCommand


class ErrorFrame(WireModel):
    """Why the socket is about to be closed."""

    type: Literal["error"]
    problem: Problem


class BeaconFrame(WireModel):
    """How far the log is; a client behind it that hears nothing is stale. `database` down: nothing can be recorded."""

    type: Literal["beacon"]
    head: Seq
    at: Instant
    database: Literal["up", "down"]


class PongFrame(WireModel):
    """The answer to a ping."""

    type: Literal["pong"]
    head: Seq
    at: Instant


class ResyncFrame(WireModel):
    """You have more than the log: throw away what you have and say hello without `after`."""

    type: Literal["resync_required"]
    head: Seq
    reason: Literal["ahead_of_log"]


class GoodbyeFrame(WireModel):
    """This server process is about to stop; connect again after so many seconds."""

    type: Literal["goodbye"]
    retry_after_s: float


class ParticipantPosition(WireModel):
    """Where a participant is. Never logged: the last value wins. The fix was `fix_age_s` old at `at`."""

    participant_id: UUID
    lon: float
    lat: float
    level_id: UUID | None
    accuracy_m: float
    heading_deg: float | None
    speed_mps: float | None
    fix_age_s: float
    at: Instant


class PositionsFrame(WireModel):
    """What has moved since the last tick, at most once a second. `gone` are no longer on the map."""

    type: Literal["positions"]
    at: Instant
    gone: tuple[UUID, ...]
    positions: tuple[ParticipantPosition, ...]


class Connected(WireModel):
    """How a participant is connected: open sockets, the last seq they acknowledged, and when they were last heard."""

    participant_id: UUID
    sockets: int
    acked: Seq
    seen_at: Instant


class PresenceFrame(WireModel):
    """Who came, went or got further since the last such frame; the first one names those who came before you."""

    type: Literal["presence"]
    at: Instant
    people: tuple[Connected, ...]


class WatchedIncident(WireModel):
    """An incident as those who watch over it know it before they join: as a list has it, and where it is."""

    incident_id: UUID
    room_id: UUID
    site_id: UUID
    # In words, where it is; `place` has the place alone of one that is away from its site.
    site: str
    place: str | None = None
    address: str
    lon: float
    lat: float
    incident_type: IncidentType
    severity: Severity
    title: str
    # By language, where it was composed and not written by a person.
    title_in: dict[str, str]
    is_exercise: bool
    status: IncidentStatus
    opened_at: Instant
    head: Seq


class IncidentsFrame(WireModel):
    """Only on the socket of incidents: those that have changed, each as it is now; a closed one comes once more.

    `is_all`: these are all that are open to the reader, whatever came before. `gone`: rooms that are no longer.
    """

    type: Literal["incidents"]
    at: Instant
    is_all: bool
    gone: tuple[UUID, ...]
    incidents: tuple[WatchedIncident, ...]


ServerFrame = (
    WelcomeFrame
    | StateFrame
    | EntryFrame
    | WithheldFrame
    | CommandAck
    | CommandNack
    | ErrorFrame
    | BeaconFrame
    | PongFrame
    | ResyncFrame
    | GoodbyeFrame
    | PositionsFrame
    | PresenceFrame
    | IncidentsFrame
)
server_frame_adapter: TypeAdapter[ServerFrame] = TypeAdapter(Annotated[ServerFrame, Field(discriminator="type")])


def _named_models(union: object) -> tuple[Named, ...]:
    models: tuple[type[WireModel], ...] = get_args(union)
    return tuple(Named(word_of(model), model) for model in models)


SERVER_FRAMES = _named_models(ServerFrame)
CLIENT_FRAMES = _named_models(ClientFrame)
# What the socket of incidents takes and says; everything else is of a room.
WATCH_CLIENT_FRAMES = tuple(one for one in CLIENT_FRAMES if one.word in {"hello", "ping"})
WATCH_WORDS = {"incidents", "beacon", "pong", "error", "goodbye"}
WATCH_SERVER_FRAMES = tuple(one for one in SERVER_FRAMES if one.word in WATCH_WORDS)


COMMANDS = named_commands()
LOGGED_COMMANDS = named_commands(is_live=False)
LIVE_COMMANDS = named_commands(is_live=True)
EVENTS = named_events()
OBJECTS = tuple(Named(key, cls) for key, cls in object_classes().items())
