"""Read from the ledger of pushes how far the first press came: to a first device, and to the staff of the school."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from coordination.drills.evaluation.rules.log_facts import Fact, LoggedEntry
from coordination.drills.evaluation.rules.times import Reach
from coordination.room.models import Participant, Room
from mapping.models import Site
from mou.agencies.memberships.queries import active_members
from push.models import Notification, Recipient


def reach_of(room: Room, press: Fact, entries: Iterable[LoggedEntry], *, until: datetime) -> Reach | None:
    """Return how far a press was told until an instant; None: it is no press, or it told no one. Four queries.

    A device is reached when it says so. A staff member is reached by opening or acknowledging it or entering the room.
    """
    if not any(one.seq == press.seq and one.event["type"] == "panic_pressed" for one in entries):
        return None
    key = f"room:{room.pk}:{press.seq}"
    told = dict(Recipient.objects.filter(source_key=key, is_supervisor=False).values_list("user_id", "acknowledged_at"))
    if not told:
        return None
    staff = told.keys() & _staff_of(room.incident.site, press.at)
    device_at: list[datetime] = []
    has_it: dict[int, list[datetime]] = defaultdict(list)
    for user_id, at in told.items():
        has_it[user_id] += _known_instants(at)
    rows = Notification.objects.filter(source_key=key, recipient__is_supervisor=False)
    for user_id, *stages in rows.values_list("recipient__user_id", "delivered_at", "opened_at", "acknowledged_at"):
        device_at += _known_instants(*stages)
        has_it[user_id] += _known_instants(*stages[1:])
    for user_id, at in Participant.objects.filter(room=room, user__in=staff).values_list("user_id", "joined_at"):
        has_it[user_id].append(at)
    reached = [max(min(has_it[one]), press.at) for one in staff if has_it[one]]
    return Reach(
        first_device_at=min((at for at in device_at if at <= until), default=None),
        staff=len(staff),
        reached_at=tuple(sorted(at for at in reached if at <= until)),
    )


def _known_instants(*instants: datetime | None) -> list[datetime]:
    return [at for at in instants if at is not None]


def _staff_of(site: Site, at: datetime) -> frozenset[int]:
    return frozenset(one.user_id for one in active_members([site.school or site.district], at))
