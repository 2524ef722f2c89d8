"""What has happened since an instant in all rooms that a person may know of: for an app that was away.

A fixed number of queries, however many rooms there are and however long their logs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from coordination.room.access import Asker, RoomGrant, incidents_for, readable_rooms
from coordination.room.models import Incident, LogEntry, Room
from coordination.room.reading.log_reading import encoded_from_row
from coordination.room.wire.encoded import EncodedEntry
from push.access import notifications_for
from push.ledger.missed_alerts import MissedAlert, missed_alerts

# Of a room so many of its newest entries are looked at: who was away for longer reads the room's state anyway.
COUNTED_MAX = 500
# An entry bears the instant of its request, and may have waited for its room, or come from a server whose clock is a
# little behind: the next question begins by so much earlier, and may be told something twice.
OVERLAP = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class MissedRoom:
    """What a reader missed of one incident.

    `entries`: how many of them they may read, COUNTED_MAX at most. `newest`: the last that another person wrote.
    Neither is said of a room that they have not joined.
    """

    incident: Incident
    is_joined: bool
    entries: int
    newest: EncodedEntry | None


@dataclass(frozen=True, slots=True)
class Missed:
    """A page of what a person missed; alerts stand on the first one only."""

    alerts: list[MissedAlert]
    has_more_alerts: bool
    rooms: list[MissedRoom]
    has_more_rooms: bool


def missed_by(asker: Asker, *, since: datetime, before: Incident | None, limit: int) -> Missed:
    """Return what has happened since an instant; with `before`, in the incidents that are listed after that one."""
    seen = incidents_for(asker.user_id, asker.at)
    moved = list(_listed_after(before, _moved_since(since, seen))[: limit + 1])
    alerts, has_more_alerts = _alerts_since(since, asker, seen) if before is None else ([], False)
    return Missed(
        alerts=alerts,
        has_more_alerts=has_more_alerts,
        rooms=_missed_rooms(asker, moved[:limit], since=since),
        has_more_rooms=len(moved) > limit,
    )


def _moved_since(since: datetime, seen: QuerySet[Incident]) -> QuerySet[Incident]:
    """Return the incidents whose newest entry is of that time: one look at an index for each, not a walk through it."""
    newest = LogEntry.objects.filter(room=OuterRef("room__pk"), seq=OuterRef("room__head_seq"), at__gte=since)
    # What is real first. None of these three ever changes, so that a page begins where the last one ended.
    return seen.filter(Exists(newest)).order_by("is_exercise", "-opened_at", "-id")


def _listed_after(before: Incident | None, moved: QuerySet[Incident]) -> QuerySet[Incident]:
    if before is None:
        return moved
    is_older = Q(opened_at__lt=before.opened_at) | Q(opened_at=before.opened_at, id__lt=before.pk)
    if before.is_exercise:
        return moved.filter(is_older, is_exercise=True)
    return moved.filter(is_older | Q(is_exercise=True))


def _alerts_since(since: datetime, asker: Asker, seen: QuerySet[Incident]) -> tuple[list[MissedAlert], bool]:
    """Return the alerts of a person, but those of rooms that they may no longer know of."""
    closed_to_them = Room.objects.filter(pk=OuterRef("room_id")).exclude(incident__in=seen.order_by().values("pk"))
    told = notifications_for(asker.user_id).exclude(Exists(closed_to_them))
    return missed_alerts(told, since=since, at=asker.at)


def _missed_rooms(asker: Asker, moved: Sequence[Incident], *, since: datetime) -> list[MissedRoom]:
    room_ids = [one.room.pk for one in moved]
    joined = {one.room.pk: one for one in readable_rooms(asker.user_id, asker.at, room_ids=room_ids)}
    counts = _count_entries(list(joined.values()), asker, since)
    newest = _entries_at({room_id: seq for room_id, (_, seq) in counts.items() if seq is not None})
    return [
        MissedRoom(one, one.room.pk in joined, counts.get(one.room.pk, (0, None))[0], newest.get(one.room.pk))
        for one in moved
    ]


def _count_entries(grants: Sequence[RoomGrant], asker: Asker, since: datetime) -> dict[UUID, tuple[int, int | None]]:
    """Return by room how many entries a reader may read, and the seq of the newest that another wrote. One query."""
    if not grants:
        return {}
    readable = reduce(or_, (_recent_and_readable(one) for one in grants))
    rows = LogEntry.objects.filter(readable, at__gte=since).values("room_id").order_by()
    counted = rows.annotate(entries=Count("pk"), newest=Max("seq", filter=~Q(actor=asker.user_id)))
    return {row["room_id"]: (row["entries"], row["newest"]) for row in counted}


def _recent_and_readable(grant: RoomGrant) -> Q:
    audiences = [one.value for one in grant.audiences]
    return Q(room=grant.room, seq__gt=grant.room.head_seq - COUNTED_MAX, audience__in=audiences)


def _entries_at(seqs: dict[UUID, int]) -> dict[UUID, EncodedEntry]:
    """Return one entry of each room, which its reader may read. One query."""
    if not seqs:
        return {}
    wanted = reduce(or_, (Q(room_id=room_id, seq=seq) for room_id, seq in seqs.items()))
    return {row.room_id: encoded_from_row(row) for row in LogEntry.objects.filter(wanted)}
