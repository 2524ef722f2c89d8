"""Read a roster from the school's system and store it: all of it or nothing, as a file that a person brings.

For a process of its own (`manage.py roster_sync`): it computes for minutes, and rooms must not wait.
"""

import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from coordination.rosters.bounded_reading import FILE_MAX_BYTES, read_roster
from coordination.rosters.connection.addresses import outbound_calls
from coordination.rosters.connection.answers import RestRow
from coordination.rosters.connection.client import TRIES_AFTER_S, SisClient, Timing
from coordination.rosters.connection.due import CLAIM_LASTS, next_after_failure, next_night, reads_whole
from coordination.rosters.connection.failures import RosterNotRead, RosterReadStopped
from coordination.rosters.connection.keeping import account_of
from coordination.rosters.connection.set_file import packed_set
from coordination.rosters.errors import BadRosterFile, RosterBeingStored, RosterShrinks
from coordination.rosters.models import RosterConnection
from coordination.rosters.reading.rows import RosterSet
from coordination.rosters.vocabulary import RosterMode, RosterReadFailure, RosterSource, RosterTable
from coordination.rosters.work.storing import RosterLook, store_set
from push.outgoing.calls import ROSTER_READ

logger = logging.getLogger(__name__)
F = RosterReadFailure
# Roles come with users.
ORDER = (
    RosterTable.ORGS,
    RosterTable.ACADEMIC_SESSIONS,
    RosterTable.USERS,
    RosterTable.CLASSES,
    RosterTable.ENROLLMENTS,
)
# A district without them is one whose server is not ready yet.
NEVER_EMPTY = frozenset({RosterTable.ORGS, RosterTable.USERS})
# Clocks and transactions of the server: what was written while the last read began is asked for again.
OVERLAP = timedelta(minutes=15)
SAID_EVERY_S = 1.0
type Heard = Callable[[str, int, int | None], None]


@dataclass(slots=True)
class Claimed:
    """A claim on a connection; what is said through it is written for those who watch."""

    claim: UUID
    clock: Callable[[], datetime]
    heard: Heard
    _said_s: float = field(default=0.0)

    def find_connection(self, *, lock: bool = False) -> RosterConnection:
        """Return the connection while it is ours. Raises: RosterReadStopped."""
        rows = RosterConnection.objects.filter(claim=self.claim)
        rows = rows.select_for_update(of=("self",)) if lock else rows
        found = rows.select_related("roster__district").first()
        if found is None:
            raise RosterReadStopped
        return found

    def say_progress(self, table: str, done: int, total: int | None, *, is_due: bool = False) -> None:
        """Write how far it is, at most once in a second, and that we live. Commits. Raises: RosterReadStopped."""
        self.heard(table, done, total)
        if not is_due and time.monotonic() - self._said_s < SAID_EVERY_S:
            return
        self._said_s = time.monotonic()
        rows = RosterConnection.objects.filter(claim=self.claim)
        until = self.clock() + CLAIM_LASTS
        if not rows.update(claimed_until=until, table=table, rows_done=done, rows_total=total):
            raise RosterReadStopped

    def pause_alive(self, seconds: float) -> None:
        """Wait, and say meanwhile that we live."""
        ends_s = time.monotonic() + seconds
        while (left_s := ends_s - time.monotonic()) > 0:
            time.sleep(min(left_s, 30.0))
            if not RosterConnection.objects.filter(claim=self.claim).update(claimed_until=self.clock() + CLAIM_LASTS):
                raise RosterReadStopped


def read_claimed(
    claim: UUID, *, clock: Callable[[], datetime], heard: Heard, tries_after_s: tuple[float, ...] = TRIES_AFTER_S
) -> RosterLook | None:
    """Read what a claim is on, store it and note what came of it. Calls the network, starts a process, commits.

    Returns: what the set did; None: it was not read, and the connection says why, or it is ours no longer.
    """
    claimed = Claimed(claim, clock, heard)
    try:
        return _read_claimed(claimed, tries_after_s)
    except RosterReadStopped:
        logger.info("rosters: a read of the school's system was let go")
        return None
    except RosterNotRead as error:
        _settle_failed(claimed, error.failure, error.table)
    except RosterBeingStored:
        # A person brings a file in at this moment.
        _settle_failed(claimed, F.INTERRUPTED, None)
    except RosterShrinks:
        _settle_failed(claimed, F.SHRINKS, None)
    except BadRosterFile:
        _settle_failed(claimed, F.BROKEN, None)
    except Exception:
        logger.exception("rosters: reading the school's system met a fault of our own")
        _settle_failed(claimed, F.FAULT, None)
    return None


