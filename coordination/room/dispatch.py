"""Map a command to its action: the one door for both transports, with one durable transaction around everything."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, transaction

from coordination.errors import (
    CommandFailed,
    CommandIdReused,
    CoordinationError,
    IncidentClosed,
    RoomNotFound,
    TryLater,
)
from coordination.room.access import Asker, RoomGrant, require, room_for
from coordination.room.capability import Command, CommandRule, RoomNeed
from coordination.room.database.rows import one_transaction
from coordination.room.holding import hold
from coordination.room.log import CommandContext, LogBatch, digest_of_command
from coordination.room.objects import ObjectKey
from coordination.room.people.grants import Grants
from coordination.room.people.participants import entered
from coordination.room.reading.log_reading import Carried
from coordination.room.registry import action_of, command_rules, guards
from coordination.vocabulary import IncidentStatus

log = logging.getLogger(__name__)


# What the asker is in the command's room, and in the second one that it names.
type Held = tuple[RoomGrant, RoomGrant | None]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A command that is durable: its first entry's seq, or None for what is never logged."""

    room_id: UUID
    seq: int | None
    is_repeat: bool = False


@dataclass(frozen=True, slots=True)
class RoomCommand:
    """A logged command on its way into a room."""

    asker: Asker
    room_id: UUID
    command: Command


def rule_of(command: Command) -> CommandRule:
    """Return the rule of a command."""
    return command_rules()[type(command)][0]


def execute(*, asker: Asker, room_id: UUID | None, command: Command) -> Accepted:
    """Carry a command out in one durable transaction; what returns is on disk, what raises left no trace (promise 1).

    Raises: CoordinationError: the rule that stood in the way. TryLater: the database did not answer; send it again.
    """
    rule = rule_of(command)
    if rule.opens_room:
        return open_room(lambda: cast("Accepted", action_of(type(command))(asker=asker, command=command)))
    if room_id is None:
        raise RoomNotFound
    if rule.is_live:
        return _live(asker, room_id, command)
    answer = execute_all([RoomCommand(asker, room_id, command)])[0]
    if isinstance(answer, CoordinationError):
        raise answer
    return answer


def open_room(action: Callable[[], Accepted]) -> Accepted:
    """Carry out what makes or finds its own room, in one durable transaction. Raises: as execute()."""

    def once() -> Accepted:
        with transaction.atomic(durable=True):
            return action()

    try:
        return once()
    except IntegrityError:
        # The other copy of this command has won in the meantime; now it is a repeat.
        return once()
    except DatabaseError as error:
        raise TryLater from error


def execute_all(commands: Sequence[RoomCommand]) -> list[Accepted | CoordinationError]:
    """Carry many commands out in one durable transaction, in order, each as if alone; return their answers in order.

    One commit for all of them is what makes many people's writing into few rooms fast. A refused command leaves no
    trace and does not touch the others; nor does one that fails by a fault of ours: then each is carried out alone.
    """
    try:
        with one_transaction(pipelined=not _recovers(commands)):
            return _carry_out(commands)
    except (OperationalError, InterfaceError):
        # The database is away: alone they would fail as well.
        return [TryLater() for _ in commands]
    except Exception:  # noqa: BLE001 - whatever it is, it must not fail the commands of others
        if len(commands) == 1:
            return [_once_more(commands[0])]
        # A copy of a command raced past the check in another process, or one command met a fault.
        return [execute_all([one])[0] for one in commands]


def _recovers(commands: Sequence[RoomCommand]) -> bool:
    """Tell whether an action here has a savepoint of its own, so that it must hear of an error where it happens."""
    return any(rule_of(one.command).has_tables for one in commands)


def _once_more(command: RoomCommand) -> Accepted | CoordinationError:
    try:
        with transaction.atomic(durable=True):
            return _carry_out([command])[0]
    except DatabaseError:
        log.exception("a command failed twice: %s", type(command.command).__name__)
        return TryLater()
    except Exception:
        # A fault of ours. It is this command's alone, and sending it again would not help.
        log.exception("a command met a fault: %s", type(command.command).__name__)
        return CommandFailed()


