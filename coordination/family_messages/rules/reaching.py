"""By which way each guardian is told, and when it may go out. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from coordination.family_messages.vocabulary import FamilyWay, NotReached


@dataclass(frozen=True, slots=True)
class Guardian:
    """A guardian as a message reaches them. `ways`: by way what is kept instead of the number or address."""

    id: UUID
    school_id: UUID
    language: str
    ways: Mapping[FamilyWay, str]
    stopped: frozenset[FamilyWay] = frozenset()


@dataclass(frozen=True, slots=True)
class Planned:
    """One message to one guardian by one way."""

    guardian: Guardian
    way: FamilyWay


@dataclass(frozen=True, slots=True)
class Reach:
    """Who is told by which way, and who is not, with the reason."""

    told: tuple[Planned, ...]
    not_told: tuple[tuple[Guardian, NotReached], ...]


def plan_reach(guardians: Iterable[Guardian], *, first: FamilyWay) -> Reach:
    """Return one way for each guardian, the `first` where they have it. Two with one address are told once."""
    told: list[Planned] = []
    not_told: list[tuple[Guardian, NotReached]] = []
    taken: set[tuple[FamilyWay, str]] = set()
    for one in guardians:
        free = [way for way in one.ways if way not in one.stopped]
        if not free:
            not_told.append((one, NotReached.ALL_STOPPED if one.ways else NotReached.NO_WAY))
            continue
        way = first if first in free else free[0]
        key = (way, one.ways[way])
        if key in taken:
            not_told.append((one, NotReached.SAME_ADDRESS))
            continue
        taken.add(key)
        told.append(Planned(one, way))
    return Reach(tuple(told), tuple(not_told))


def goes_out_at(at: datetime, *, is_urgent: bool, quiet_from: time, quiet_until: time, zone: ZoneInfo) -> datetime:
    """Return when a message goes out: at once, or at the end of quiet hours, by the clock of the place."""
    here = at.astimezone(zone)
    now, crosses = here.time(), quiet_from > quiet_until
    is_quiet = (now >= quiet_from or now < quiet_until) if crosses else quiet_from <= now < quiet_until
    if is_urgent or not is_quiet or quiet_from == quiet_until:
        return at
    day = here.date() + timedelta(days=1 if crosses and now >= quiet_from else 0)
    return datetime.combine(day, quiet_until, tzinfo=zone)
