"""Who is told of incidents on every page, and of which: all who respond, and the district's own people.

They need not be in each room. Dispatchers and leaders, also a district's, have the console besides.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet

from coordination.room.audiences import COMMAND_ROLES, RESPONDER_KINDS, joined_places, place_of_site
from coordination.room.models import Participant, Room
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import IncidentStatus, IncidentType, Severity
from mou.access import fetch as mou_access
from mou.access.policy import Place
from mou.access.together import read_once
from mou.foundation.value_of import ValueOf
from mou.models import Agency, AgencyMember
from mou.vocabulary import AgencyKind, TermKind

# A school's own people are told by their alerts and by what the school is to do now (response_actions).
TOLD_KINDS = RESPONDER_KINDS | {AgencyKind.DISTRICT}
# So many open incidents are watched at most, what really happens first, the newest first.
MAX_WATCHED = 500
OPEN = [one.value for one in IncidentStatus if one.is_open]


@dataclass(frozen=True, slots=True)
class WatchedIncident:
    """An incident as the list of incidents has it, and where it is: what may be known before one joins.

    `site` says where in words. Of one away from its site, `place` has the place alone, `address` is empty, and the
    point is the place's where it is known, else that of the site whose it is.
    """

    incident_id: UUID
    room_id: UUID
    site_id: UUID
    site: str
    place: str | None
    address: str
    lon: float
    lat: float
    incident_type: Annotated[str, ValueOf(IncidentType)]
    severity: Annotated[str, ValueOf(Severity)]
    title: str
    title_in: dict[str, str]
    is_exercise: bool
    status: Annotated[str, ValueOf(IncidentStatus)]
    opened_at: str
    head: int

    def as_json(self) -> JsonObject:
        """Return it as frames say it."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        told: JsonObject = {key: str(value) if isinstance(value, UUID) else value for key, value in values.items()}
        return told


@dataclass(frozen=True, slots=True)
class Watched:
    """Incidents as they are told, by room; of each person the rooms, and the memberships that open each of them."""

    incidents: dict[UUID, WatchedIncident]
    rooms_of: dict[int, dict[UUID, frozenset[UUID]]]


def may_watch(user_id: int, at: datetime) -> bool:
    """Tell whether a person is of an agency that responds, or of a district. One query."""
    return bool(who_watch([user_id], at))


def has_console(user_id: int, at: datetime) -> bool:
    """Tell whether a person dispatches, or leads people of an agency that responds or of a district. One query.

    What stands on the console is what its reader watches over: of a district, its own schools, and another's only as
    far as an agreement opens the room.
    """
    return any(role in COMMAND_ROLES for _user_id, _kind, role in _watching_memberships([user_id], at))


def districts_led_by(user_id: int, at: datetime) -> list[Agency]:
    """Return the districts that a person leads: by what gives them the console. One query, or none if asked."""
    found = [one for one in mou_access.active_memberships(user_id, at) if _is_watching(one)]
    return [one.agency for one in found if one.agency.kind == AgencyKind.DISTRICT and one.role in COMMAND_ROLES]


def who_watch(user_ids: Collection[int], at: datetime) -> set[int]:
    """Return those of these people who may watch over incidents. One query."""
    return {user_id for user_id, _kind, _role in _watching_memberships(user_ids, at)}


def _watching_memberships(user_ids: Collection[int], at: datetime) -> list[tuple[int, str, str]]:
    """Return person, kind of agency and role of each membership by which they watch. One query, or none if asked."""
    rows = mou_access.members_who_count(at).filter(
        user_id__in=user_ids, agency__kind__in=list(TOLD_KINDS), agency__guest_of_incident_id__isnull=True
    )
    read = rows.values_list("user_id", "agency__kind", "role")
    return read_once(("watching", frozenset(user_ids)), lambda: list(read))


def _is_watching(member: AgencyMember) -> bool:
    return member.agency.kind in TOLD_KINDS and member.agency.guest_of_incident_id is None


def watched_incidents(user_ids: Collection[int], *, at: datetime, room_ids: Collection[UUID] | None = None) -> Watched:
    """Return what these people watch over: every open incident, or those of the rooms asked for, open or not.

    A person watches over an incident by a membership of an agency that responds, or of a district, and for which the
    incident's room is open; never one out of whose room they were removed. At most six queries, however many of either.
    """
    rooms = list(_rooms_to_watch(room_ids))
    asked = {place: list(user_ids) for room in rooms for place in _places_of(room)}
    standings = mou_access.standings_at_places(asked, at) if asked else {}
    removed = set(
        Participant.objects.filter(room__in=rooms, user_id__in=user_ids, removed_at__isnull=False).values_list(
            "user_id", "room_id"
        )
    )
    rooms_of: dict[int, dict[UUID, frozenset[UUID]]] = {user_id: {} for user_id in user_ids}
    for room in rooms:
        for user_id in user_ids:
            found = (one for place in _places_of(room) for one in standings[place][user_id])
            opening = [one.member for one in found if TermKind.ROOM_ACCESS in one.grants]
            if (user_id, room.pk) not in removed and any(map(_is_watching, opening)):
                rooms_of[user_id][room.pk] = frozenset(one.pk for one in opening)
    return Watched(incidents={room.pk: _watched_incident(room) for room in rooms}, rooms_of=rooms_of)


def heads_of_open() -> dict[UUID, int]:
    """Return how far the logs of the open incidents are. One query."""
    return dict(_rooms_to_watch(None).values_list("pk", "head_seq"))


def _rooms_to_watch(room_ids: Collection[UUID] | None) -> QuerySet[Room]:
    rooms = Room.objects.select_related("incident__site")
    if room_ids is not None:
        return rooms.filter(pk__in=room_ids)
    newest = rooms.filter(incident__status__in=OPEN).order_by("incident__is_exercise", "-incident__opened_at", "-pk")
    return newest[:MAX_WATCHED]


def _places_of(room: Room) -> list[Place]:
    return [place_of_site(room.incident.site), *joined_places(room.incident)]


def _watched_incident(room: Room) -> WatchedIncident:
    incident, site = room.incident, room.incident.site
    lon, lat = incident.shown_point()
    return WatchedIncident(
        incident_id=incident.pk,
        room_id=room.pk,
        site_id=site.pk,
        site=incident.shown_place(),
        place=incident.place,
        address=site.address if incident.place is None else "",
        lon=lon,
        lat=lat,
        incident_type=incident.incident_type,
        severity=incident.severity,
        title=incident.title,
        title_in=incident.title_in or {},
        is_exercise=incident.is_exercise,
        status=incident.status,
        opened_at=time_text(incident.opened_at),
        head=room.head_seq,
    )
