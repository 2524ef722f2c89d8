"""Whether each way to people works: what came of the newest tries, and what waits. Names no one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q

from push.devices.configured import is_carried
from push.models import Attempt, Device, Notification
from push.vocabulary import DeviceKind, Outcome, Way

KINDS_OF_WAY: dict[Way, tuple[DeviceKind, ...]] = {
    Way.MAIL: (DeviceKind.EMAIL,),
    Way.TEXT: (DeviceKind.SMS,),
    Way.PHONE: (DeviceKind.FID, DeviceKind.TOKEN),
    Way.BROWSER: (DeviceKind.WEBPUSH,),
}
WAY_OF_KIND = {kind: way for way, kinds in KINDS_OF_WAY.items() for kind in kinds}
TAKEN = (Outcome.SENT.value, Outcome.ACCEPTED.value)
# Of the newest tries: a table that is retained for years is not walked for a page.
TRIES_READ = 5000


@dataclass(frozen=True, slots=True)
class WayState:
    """How a way stands. `error_code` and `said` are of the newest try that failed, `oldest_at` of what waits."""

    way: Way
    is_configured: bool
    sent_at: datetime | None = None
    failed_at: datetime | None = None
    error_code: str = ""
    said: str = ""
    waiting: int = 0
    oldest_at: datetime | None = None

    @property
    def is_failing(self) -> bool:
        """Tell whether the newest try of all did not get through."""
        return self.failed_at is not None and (self.sent_at is None or self.failed_at > self.sent_at)


def way_states(at: datetime, *, configured: Collection[Way]) -> list[WayState]:
    """Return how each way stands. Four queries, each along an index."""
    newest = Attempt.objects.aggregate(newest=Max("id"))["newest"] or 0
    recent = Attempt.objects.filter(id__gt=newest - TRIES_READ).exclude(outcome="").order_by("-id")
    tries = recent.values_list("notification__device__kind", "outcome", "finished_at", "error_code", "said")
    sent: dict[Way, datetime | None] = {}
    failed: dict[Way, tuple[datetime | None, str, str]] = {}
    for kind, outcome, ended_at, code, said in tries:
        way = WAY_OF_KIND.get(DeviceKind(kind))
        if way is None:
            continue
        if outcome in TAKEN:
            sent.setdefault(way, ended_at)
        else:
            failed.setdefault(way, (ended_at, code, said))
    waits = _waiting_by_way(at)
    return [
        WayState(
            way,
            way in configured,
            sent.get(way),
            *failed.get(way, (None, "", "")),
            *waits.get(way, (0, None)),
        )
        for way in Way
    ]


def own_ways(user_id: int) -> set[Way]:
    """Return by which ways a person has a confirmed device that this installation sends to. One query."""
    rows = Device.objects.filter(user_id=user_id, is_active=True, confirmed_at__isnull=False)
    kinds = {DeviceKind(one) for one in rows.values_list("kind", flat=True)}
    return {WAY_OF_KIND[one] for one in kinds if one in WAY_OF_KIND and is_carried(one)}


def people_by_way(user_ids: Iterable[int]) -> dict[Way, int]:
    """Return how many of these people have a confirmed device of each way. One query."""
    rows = Device.objects.filter(user_id__in=list(user_ids), is_active=True, confirmed_at__isnull=False)
    people: dict[Way, set[int]] = {way: set() for way in Way}
    for kind, user_id in rows.values_list("kind", "user_id"):
        if (way := WAY_OF_KIND.get(DeviceKind(kind))) is not None:
            people[way].add(user_id)
    return {way: len(found) for way, found in people.items()}


def _waiting_by_way(at: datetime) -> dict[Way, tuple[int, datetime | None]]:
    """Return what has waited since when, by way; what is planned for later does not wait yet."""
    is_due = Q(next_try_at__lte=at) | Q(attempts__gt=0)
    rows = Notification.objects.filter(is_due, next_try_at__isnull=False).values("device__kind")
    found: dict[Way, tuple[int, datetime | None]] = {}
    for row in rows.order_by().annotate(n=Count("id"), oldest=Min("created_at")):
        way = WAY_OF_KIND.get(DeviceKind(row["device__kind"]))
        if way is not None:
            n, oldest = found.get(way, (0, None))
            found[way] = (n + row["n"], min(filter(None, (oldest, row["oldest"])), default=None))
    return found
