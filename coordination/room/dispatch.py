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
from coordination.room.access import Asker, RoomGrant, require_need, room_for
from coordination.room.answering.answered import (
    Answered,
    AnsweredBefore,
    CommandKey,
    Refusal,
    is_for_good,
    refused_before,
    remember_refusals,
    wait_for_copies,
)
from coordination.room.capability import Command, CommandRule, RoomNeed
from coordination.room.database.rows import one_transaction
from coordination.room.holding import hold_rooms
from coordination.room.log import CommandContext, LogBatch, digest_of_command
from coordination.room.objects import ObjectKey
from coordination.room.people.grants import Grants
from coordination.room.people.participants import enter_room
from coordination.room.registry import action_of, command_rules, guards_of_commands
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
        return open_room(
            asker, command, lambda: cast("Accepted", action_of(type(command))(asker=asker, command=command))
        )
    if room_id is None:
        raise RoomNotFound
    if rule.is_live:
        return _act_live(asker, room_id, command)
    answer = execute_all([RoomCommand(asker, room_id, command)])[0]
    if isinstance(answer, CoordinationError):
        raise answer
    return answer


def open_room(asker: Asker, command: Command, action: Callable[[], Accepted]) -> Accepted:
    """Carry out what makes or finds its own room, in one durable transaction. Raises: as execute()."""
    answer = carry_out_opening(lambda: _try_opening(asker, command, action))
    if isinstance(answer, CoordinationError):
        raise answer
    return answer


def carry_out_opening[Answer](action: Callable[[], Answer]) -> Answer:
    """Do what opens a room in one durable transaction, and once more where another opening has won in the meantime.

    Then it joins that one, or is a repeat of it. Raises: what the action raises; TryLater: the database did not answer.
    """
    try:
        try:
            with transaction.atomic(durable=True):
                return action()
        except IntegrityError:
            with transaction.atomic(durable=True):
                return action()
    except DatabaseError as error:
        raise TryLater from error


def _try_opening(asker: Asker, command: Command, action: Callable[[], Accepted]) -> Accepted | CoordinationError:
    """Return what an opening comes to; a copy of one that was refused is undone and refused alike."""
    key = (cast("UUID", getattr(command, "site_id")), asker.user_id, command.id)  # noqa: B009 - each that opens has it
    digest = digest_of_command(command)
    # There is no room yet that could be held.
    wait_for_copies(key)
    refused = refused_before([key]).get(key)
    try:
        with transaction.atomic():
            accepted = action()
            if refused is not None and not accepted.is_repeat:
                raise _refusal_again(refused, digest)
            return accepted
    except CoordinationError as error:
        if refused is None and is_for_good(error):
            remember_refusals([Refusal(key, digest, error)], at=asker.at)
        return error if refused is None or isinstance(error, RoomNotFound) else _refusal_again(refused, digest)


def execute_all(commands: Sequence[RoomCommand]) -> list[Accepted | CoordinationError]:
    """Carry many commands out in one durable transaction, in order, each as if alone; return their answers in order.

    One commit for all of them is what makes many people's writing into few rooms fast. A refused command leaves no
    trace and does not touch the others; nor does one that fails by a fault of ours: then each half is carried out by
    itself, and of the half that fails each half, until the fault is alone.
    """
    if not commands:
        return []
    try:
        with one_transaction(pipelined=not _has_savepoint(commands)):
            return _carry_out(commands)
    except (OperationalError, InterfaceError):
        # The database is away: alone they would fail as well.
        return [TryLater() for _ in commands]
    except Exception:  # noqa: BLE001 - whatever it is, it must not fail the commands of others
        if len(commands) == 1:
            return [_once_more(commands[0])]
        # One command met a fault. In their order, as it is part of what they ask.
        half = len(commands) // 2
        return execute_all(commands[:half]) + execute_all(commands[half:])


def _has_savepoint(commands: Sequence[RoomCommand]) -> bool:
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
        return _refuse_for_fault(command)


def _refuse_for_fault(command: RoomCommand) -> CoordinationError:
    """Remember that a command met a fault: its sender gives it up, so that no copy may fare better."""
    failed = CommandFailed()
    try:
        with transaction.atomic(durable=True):
            held = hold_rooms([command.room_id], [_key_of_command(command)])
            if held.before:
                # A copy was answered meanwhile: the sender's next try gets that answer.
                return TryLater()
            if held.rooms:
                remember_refusals([_make_refusal(command, failed)], at=command.asker.at)
    except DatabaseError:
        return TryLater()
    return failed


def _key_of_command(one: RoomCommand) -> CommandKey:
    return one.room_id, one.asker.user_id, one.command.id


def _make_refusal(one: RoomCommand, error: CoordinationError) -> Refusal:
    return Refusal(_key_of_command(one), digest_of_command(one.command), error)


