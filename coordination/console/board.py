"""The board of those who watch over incidents: what is open, and what each room they are in needs."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.incident.accountability.capability import RoomReport
from coordination.incident.accountability.rooms import rooms_at_sites
from coordination.incident.command.capability import IncidentCommand
from coordination.incident.dispatch_desk.capability import CadNumber
from coordination.incident.duplicates.capability import Duplicate
from coordination.incident.general_staff.capability import HeldFunction
from coordination.incident.general_staff.organization import FORM_ORDER
from coordination.incident.general_staff.vocabulary import StaffFunction
from coordination.incident.priority_messages.capability import PriorityMessage
from coordination.incident.standing.queries import ObjectsOfRoom, objects_in
from coordination.incident.standing.things import STANDING_CLASSES, StandingThing, standing_things, threat_words
from coordination.room.access import grants_in
from coordination.room.audiences import audiences_of
from coordination.room.capability import RoomObject
from coordination.room.models import Incident, Participant
from coordination.room.people.watching import WatchedIncident, watched_incidents
from coordination.room.wire.addressed import Readership, addressed_to_site
from coordination.vocabulary import IncidentStatus
from mapping.access import sites_for
from mapping.vocabulary import SiteNeed

READ: tuple[type[RoomObject], ...] = (CadNumber, Duplicate, HeldFunction, IncidentCommand, *STANDING_CLASSES)


@dataclass(frozen=True, slots=True)
class RoomNeeds:
    """What a room that the reader is in needs: as far as the reader may read it.

    `commanders`: names of those in command; none while command is vacant. `staff`: each function that is
    held, and by whom, in the order of form 203. `unacknowledged`: answers to priority
    messages that are still missing. `rooms_silent` of `rooms_total` have reported nothing; both are None to readers
    without the plans.
    `standing`: every press, mayday, room that asks for help and message without all its answers, the worst first.
    `unsure`: of active threats from several places, whether they are one, or that no one has said so; else empty.
    `cad_numbers`: those that agencies have set.
    `goes_on_in`: the room in which this same emergency goes on; `duplicates`: the rooms of its duplicates;
    `apart`: those that are said to be another emergency.
    """

    commanders: list[str]
    staff: list[str]
    unacknowledged: int
    rooms_reported: int
    rooms_silent: int | None
    rooms_total: int | None
    standing: list[StandingThing]
    unsure: str
    cad_numbers: list[str]
    goes_on_in: UUID | None
    duplicates: list[UUID]
    apart: list[UUID]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An incident on the board. `needs` is None where the reader has not joined: the room tells them nothing yet."""

    incident: WatchedIncident
    needs: RoomNeeds | None


def board_rows(user_id: int, *, at: datetime, room_ids: Collection[UUID] | None = None) -> list[BoardRow]:
    """Return the open incidents a person watches over, or those of the rooms asked for. At most a dozen queries."""
    found = watched_incidents([user_id], at=at, room_ids=room_ids)
    opening = found.rooms_of[user_id]
    open_rooms = {
        room_id: told
        for room_id, told in found.incidents.items()
        if room_id in opening and told.status != IncidentStatus.CLOSED
    }
    joined = _joined_rooms(user_id, {room_id: opening[room_id] for room_id in open_rooms})
    readers = _readers_in(joined, at)
    sites = {room_id: _sites_read(one.room.incident, readers[room_id]) for room_id, one in joined.items()}
    needs = _needs_of_rooms(joined, readers, sites, rooms=_rooms_to_count(user_id, set().union(*sites.values()), at))
    return [BoardRow(told, needs.get(room_id)) for room_id, told in open_rooms.items()]


def _joined_rooms(user_id: int, opening: Mapping[UUID, frozenset[UUID]]) -> dict[UUID, Participant]:
    """Return what a person is in the rooms that they are in and may still be in."""
    rows = Participant.objects.select_related("room__incident__site").filter(
        user_id=user_id, room_id__in=opening.keys(), left_at__isnull=True, removed_at__isnull=True
    )
    return {one.room_id: one for one in rows if one.member_id in opening[one.room_id]}


def _readers_in(joined: Mapping[UUID, Participant], at: datetime) -> dict[UUID, frozenset[Readership]]:
    """Return what a person reads in each room. Queries only for an incident that other sites have joined."""
    found: dict[UUID, frozenset[Readership]] = {}
    for room_id, one in joined.items():
        found[room_id] = frozenset(audiences_of(one, one.room.incident.site))
        if one.room.incident.joined:
            grant = grants_in(one.room, user_ids=[one.user_id], at=at).get(one.user_id)
            found[room_id] |= grant.audiences if grant is not None else frozenset()
    return found


