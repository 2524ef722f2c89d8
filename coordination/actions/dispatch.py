"""Map a command to its action: the one door for both transports, with one durable transaction around everything."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from coordination import live
from coordination.access import Asker, RoomGrant, RoomNeed, audiences_of, locked_rooms, require, room_for
from coordination.actions import (
    attachments,
    broken_glass,
    disclosures,
    flashes,
    incidents,
    markers,
    messages,
    panics,
    participants,
    shapes,
    stand_downs,
    statuses,
    strikes,
)
from coordination.errors import CommandIdReused, CoordinationError, IncidentClosed, RoomNotFound, TryLater
from coordination.incident_log import Book, Turn, digest_of_command
from coordination.queries.entries import Carried, carried_out
from coordination.queries.grants import Grants
from coordination.vocabulary import IncidentStatus, PressSource
from coordination.wire import commands
from coordination.wire.commands import Command, LiveCommand, LoggedCommand
from mou.access.epoch import access_epoch


@dataclass(frozen=True, slots=True)
class Accepted:
    """A command that is durable: its first entry's seq, or None for what is never logged."""

    room_id: UUID
    seq: int | None
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """A logged command on its way into a room."""

    asker: Asker
    room_id: UUID
    command: LoggedCommand


@dataclass(frozen=True, slots=True)
class Way:
    """What a command needs and who carries it out.

    `when_closed`: also possible in a closed incident. `only_appends`: touches no other table, so that it needs no
    savepoint to leave no trace when it is refused. `reads_log`: what was appended before it must be written first.
    `moves_access`: what was known of people's access ends with it.
    """

    need: RoomNeed
    act: Callable[..., None]
    when_closed: bool = False
    only_appends: bool = False
    reads_log: bool = False
    moves_access: bool = False


WAYS: dict[type[Command], Way] = {
    commands.JoinRoom: Way(RoomNeed.SEE, participants.join_room, when_closed=True, moves_access=True),
    commands.LeaveRoom: Way(RoomNeed.READ, participants.leave_room, when_closed=True, moves_access=True),
    commands.RemoveParticipant: Way(
        RoomNeed.COMMAND, participants.remove_participant, when_closed=True, moves_access=True
    ),
    commands.PostMessage: Way(RoomNeed.READ, messages.post_message, only_appends=True),
    commands.PlaceMarker: Way(RoomNeed.READ, markers.place_marker),
    commands.MoveMarker: Way(RoomNeed.READ, markers.move_marker),
    commands.RemoveMarker: Way(RoomNeed.READ, markers.remove_marker),
    commands.DrawShape: Way(RoomNeed.READ, shapes.draw_shape),
    commands.EraseShape: Way(RoomNeed.READ, shapes.erase_shape),
    commands.SetStatus: Way(RoomNeed.READ, statuses.set_status),
    commands.StrikeEntry: Way(RoomNeed.READ, strikes.strike_entry, reads_log=True),
    commands.AttachFile: Way(RoomNeed.READ, attachments.attach_file),
    # What opens only in an emergency opens and ends with the incident.
    commands.CloseIncident: Way(RoomNeed.COMMAND, incidents.close_incident, moves_access=True),
    commands.ReopenIncident: Way(RoomNeed.COMMAND, incidents.reopen_incident, when_closed=True, moves_access=True),
    commands.CancelPanic: Way(RoomNeed.READ, stand_downs.cancel_panic),
    commands.ConfirmPanic: Way(RoomNeed.READ, stand_downs.confirm_panic),
    commands.ProposeStandDown: Way(RoomNeed.READ, stand_downs.propose_stand_down),
    commands.ConfirmStandDown: Way(RoomNeed.READ, stand_downs.confirm_stand_down),
    commands.PostFlash: Way(RoomNeed.COMMAND, flashes.post_flash),
    commands.AcknowledgeFlash: Way(RoomNeed.READ, flashes.acknowledge_flash),
    commands.BreakGlass: Way(RoomNeed.READ, broken_glass.break_glass, moves_access=True),
    # What was disclosed in an emergency is often written down when it is over.
    commands.RecordDisclosure: Way(RoomNeed.READ, disclosures.record_disclosure, when_closed=True),
}


def execute(*, asker: Asker, room_id: UUID | None, command: LoggedCommand | LiveCommand) -> Accepted:
    """Carry a command out in one durable transaction; what returns is on disk, what raises left no trace (promise 1).

    Raises: CoordinationError: the rule that stood in the way. TryLater: the database did not answer; send it again.
    """
    if isinstance(command, commands.OpenIncident):
        return _retried(lambda: _open(asker, command))
    if isinstance(command, commands.RaisePanic):
        return _retried(lambda: _press(asker, command, panics.OWN_PAGE))
    if room_id is None:
        raise RoomNotFound
    if isinstance(command, commands.SharePosition | commands.StopSharingPosition):
        return _retried(lambda: _live(asker, room_id, command))
    answer = execute_all([Ask(asker, room_id, command)])[0]
    if isinstance(answer, CoordinationError):
        raise answer
    return answer


def press_button(*, asker: Asker, command: commands.RaisePanic, button: str, button_id: int) -> Accepted:
    """Carry out the press of a badge or wall button, whose signature was checked, in one durable transaction.

    Raises: as execute().
    """
    return _retried(lambda: _press(asker, command, panics.Origin(PressSource.BUTTON, button, button_id)))