def _carry_out(commands: Sequence[RoomCommand]) -> list[Accepted | CoordinationError]:
    seconds = [_other_room(one) for one in commands]
    held = hold_rooms(
        {one.room_id for one in commands} | {one for one in seconds if one is not None},
        [_key_of_command(one) for one in commands],
    )
    grants = Grants(held.rooms, epoch=held.epoch)
    grants.look_up((one.asker, one.room_id) for one in commands)
    before = held.before
    batch = LogBatch(held.entry_ids)
    batch.objects.read(key for one in commands for key in _touched_objects(one))
    answers: list[Accepted | CoordinationError] = []
    refusals: list[Refusal] = []
    for one, second in zip(commands, seconds, strict=True):
        try:
            answers.append(_carry_out_one(one, second, grants, before, batch))
        except CoordinationError as error:
            answers.append(error)
            # What was answered before stays, also where the asker is now told that there is no such room.
            if is_for_good(error) and _key_of_command(one) not in before and one.room_id in held.rooms:
                refusals.append(_make_refusal(one, error))
                before[_key_of_command(one)] = refusals[-1].answered()
    batch.flush()
    remember_refusals(refusals, at=max(one.asker.at for one in commands))
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


def _touched_objects(one: RoomCommand) -> list[ObjectKey]:
    """Return the objects that a command names, to be read for the whole batch at once."""
    return [
        ObjectKey(one.room_id, cls.state_key, str(getattr(one.command, name)))
        for name, cls in rule_of(one.command).touches.items()
    ]


def _carry_out_one(
    one: RoomCommand, second: UUID | None, grants: Grants, before: AnsweredBefore, batch: LogBatch
) -> Accepted:
    # First of all: who may not know of the room is not told again what they were told in it.
    grant = grants.of(one.asker, one.room_id)
    digest = digest_of_command(one.command)
    answered = before.get(_key_of_command(one))
    if answered is not None:
        return _answer_again(one, answered, digest)
    rule = rule_of(one.command)
    assert rule.need is not None  # the registry takes no command without
    require_need(grant, rule.need)
    if not rule.when_closed and not IncidentStatus(grant.incident.status).is_open:
        raise IncidentClosed
    other = _second_grant(one, second, grants)
    seq = _act_on_command(rule, one, (grant, other), digest, batch)
    before[_key_of_command(one)] = Answered(digest, seq)
    if rule.moves_access:
        grants.stop_remembering()
    return Accepted(room_id=one.room_id, seq=seq)


def _answer_again(one: RoomCommand, answered: Answered, digest: str) -> Accepted:
    """Return what another copy was answered. Raises: what it was refused with; CommandIdReused: it is no copy."""
    if answered.problem is not None:
        raise _refusal_again(answered, digest)
    if answered.digest != digest:
        raise CommandIdReused(pointer="/id")
    return Accepted(room_id=one.room_id, seq=answered.seq, is_repeat=True)


def _refusal_again(answered: Answered, digest: str) -> CoordinationError:
    """Return what a copy of a refused command is refused with."""
    return answered.refusal() if answered.digest == digest else CommandIdReused(pointer="/id")


def _act_on_command(rule: CommandRule, one: RoomCommand, held: Held, digest: str, batch: LogBatch) -> int:
    if rule.reads_log:
        # Not inside the savepoint: a refusal would undo the accepted entries of others.
        batch.flush()
    if not rule.has_tables:
        return _call_action(rule, one, held, digest, batch)
    # Actions check before they write; the savepoint means that this does not depend on care.
    with transaction.atomic():
        return _call_action(rule, one, held, digest, batch)


def _call_action(rule: CommandRule, one: RoomCommand, held: Held, digest: str, batch: LogBatch) -> int:
    context: CommandContext | None = None
    try:
        context = _make_context(held, one, digest, batch)
        for guard in guards_of_commands().get(type(one.command), ()):
            guard(context=context, command=one.command)
        action_of(type(one.command))(context=context, command=one.command)
    except BaseException:
        if context is not None:
            context.drop()
        raise
    batch.accept(context)
    return context.entries[0].seq


def _make_context(held: Held, one: RoomCommand, digest: str, batch: LogBatch) -> CommandContext:
    grant, other = held
    if rule_of(one.command).enters_room:
        # An entry needs its author, so the participant is made or renewed before the action.
        grant = enter_room(
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


def _act_live(asker: Asker, room_id: UUID, command: Command) -> Accepted:
    try:
        grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at)
        action_of(type(command))(participant=grant.joined(), audiences=grant.audiences, command=command, at=asker.at)
    except DatabaseError as error:
        raise TryLater from error
    return Accepted(room_id=room_id, seq=None)
