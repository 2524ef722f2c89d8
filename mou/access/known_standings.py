"""What people are at all sites, remembered for as long as the access epoch stands still.

Lists and viewports ask it each time, and the answer can only have changed if the epoch has moved: every action that
gives or takes a right bumps it in the same transaction. The epoch is read for every question, so a person who has lost
a right has lost it at once; and before anything else is, so that what is remembered is never newer than its epoch.
"""

from datetime import UTC, datetime
from threading import Lock

from cachetools import LRUCache
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Exists, Q

from mou.access.epoch import EPOCH_SQL, QUARTER_S, REMEMBERED_MAX, AccessMemory, AccessMoment, quarter_of
from mou.access.fetch import Standings, standings_of
from mou.models import AgencyMember, Emergency, EmergencyAccess, MutualAid, Version

# What each person was, and the instant it was asked for.
_memory = AccessMemory[int, tuple[datetime, Standings]]()


def known_standings(user_id: int, at: datetime, *, epoch: int | None = None) -> Standings:
    """Return what `mou.access.fetch.standings_of` returns. One query while nothing has changed, at most six otherwise.

    Args:
        epoch: read with the person themself, who is not switched off, since the question was asked; saves the query.
    """
    # What is written in this very transaction may be undone, and its epoch with it.
    if connection.in_atomic_block:
        return standings_of(user_id, at)
    epoch = _epoch_of(user_id) if epoch is None else epoch
    if epoch is None:
        return standings_of(user_id, at)
    moment = AccessMoment.of(epoch, at)
    known = _memory.recall(user_id, moment)
    if known is not None and known[0] <= at:
        return known[1]
    found = standings_of(user_id, at)
    if not _is_anything_to_come(user_id, at):
        _memory.remember(user_id, (at, found), moment)
    return found


class FoundBefore[Key]:
    """What was found for people before, each under what they were then. It holds while `known_standings` says the same.

    What was asked under older standings says nothing: these are another object as soon as the epoch has moved.
    """

    def __init__(self) -> None:
        self._found: LRUCache[tuple[int, Key], Standings] = LRUCache(REMEMBERED_MAX)
        self._lock = Lock()

    def note(self, user_id: int, key: Key, under: Standings) -> None:
        """Note what was found for a person; their standings were read before it was looked for."""
        with self._lock:
            self._found[user_id, key] = under

    def holds(self, user_id: int, key: Key, under: Standings) -> bool:
        """Tell whether it was found for this person under these very standings."""
        with self._lock:
            return self._found.get((user_id, key)) is under


def _epoch_of(user_id: int) -> int | None:
    """Return the epoch; None for a person who is switched off or gone, of whom nothing is known. One query."""
    people = get_user_model()._meta.db_table  # noqa: SLF001 - Django's public way in
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {EPOCH_SQL}, is_active FROM {people} WHERE id = %s", [user_id])  # noqa: S608 - ours
        row = cursor.fetchone()
    return int(row[0]) if row is not None and row[1] else None


def _is_anything_to_come(user_id: int, at: datetime) -> bool:
    """Tell whether something begins or ends in this quarter of an hour without an action. One query.

    Emergency access ends by the clock; and where clocks differ, what another server did is dated a moment ahead.
    """
    until = datetime.fromtimestamp((quarter_of(at) + 1) * QUARTER_S, UTC)

    def soon(field: str) -> Q:
        return Q(**{f"{field}__gt": at, f"{field}__lte": until})

    begins_or_ends = (
        Exists(AgencyMember.objects.filter(soon("started_at"), user_id=user_id))
        | Exists(EmergencyAccess.objects.filter(soon("begun_at") | soon("ends_at"), user_id=user_id))
        | Exists(MutualAid.objects.filter(soon("begun_at") | soon("ends_at"), user_id=user_id))
        | Exists(Emergency.objects.filter(soon("begun_at")))
        | Exists(Version.objects.filter(soon("in_force_from") | soon("ended_at")))
    )
    return get_user_model().objects.filter(begins_or_ends, pk=user_id).exists()