def _sites_read(incident: Incident, readers: frozenset[Readership]) -> set[UUID]:
    """Return the sites of an incident whose reports someone reads: its own, and those that joined by address."""
    return {incident.site_id, *(one for one in incident.site_ids_now() if addressed_to_site(one) in readers)}


def _rooms_to_count(user_id: int, site_ids: set[UUID], at: datetime) -> dict[UUID, set[str]]:
    """Return the rooms that people can be in, by site, where the reader may see the plans."""
    if not site_ids:
        return {}
    allowed = sites_for(user_id, at, need=SiteNeed.FLOORPLAN).filter(pk__in=site_ids)
    found: dict[UUID, set[str]] = defaultdict(set)
    for site_id, space_id in rooms_at_sites(allowed).values_list("floorplan__level__site_id", "pk"):
        found[site_id].add(str(space_id))
    return found


def _needs_of_rooms(
    joined: Mapping[UUID, Participant],
    readers: Mapping[UUID, frozenset[Readership]],
    sites: Mapping[UUID, set[UUID]],
    *,
    rooms: Mapping[UUID, set[str]],
) -> dict[UUID, RoomNeeds]:
    objects = objects_in(readers, READ)
    present = _present_in_rooms(joined)
    names = _names_of_holders(objects)
    return {
        room_id: _needs_of(objects[room_id], present[room_id], names, _rooms_at(sites[room_id], rooms))
        for room_id in joined
    }


def _rooms_at(sites: set[UUID], rooms: Mapping[UUID, set[str]]) -> set[str] | None:
    known = [rooms[one] for one in sites if one in rooms]
    return set().union(*known) if known else None


def _needs_of(
    objects: ObjectsOfRoom, present: list[Participant], names: Mapping[str, str], rooms: set[str] | None
) -> RoomNeeds:
    joined = [one for one in objects.of(Duplicate).values() if one.parted_at is None]
    reported = {one.room_key for one in objects.of(RoomReport).values() if not one.is_simulated}
    standing = standing_things(objects, waits=lambda one: _count_missing(one, present) > 0)
    return RoomNeeds(
        commanders=sorted(names.get(one, "") for one in _list_commanders(objects)),
        staff=_staff_lines(objects, names),
        unacknowledged=sum(_count_missing(one, present) for one in objects.of(PriorityMessage).values()),
        rooms_reported=len(reported),
        rooms_silent=None if rooms is None else len(rooms - reported),
        rooms_total=None if rooms is None else len(rooms),
        standing=standing,
        unsure=threat_words(standing),
        goes_on_in=next((one.room_id for one in joined if one.goes_on_there), None),
        duplicates=[one.room_id for one in joined if not one.goes_on_there],
        apart=[one.room_id for one in objects.of(Duplicate).values() if one.parted_at is not None],
        cad_numbers=sorted({one.number for one in objects.of(CadNumber).values()}),
    )


def _count_missing(message: PriorityMessage, present: Iterable[Participant]) -> int:
    asked = {str(one.pk) for one in present if message.audience in audiences_of(one, one.room.incident.site)} - {
        str(message.posted_by)
    }
    return len(asked - message.acknowledged_by.keys())


def _present_in_rooms(joined: Mapping[UUID, Participant]) -> dict[UUID, list[Participant]]:
    found: dict[UUID, list[Participant]] = defaultdict(list)
    rows = Participant.objects.select_related("room__incident__site")
    for one in rows.filter(room_id__in=joined.keys(), left_at__isnull=True, removed_at__isnull=True):
        found[one.room_id].append(one)
    return found


def _staff_lines(objects: ObjectsOfRoom, names: Mapping[str, str]) -> list[str]:
    held = sorted(_list_held(objects), key=lambda one: (FORM_ORDER.index(one.function), one.subdivision or ""))
    labels = StaffFunction.labels()
    called = [" · ".join(filter(None, [labels[one.function], one.subdivision])) for one in held]
    return [f"{what}: {names.get(str(one.holder), '')}" for what, one in zip(called, held, strict=True)]


def _list_held(objects: ObjectsOfRoom) -> list[HeldFunction]:
    return [one for one in objects.of(HeldFunction).values() if one.holder is not None]


def _names_of_holders(objects: Mapping[UUID, ObjectsOfRoom]) -> dict[str, str]:
    """Return the names of all who command or hold a function. One query."""
    held = {one for found in objects.values() for one in _list_commanders(found)}
    held |= {str(one.holder) for found in objects.values() for one in _list_held(found)}
    return {str(pk): name for pk, name in Participant.objects.filter(pk__in=held).values_list("pk", "name")}


def _list_commanders(objects: ObjectsOfRoom) -> list[str]:
    return [one for held in objects.of(IncidentCommand).values() for one in held.commanders]