def execute_all(asks: Sequence[Ask]) -> list[Accepted | CoordinationError]:
    """Carry many commands out in one durable transaction, in order, each as if alone; return their answers in order.

    One commit for all of them is what makes many people's writing into few rooms fast. A refused command leaves no
    trace and does not touch the others.
    """
    try:
        with transaction.atomic(durable=True):
            return _carry_out(asks)
    except IntegrityError as error:
        # A copy of a command raced past the check in another process; the constraint refused it. One by one, then.
        if len(asks) > 1:
            return [execute_all([ask])[0] for ask in asks]
        return [_once_more(asks[0], error)]
    except DatabaseError:
        return [TryLater() for _ in asks]


def _once_more(ask: Ask, cause: IntegrityError) -> Accepted | CoordinationError:
    try:
        with transaction.atomic(durable=True):
            return _carry_out([ask])[0]
    except DatabaseError:
        later = TryLater()
        later.__cause__ = cause
        return later


def _retried(work: Callable[[], Accepted]) -> Accepted:
    try:
        return work()
    except IntegrityError:
        # The other copy of this command has won in the meantime; now it is a repeat.
        return work()
    except DatabaseError as error:
        raise TryLater from error


def _carry_out(asks: Sequence[Ask]) -> list[Accepted | CoordinationError]:
    rooms = locked_rooms({ask.room_id for ask in asks})
    grants = Grants(rooms, epoch=access_epoch())
    grants.look_up((ask.asker, ask.room_id) for ask in asks)
    before = carried_out([(ask.room_id, ask.asker.user_id, ask.command.id) for ask in asks])
    book = Book()
    answers: list[Accepted | CoordinationError] = []
    for ask in asks:
        try:
            answers.append(_one(ask, grants, before, book))
        except CoordinationError as error:
            answers.append(error)
    book.flush()
    return answers


def _one(ask: Ask, grants: Grants, before: Carried, book: Book) -> Accepted:
    grant = grants.of(ask.asker, ask.room_id)
    digest = digest_of_command(ask.command)
    key = (ask.room_id, ask.asker.user_id, ask.command.id)
    if key in before:
        seq, carried_digest = before[key]
        if carried_digest != digest:
            raise CommandIdReused(pointer="/id")
        return Accepted(room_id=ask.room_id, seq=seq, is_repeat=True)
    way = WAYS[type(ask.command)]
    require(grant, way.need)
    if not way.when_closed and not IncidentStatus(grant.incident.status).is_open:
        raise IncidentClosed
    seq = _act(way, ask, grant, digest, book)
    before[key] = (seq, digest)
    if way.moves_access:
        grants.stop_remembering()
    return Accepted(room_id=ask.room_id, seq=seq)


def _act(way: Way, ask: Ask, grant: RoomGrant, digest: str, book: Book) -> int:
    if way.reads_log:
        # Not inside the savepoint: a refusal would undo the accepted entries of others.
        book.flush()
    if way.only_appends:
        turn = _turn(grant, ask, digest, book)
        way.act(turn=turn, command=ask.command)
    else:
        # An action checks before it writes and appends last; the savepoint keeps that from being a matter of care.
        with transaction.atomic():
            turn = _turn(grant, ask, digest, book)
            way.act(turn=turn, command=ask.command)
    return turn.entries[0].seq


def _turn(grant: RoomGrant, ask: Ask, digest: str, book: Book) -> Turn:
    command = ask.command
    if isinstance(command, commands.JoinRoom):
        participant = participants.participant_to_join(
            grant=grant, user_id=ask.asker.user_id, command=command, at=ask.asker.at
        )
        grant = RoomGrant(grant.room, grant.incident, grant.standings, participant, audiences_of(participant))
    return Turn(
        room=grant.room,
        incident=grant.incident,
        participant=grant.joined(),
        grant=grant,
        at=ask.asker.at,
        command_id=command.id,
        command_digest=digest,
        book=book,
    )


def _open(asker: Asker, command: commands.OpenIncident) -> Accepted:
    with transaction.atomic(durable=True):
        before = incidents.opened_before(asker=asker, command=command)
        entry = before or incidents.open_incident(asker=asker, command=command)
        return Accepted(room_id=entry.room_id, seq=entry.seq, is_repeat=before is not None)


def _press(asker: Asker, command: commands.RaisePanic, origin: panics.Origin) -> Accepted:
    with transaction.atomic(durable=True):
        before = panics.pressed_before(asker=asker, command=command)
        if before is not None:
            return Accepted(room_id=before.room_id, seq=before.seq, is_repeat=True)
        entry = panics.raise_panic(asker=asker, command=command, origin=origin)
        return Accepted(room_id=entry.room_id, seq=entry.seq)


def _live(asker: Asker, room_id: UUID, command: LiveCommand) -> Accepted:
    grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at)
    participant = grant.joined()
    if isinstance(command, commands.SharePosition):
        live.share_position(participant=participant, audiences=grant.audiences, command=command, at=asker.at)
    else:
        live.stop_sharing_position(participant=participant)
    return Accepted(room_id=room_id, seq=None)
