"""When a school's system is read: every night at its hour, soon again after a failure that passes, and when asked."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from urllib.parse import urlsplit
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from coordination.rosters.models import RosterConnection, RosterImport
from coordination.rosters.vocabulary import RosterReadFailure, RosterSource

# A reader says more often than this that it lives.
CLAIM_LASTS = timedelta(minutes=3)
AGAIN_AFTER = timedelta(hours=1)
# So often in one night; then it waits for the next.
AGAIN_MOST = 4
# What was deleted without a word is noticed by a whole read.
WHOLE_EVERY = timedelta(days=6)
# Of the four readers: at one host, at systems that were never read or kept us waiting, and at the latter alone.
READERS_OF_HOST, READERS_OF_UNPROVEN, READERS_OF_SLOW = 2, 2, 1
KEPT_WAITING = frozenset({RosterReadFailure.AWAY, RosterReadFailure.TOO_SLOW, RosterReadFailure.INTERRUPTED})
# Readers of one process ask for their next one after the other: together they would each see a share that is free.
_claiming = Lock()
NOTHING_ASKED: Mapping[str, object] = {"asked_by": None, "asked_whole": False, "asked_may_shrink": False}
NOTHING_DONE: Mapping[str, object] = {"table": "", "rows_done": 0, "rows_total": None}
PASSING = frozenset(
    {
        RosterReadFailure.AWAY,
        RosterReadFailure.BUSY,
        RosterReadFailure.BROKEN,
        RosterReadFailure.INCOMPLETE,
        RosterReadFailure.TOO_SLOW,
        RosterReadFailure.INTERRUPTED,
    }
)


def due_connections(at: datetime) -> QuerySet[RosterConnection]:
    """Return connections that are to be read now and that no process holds."""
    is_due = Q(asked_at__isnull=False) | Q(next_at__lte=at)
    return RosterConnection.objects.filter(is_due, _is_free(at)).order_by("asked_at", "next_at")


def claim_one(at: datetime, *, of: UUID | None = None) -> UUID | None:
    """Take a connection that is due, or a certain one, in hand; return the claim. Of two readers one has it. Commits.

    None as well where what is due has its share of readers.
    It counts as interrupted until it is settled: a server that is stopped meanwhile tries again in an hour.
    """
    rows = due_connections(at) if of is None else RosterConnection.objects.filter(_is_free(at), pk=of)
    with _claiming:
        return _claim_first(rows, list(rows) if of is not None else in_turn(rows, in_hand(at)), at)


def _claim_first(rows: QuerySet[RosterConnection], candidates: Iterable[RosterConnection], at: datetime) -> UUID | None:
    for row in candidates:
        claim = uuid4()
        # Asked once more with the write: the other reader may have settled it in between.
        mine = rows.order_by().filter(pk=row.pk)
        next_at = at + AGAIN_AFTER if row.is_nightly else None
        # What was asked of a read that was interrupted is not asked of the one of the night.
        stale = {} if row.asked_at is not None else NOTHING_ASKED
        held = {"claim": claim, "claimed_until": at + CLAIM_LASTS, "asked_at": None, "next_at": next_at}
        if mine.update(**held, **stale, **NOTHING_DONE):
            return claim
    return None


def in_hand(at: datetime) -> list[RosterConnection]:
    """Return the connections that a reader has in hand. One query."""
    return list(RosterConnection.objects.exclude(_is_free(at)))


def in_turn(due_now: Iterable[RosterConnection], held: Sequence[RosterConnection]) -> list[RosterConnection]:
    """Return what may be read beside what is being read, systems that have proven themselves first.

    A system that never answers holds its reader for three quarters of an hour. Pure.
    """
    hosts = Counter(host_of(one) for one in held)
    slow, unproven = sum(map(is_slow, held)), sum(not is_proven(one) for one in held)

    def has_reader(one: RosterConnection) -> bool:
        if hosts[host_of(one)] >= READERS_OF_HOST or (is_slow(one) and slow >= READERS_OF_SLOW):
            return False
        return is_proven(one) or unproven < READERS_OF_UNPROVEN

    return sorted(filter(has_reader, due_now), key=lambda one: (not is_proven(one), is_slow(one)))


def is_slow(connection: RosterConnection) -> bool:
    """Tell whether its system kept us waiting at the last read."""
    return connection.failure in KEPT_WAITING


def is_proven(connection: RosterConnection) -> bool:
    """Tell whether its system has been read, and the last time made no one wait."""
    return connection.read_at is not None and not is_slow(connection)


def host_of(connection: RosterConnection) -> str:
    """Return the host at which a school's system is."""
    return urlsplit(connection.base_url).hostname or ""


def _is_free(at: datetime) -> Q:
    return Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)


def reads_whole(connection: RosterConnection, at: datetime) -> bool:
    """Say whether everything is to be read: asked for, not for some days, or a file has come in between."""
    if connection.asked_whole or connection.read_whole_at is None or connection.changes_since is None:
        return True
    if at - connection.read_whole_at >= WHOLE_EVERY:
        return True
    files = RosterImport.objects.filter(roster_id=connection.roster_id, source=RosterSource.CSV.value)
    return files.filter(at__gte=connection.read_at).exists()


def next_night(connection: RosterConnection, at: datetime) -> datetime | None:
    """Return when the next nightly read begins; servers are not asked all at the same minute. None: not nightly."""
    if not connection.is_nightly:
        return None
    zone = ZoneInfo(connection.roster.district.time_zone)
    local = at.astimezone(zone)
    begins = local.replace(hour=connection.hour, minute=connection.pk.int % 60, second=0, microsecond=0)
    return (begins if begins > local else begins + timedelta(days=1)).astimezone(UTC)


def next_after_failure(connection: RosterConnection, failure: RosterReadFailure, at: datetime) -> datetime | None:
    """Return when it is tried again after so many failures in a row. None: not nightly."""
    night = next_night(connection, at)
    if night is None or failure not in PASSING or connection.failures > AGAIN_MOST:
        return night
    return min(night, at + AGAIN_AFTER)
