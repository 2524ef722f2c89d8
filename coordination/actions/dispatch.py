"""Map a command to its action: the one door for both transports, with one durable transaction around everything."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from coordination import live
from coordination.access import Asker, RoomGrant, RoomNeed, audiences_of, require, room_for
from coordination.actions import attachments, incidents, markers, messages, participants, shapes, statuses, strikes
from coordination.errors import CommandIdReused, IncidentClosed, RoomNotFound, TryLater
from coordination.incident_log import Turn, digest_of_command
from coordination.models import LogEntry
from coordination.vocabulary import IncidentStatus
from coordination.wire import commands
from coordination.wire.commands import Command, LiveCommand, LoggedCommand


@dataclass(frozen=True, slots=True)
class Accepted:
    """A command that is durable: its first entry's seq, or None for what is never logged."""

    room_id: UUID
    seq: int | None
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """What a command needs and who carries it out. `when_closed`: also possible in a closed incident."""

    need: RoomNeed
    act: Callable[..., None]
    when_closed: bool = False


WAYS: dict[type[Command], Way] = {
    commands.JoinRoom: Way(RoomNeed.SEE, participants.join_room, when_closed=True),
    commands.LeaveRoom: Way(RoomNeed.READ, participants.leave_room, when_closed=True),
    commands.RemoveParticipant: Way(RoomNeed.COMMAND, participants.remove_participant, when_closed=True),
    commands.PostMessage: Way(RoomNeed.READ, messages.post_message),
    commands.PlaceMarker: Way(RoomNeed.READ, markers.place_marker),
    commands.MoveMarker: Way(RoomNeed.READ, markers.move_marker),
    commands.RemoveMarker: Way(RoomNeed.READ, markers.remove_marker),
    commands.DrawShape: Way(RoomNeed.READ, shapes.draw_shape),
    commands.EraseShape: Way(RoomNeed.READ, shapes.erase_shape),
    commands.SetStatus: Way(RoomNeed.READ, statuses.set_status),
    commands.StrikeEntry: Way(RoomNeed.READ, strikes.strike_entry),
    commands.AttachFile: Way(RoomNeed.READ, attachments.attach_file),
    commands.CloseIncident: Way(RoomNeed.COMMAND, incidents.close_incident),
    commands.ReopenIncident: Way(RoomNeed.COMMAND, incidents.reopen_incident, when_closed=True),
}


def execute(*, asker: Asker, room_id: UUID | None, command: LoggedCommand | LiveCommand) -> Accepted:
    """Carry a command out in one durable transaction; what returns is on disk, what raises left no trace (promise 1).

    Raises: CoordinationError: the rule that stood in the way. TryLater: the database did not answer; send it again.
    """
    try:
        return _execute(asker, room_id, command)
    except IntegrityError:
        # Two copies of one command raced past the check; the constraint refused the second. Now it is a repeat.
        return _execute_again(asker, room_id, command)
    except DatabaseError as error:
        raise TryLater from error


def _execute_again(asker: Asker, room_id: UUID | None, command: LoggedCommand | LiveCommand) -> Accepted:
    try:
        return _execute(asker, room_id, command)
    except DatabaseError as error:
        raise TryLater from error


def _execute(asker: Asker, room_id: UUID | None, command: LoggedCommand | LiveCommand) -> Accepted:
    if isinstance(command, commands.OpenIncident):
        return _open(asker, command)
    if room_id is None:
        raise RoomNotFound
    if isinstance(command, commands.SharePosition | commands.StopSharingPosition):
        return _live(asker, room_id, command)
    with transaction.atomic(durable=True):
        return _logged(asker, room_id, command)


def _open(asker: Asker, command: commands.OpenIncident) -> Accepted:
    with transaction.atomic(durable=True):
        before = incidents.opened_before(asker=asker, command=command)
        entry = before or incidents.open_incident(asker=asker, command=command)
        return Accepted(room_id=entry.room_id, seq=entry.seq, is_repeat=before is not None)


def _logged(asker: Asker, room_id: UUID, command: LoggedCommand) -> Accepted:
    grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.SEE, at=asker.at, lock=True)
    before = _carried_out_before(grant, asker, command)
    if before is not None:
        return Accepted(room_id=room_id, seq=before.seq, is_repeat=True)
    way = WAYS[type(command)]
    require(grant, way.need)
    if not way.when_closed and not IncidentStatus(grant.incident.status).is_open:
        raise IncidentClosed
    turn = _turn(grant, asker, command)
    way.act(turn=turn, command=command)
    return Accepted(room_id=room_id, seq=turn.entries[0].seq)


def _carried_out_before(grant: RoomGrant, asker: Asker, command: Command) -> LogEntry | None:
    """Return the entry that this command made when it came the first time. Raises: CommandIdReused."""
    entry = LogEntry.objects.filter(
        room=grant.room, actor_id=asker.user_id, command_id=command.id, command_part=0
    ).first()
    if entry is not None and entry.command_digest != digest_of_command(command):
        raise CommandIdReused(pointer="/id")
    return entry


def _turn(grant: RoomGrant, asker: Asker, command: Command) -> Turn:
    if isinstance(command, commands.JoinRoom):
        participant = participants.participant_to_join(grant=grant, user_id=asker.user_id, command=command, at=asker.at)
    else:
        participant = grant.joined()
    return Turn(
        room=grant.room,
        incident=grant.incident,
        participant=participant,
        grant=RoomGrant(grant.room, grant.incident, grant.standings, participant, audiences_of(participant)),
        at=asker.at,
        command_id=command.id,
        command_digest=digest_of_command(command),
    )


def _live(asker: Asker, room_id: UUID, command: LiveCommand) -> Accepted:
    grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at)
    participant = grant.joined()
    if isinstance(command, commands.SharePosition):
        live.share_position(participant=participant, audiences=grant.audiences, command=command, at=asker.at)
    else:
        live.stop_sharing_position(participant=participant)
    return Accepted(room_id=room_id, seq=None)