def _carry_out(commands: Sequence[RoomCommand]) -> list[Accepted | CoordinationError]:
    seconds = [_other_room(one) for one in commands]
    held = hold(
        {one.room_id for one in commands} | {one for one in seconds if one is not None},
        [(one.room_id, one.asker.user_id, one.command.id) for one in commands],
    )
    grants = Grants(held.rooms, epoch=held.epoch)
    grants.look_up((one.asker, one.room_id) for one in commands)
    before = held.before
    batch = LogBatch(held.entry_ids)
    batch.objects.read(key for one in commands for key in _touched(one))
    answers: list[Accepted | CoordinationError] = []
    for one, second in zip(commands, seconds, strict=True):
        try:
            answers.append(_carry_out_one(one, second, grants, before, batch))
        except CoordinationError as error:
            answers.append(error)
    batch.flush()
    return answers


def _other_room(one: RoomCommand) -> UUID | None:
    """Return the second room that a command names or that its capability finds, if its rule says that there is one.

    It is asked before any room is held: the action looks again at what it was given.
    """
    rule, installed = command_rules()[type(one.command)]
    if rule.other_room:
        return cast("UUID", getattr(one.command, rule.other_room))
    return cast("UUID | None", installed.action(rule.finds_room)(one.room_id)) if rule.finds_room else None


def _second_grant(one: RoomCommand, second: UUID | None, grants: Grants) -> RoomGrant | None:
    """Return what the asker is in a second room. Raises: RoomNotFound: they named one that is not for them."""
    try:
        return None if second is None else grants.of(one.asker, second)
    except RoomNotFound:
        if rule_of(one.command).finds_room:
            return None
        raise


def _touched(one: RoomCommand) -> list[ObjectKey]:
    """Return the objects that a command names, to be read for the whole batch at once."""
    return [
        ObjectKey(one.room_id, cls.state_key, str(getattr(one.command, name)))
        for name, cls in rule_of(one.command).touches.items()
    ]


def _carry_out_one(one: RoomCommand, second: UUID | None, grants: Grants, before: Carried, batch: LogBatch) -> Accepted:
    grant = grants.of(one.asker, one.room_id)
    digest = digest_of_command(one.command)
    key = (one.room_id, one.asker.user_id, one.command.id)
    if key in before:
        seq, carried_digest = before[key]
        if carried_digest != digest:
            raise CommandIdReused(pointer="/id")
        return Accepted(room_id=one.room_id, seq=seq, is_repeat=True)
    rule = rule_of(one.command)
    assert rule.need is not None  # the registry takes no command without
    require(grant, rule.need)
    if not rule.when_closed and not IncidentStatus(grant.incident.status).is_open:
        raise IncidentClosed
    other = _second_grant(one, second, grants)
    seq = _act(rule, one, (grant, other), digest, batch)
    before[key] = (seq, digest)
    if rule.moves_access:
        grants.stop_remembering()
    return Accepted(room_id=one.room_id, seq=seq)


def _act(rule: CommandRule, one: RoomCommand, held: Held, digest: str, batch: LogBatch) -> int:
    if rule.reads_log:
        # Not inside the savepoint: a refusal would undo the accepted entries of others.
        batch.flush()
    if not rule.has_tables:
        return _acted(rule, one, held, digest, batch)
    # An action checks before it writes; the savepoint keeps that from being a matter of care.
    with transaction.atomic():
        return _acted(rule, one, held, digest, batch)


def _acted(rule: CommandRule, one: RoomCommand, held: Held, digest: str, batch: LogBatch) -> int:
    context: CommandContext | None = None
    try:
        context = _context(held, one, digest, batch)
        for guard in guards().get(type(one.command), ()):
            guard(context=context, command=one.command)
        action_of(type(one.command))(context=context, command=one.command)
    except BaseException:
        if context is not None:
            context.drop()
        raise
    batch.accept(context)
    return context.entries[0].seq


def _context(held: Held, one: RoomCommand, digest: str, batch: LogBatch) -> CommandContext:
    grant, other = held
    if rule_of(one.command).enters_room:
        # An entry needs its author, so the participant is made or renewed before the action.
        grant = entered(
            grant, user_id=one.asker.user_id, agency_id=getattr(one.command, "agency_id", None), at=one.asker.at
        )
    return CommandContext(
        room=grant.room,
        incident=grant.incident,
        participant=grant.joined(),
        grant=grant,
        at=one.asker.at,
        command_id=one.command.id,
        command_digest=digest,
        batch=batch,
        other=other,
    )


def _live(asker: Asker, room_id: UUID, command: Command) -> Accepted:
    try:
        grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at)
        action_of(type(command))(participant=grant.joined(), audiences=grant.audiences, command=command, at=asker.at)
    except DatabaseError as error:
        raise TryLater from error
    return Accepted(room_id=room_id, seq=None)
