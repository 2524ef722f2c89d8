"""Who watches over incidents, and over which: dispatchers and those who lead, without being in each room."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from coordination.room.access import COMMAND_ROLES, RESPONDER_KINDS
from coordination.room.models import Participant, Room
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import IncidentStatus
from mou.access import fetch as mou_access
from mou.access.fetch import Standing
from mou.access.policy import Place
from mou.models import AgencyMember
from mou.vocabulary import TermKind

# So many open incidents are watched at most, what really happens first, the newest first.
MAX_WATCHED = 500
OPEN = [one.value for one in IncidentStatus if one.is_open]


@dataclass(frozen=True, slots=True)
class Watched:
    """Incidents as they are told, by room, and the rooms that each person watches over."""

    incidents: dict[UUID, JsonObject]
    rooms_of: dict[int, frozenset[UUID]]


def may_watch(user_id: int, at: datetime) -> bool:
    """Tell whether a person dispatches, or leads people of an agency that responds. One query."""
    return bool(who_watch([user_id], at))


def who_watch(user_ids: Collection[int], at: datetime) -> set[int]:
    """Return those of these people who may watch over incidents. One query."""
    rows = mou_access.members_who_count(at).filter(
        user_id__in=user_ids, role__in=list(COMMAND_ROLES), agency__kind__in=list(RESPONDER_KINDS)
    )
    return set(rows.values_list("user_id", flat=True))


def _watches(member: AgencyMember) -> bool:
    return member.role in COMMAND_ROLES and member.agency.kind in RESPONDER_KINDS


def watched(user_ids: Collection[int], *, at: datetime, room_ids: Collection[UUID] | None = None) -> Watched:
    """Return what these people watch over: every open incident, or those of the rooms asked for, open or not.

    A person watches over an incident by a membership that dispatches or leads and for which an agreement opens its
    room; never one out of whose room they were removed. At most six queries, however many of either.
    """
    rooms = list(_rooms(room_ids))
    asked = {_place_of(room): list(user_ids) for room in rooms}
    standings = mou_access.standings_at_places(asked, at) if asked else {}
    removed = set(
        Participant.objects.filter(room__in=rooms, user_id__in=user_ids, removed_at__isnull=False).values_list(
            "user_id", "room_id"
        )
    )
    rooms_of: dict[int, set[UUID]] = defaultdict(set)
    for room in rooms:
        for user_id, found in standings[_place_of(room)].items():
            if (user_id, room.pk) not in removed and _opens_by(found):
                rooms_of[user_id].add(room.pk)
    return Watched(
        incidents={room.pk: _told(room) for room in rooms},
        rooms_of={user_id: frozenset(rooms_of[user_id]) for user_id in user_ids},
    )


def heads_of_open() -> dict[UUID, int]:
    """Return how far the logs of the open incidents are. One query."""
    return dict(_rooms(None).values_list("pk", "head_seq"))


def _rooms(room_ids: Collection[UUID] | None) -> QuerySet[Room]:
    rooms = Room.objects.select_related("incident__site")
    if room_ids is not None:
        return rooms.filter(pk__in=room_ids)
    newest = rooms.filter(incident__status__in=OPEN).order_by("incident__is_exercise", "-incident__opened_at", "-pk")
    return newest[:MAX_WATCHED]


def _place_of(room: Room) -> Place:
    site = room.incident.site
    return Place(district_id=site.district_id, school_id=site.school_id, site_id=site.pk)


def _opens_by(standings: Iterable[Standing]) -> bool:
    return any(TermKind.ROOM_ACCESS in one.grants and _watches(one.member) for one in standings)


def _told(room: Room) -> JsonObject:
    """Return an incident as the list of incidents has it, and where it is: what may be known before one joins."""
    incident, site = room.incident, room.incident.site
    return {
        "incident_id": str(incident.pk),
        "room_id": str(room.pk),
        "site_id": str(site.pk),
        "site": site.name,
        "address": site.address,
        "lon": site.location.x,
        "lat": site.location.y,
        "incident_type": incident.incident_type,
        "severity": incident.severity,
        "title": incident.title,
        "is_exercise": incident.is_exercise,
        "status": incident.status,
        "opened_at": time_text(incident.opened_at),
        "head": room.head_seq,
    }