def _read_claimed(claimed: Claimed, tries_after_s: tuple[float, ...]) -> RosterLook:
    connection = claimed.find_connection()
    began_at = claimed.clock()
    is_whole = reads_whole(connection, began_at)
    timing = Timing(time.monotonic, claimed.pause_alive, tries_after_s)
    client = SisClient(account_of(connection), outbound_calls(ROSTER_READ), timing)
    mode = RosterMode.BULK if is_whole else RosterMode.DELTA
    since = None if is_whole else connection.changes_since
    content = packed_set(_read_tables(client, claimed, since), mode=mode)
    if len(content) > FILE_MAX_BYTES:
        raise RosterNotRead(F.TOO_LARGE)
    claimed.say_progress("", 0, None, is_due=True)
    found = read_roster(content, heard=lambda _done, _total: True)
    claimed.say_progress("", 0, None, is_due=True)
    return _store_set(claimed, found, is_whole=is_whole, since=(client.began_at or began_at) - OVERLAP)


def _read_tables(
    client: SisClient, claimed: Claimed, since: datetime | None
) -> Iterator[tuple[RosterTable, list[RestRow]]]:
    for table in ORDER:
        claimed.say_progress(table.value, 0, None, is_due=True)
        rows = client.read_table(
            table, since=since, heard=lambda of, done, total: claimed.say_progress(of.value, done, total)
        )
        if not rows and since is None and table in NEVER_EMPTY:
            raise RosterNotRead(F.INCOMPLETE, table)
        yield table, rows


def _store_set(claimed: Claimed, found: RosterSet, *, is_whole: bool, since: datetime) -> RosterLook:
    """Store a set; the claim is settled in the transaction that shows it.

    Raises: RosterReadStopped, RosterShrinks, RosterBeingStored.
    """
    at = claimed.clock()

    def settle() -> None:
        connection = claimed.find_connection(lock=True)
        connection.read_at = at
        connection.read_whole_at = at if is_whole else connection.read_whole_at
        connection.changes_since = since
        connection.failed_at, connection.failure, connection.failed_table, connection.failures = None, "", "", 0
        _let_go(connection, next_night(connection, at))

    connection = claimed.find_connection()
    look = store_set(
        connection.roster,
        found,
        source=RosterSource.REST,
        by_id=connection.asked_by_id,
        may_shrink=connection.asked_may_shrink,
        at=at,
        progress=lambda done, total: claimed.say_progress("", done, total),
        settle=settle,
    )
    logger.info("rosters: district %s was read (%s)", connection.roster.district_id, "whole" if is_whole else "changes")
    return look


def _settle_failed(claimed: Claimed, failure: RosterReadFailure, table: RosterTable | None) -> None:
    """Note why nothing was stored, and when it is tried again. Durable."""
    at = claimed.clock()
    try:
        with transaction.atomic(durable=True):
            connection = claimed.find_connection(lock=True)
            connection.failed_at, connection.failure = at, failure.value
            connection.failed_table = table.value if table is not None else ""
            connection.failures = min(connection.failures + 1, 1_000)
            _let_go(connection, next_after_failure(connection, failure, at))
    except RosterReadStopped:
        return
    # No address and no words of the other side: both are another's.
    logger.warning("rosters: district %s was not read (%s)", connection.roster.district_id, failure.value)


def _let_go(connection: RosterConnection, next_at: datetime | None) -> None:
    connection.next_at = next_at
    connection.claim, connection.claimed_until, connection.table = None, None, ""
    connection.asked_by, connection.asked_whole, connection.asked_may_shrink = None, False, False
    connection.save()
