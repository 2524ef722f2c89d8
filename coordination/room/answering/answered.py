"""What was answered to a command before: all copies of one id get the same answer (promise 6).

A copy may be on its way for long: in a server that stood still, in a network that was cut. Acceptances stand in the
log. Refusals are remembered beside it: their sender has read "refused" and has decided by that, so no copy that comes
later may have an effect.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

import orjson
from django.db import connection

from coordination.errors import CommandIdReused, CoordinationError
from coordination.room.database.rows import insert_rows
from coordination.room.models import RefusedCommand

# Longer than a server holds back what was sent to it: one that stood still for half a minute drops it (sockets/hub.py).
REMEMBERED_FOR = timedelta(hours=1)

ANSWERED_ON_SQLITE = """
SELECT room_id, actor_id, command_id, command_digest, seq, NULL FROM room_logentry
WHERE command_part = 0 AND (room_id, actor_id, command_id) IN (VALUES {asked})
UNION ALL
SELECT place_id, actor_id, command_id, command_digest, NULL, problem FROM room_refusedcommand
WHERE (place_id, actor_id, command_id) IN (VALUES {asked})
"""

# A command that was sent: its room (of one that opens a room, the site), the actor and its id.
type CommandKey = tuple[UUID, int, UUID]


@dataclass(frozen=True, slots=True)
class Answered:
    """What a copy of a command was answered: the seq of its first entry, or why it was refused for good."""

    digest: str
    seq: int | None
    problem: str | None = None

    def refusal(self) -> CoordinationError:
        """Return the error with which a copy was refused, in the same words."""
        assert self.problem is not None
        return RefusedBefore(orjson.loads(self.problem))


type AnsweredBefore = dict[CommandKey, Answered]


class Problem(TypedDict):
    """An error as it is remembered."""

    code: str
    status: int
    title: str
    detail: str
    pointer: str


class RefusedBefore(CoordinationError):
    """What another copy of the command was answered: code, status and words are those of that answer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem["detail"], pointer=problem["pointer"])
        self.code, self.status, self.title = problem["code"], problem["status"], problem["title"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that was refused for good, and with what."""

    key: CommandKey
    digest: str
    error: CoordinationError

    def answered(self) -> Answered:
        """Return the answer that a later copy gets."""
        return Answered(self.digest, None, self._problem())

    def row(self, at: datetime) -> RefusedCommand:
        """Return the row that is stored."""
        place_id, actor_id, command_id = self.key
        return RefusedCommand(
            place_id=place_id,
            actor_id=actor_id,
            command_id=command_id,
            command_digest=self.digest,
            problem=self._problem(),
            at=at,
        )

    def _problem(self) -> str:
        error = self.error
        said = Problem(
            code=error.code, status=error.status, title=error.title, detail=error.detail, pointer=error.pointer
        )
        return orjson.dumps(said).decode()


def is_for_good(error: CoordinationError) -> bool:
    """Tell whether a refused command stays refused: not where waiting helps, nor where another command has its id."""
    return error.retry_after_s is None and not isinstance(error, CommandIdReused)


def answered_before(keys: Sequence[CommandKey]) -> AnsweredBefore:
    """Return what copies of these commands were answered, on SQLite. One query; on PostgreSQL, hold() asks with others.

    Written out: Django would compile it anew for each batch, and that takes ten times as long as the answer.
    """
    as_stored = {(place.hex, actor, command.hex): (place, actor, command) for place, actor, command in keys}
    asked = ", ".join(["(%s, %s, %s)"] * len(as_stored))
    values = [one for key in as_stored for one in key]
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED_ON_SQLITE.format(asked=asked), [*values, *values])
        found = cursor.fetchall()
    return {as_stored[tuple(key)]: Answered(digest, seq, problem) for *key, digest, seq, problem in found}


def refused_before(keys: Sequence[CommandKey]) -> AnsweredBefore:
    """Return which of these commands were refused for good. One query."""
    rows = RefusedCommand.objects.filter(
        place_id__in={key[0] for key in keys},
        actor_id__in={key[1] for key in keys},
        command_id__in={key[2] for key in keys},
    ).values_list("place_id", "actor_id", "command_id", "command_digest", "problem")
    return answered_among(
        keys, ((place, actor, command, digest, None, problem) for place, actor, command, digest, problem in rows)
    )


type Row = tuple[UUID, int, UUID, str, int | None, str | None]


def answered_among(keys: Sequence[CommandKey], rows: Iterable[Row]) -> AnsweredBefore:
    """Return those of the commands that stand in rows: room, actor, command, digest, and seq or problem."""
    wanted = set(keys)
    return {
        (place, actor, command): Answered(digest, seq, problem)
        for place, actor, command, digest, seq, problem in rows
        if (place, actor, command) in wanted
    }


def wait_for_copies(key: CommandKey) -> None:
    """Let copies of one command wait for each other until the caller's transaction ends. SQLite has one writer."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["/".join(map(str, key))])


def remember_refusals(refusals: Sequence[Refusal], *, at: datetime) -> None:
    """Write refusals in the caller's transaction, by one statement.

    The caller holds what makes copies of one command wait for each other, and has looked that none was answered.
    """
    insert_rows([one.row(at) for one in refusals], into=RefusedCommand)


def forget_refusals(at: datetime) -> None:
    """Delete refusals of which no copy can be on its way any more."""
    RefusedCommand.objects.filter(at__lt=at - REMEMBERED_FOR).delete()
