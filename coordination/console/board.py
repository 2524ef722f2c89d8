"""The board of those who watch over incidents: what is open, and of each room they are in what needs somebody."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from coordination.incident.accountability.capability import RoomReport
from coordination.incident.accountability.rooms import rooms_at_sites
from coordination.incident.command.capability import IncidentCommand
from coordination.incident.dispatch_desk.capability import CadNumber
from coordination.incident.duplicates.capability import Duplicate
from coordination.incident.panic.capability import AllClear, PanicAlert
from coordination.incident.priority_messages.capability import PriorityMessage
from coordination.room.audiences import audiences_of
from coordination.room.capability import RoomObject
from coordination.room.models import Participant
from coordination.room.models import RoomObject as RoomObjectRow
from coordination.room.people.watching import WatchedIncident, watched
from coordination.vocabulary import IncidentStatus
from mapping.access import sites_for
from mapping.vocabulary import SiteNeed

READ = (CadNumber, Duplicate, IncidentCommand, PriorityMessage, RoomReport, PanicAlert, AllClear)


@dataclass(frozen=True, slots=True)
class RoomNeeds:
    """What a room that the reader is in needs: as far as the reader may read it.

    `commanders`: names of those in command, none: nobody is. `unacknowledged`: answers to priority messages that are
    still missing. `rooms_silent` of `rooms_total` have reported nothing; both are None to readers without the plans.
    `alarm`: the newest press that stands, in words. `cad_numbers`: those that agencies have set.
    `goes_on_in`: the room in which this same emergency goes on; `duplicates`: the rooms of its duplicates.
    """

    commanders: list[str]
    unacknowledged: int
    rooms_reported: int
    rooms_silent: int | None
    rooms_total: int | None
    alarm: str
    cad_numbers: list[str]
    goes_on_in: UUID | None
    duplicates: list[UUID]


@dataclass(frozen=True, slots=True)
class BoardRow:
    """An incident on the board. `needs` is None where the reader has not joined: the room tells them nothing yet."""

    incident: WatchedIncident
    needs: RoomNeeds | None


def board_rows(user_id: int, *, at: datetime, room_ids: Collection[UUID] | None = None) -> list[BoardRow]:
    """Return the open incidents a person watches over, or those of the rooms asked for. At most a dozen queries."""
    found = watched([user_id], at=at, room_ids=room_ids)
    opening = found.rooms_of[user_id]
    open_rooms = {
        room_id: told
        for room_id, told in found.incidents.items()
        if room_id in opening and told.status != IncidentStatus.CLOSED
    }
    joined = _joined(user_id, {room_id: opening[room_id] for room_id in open_rooms})
    sites = {room_id: told.site_id for room_id, told in open_rooms.items() if room_id in joined}
    needs = _needs(joined, sites, rooms=_rooms_to_count(user_id, set(sites.values()), at))
    return [BoardRow(told, needs.get(room_id)) for room_id, told in open_rooms.items()]


def _joined(user_id: int, opening: Mapping[UUID, frozenset[UUID]]) -> dict[UUID, Participant]:
    """Return what a person is in the rooms that they are in and may still be in."""
    rows = Participant.objects.select_related("room__incident__site").filter(
        user_id=user_id, room_id__in=opening.keys(), left_at__isnull=True, removed_at__isnull=True
    )
    return {one.room_id: one for one in rows if one.member_id in opening[one.room_id]}


def _rooms_to_count(user_id: int, site_ids: set[UUID], at: datetime) -> dict[UUID, set[str]]:
    """Return the rooms that people can be in, by site, where the reader may see the plans."""
    if not site_ids:
        return {}
    allowed = sites_for(user_id, at, need=SiteNeed.FLOORPLAN).filter(pk__in=site_ids)
    found: dict[UUID, set[str]] = defaultdict(set)
    for site_id, space_id in rooms_at_sites(allowed).values_list("floorplan__level__site_id", "pk"):
        found[site_id].add(str(space_id))
    return found


def _needs(
    joined: Mapping[UUID, Participant], sites: Mapping[UUID, UUID], *, rooms: Mapping[UUID, set[str]]
) -> dict[UUID, RoomNeeds]:
    objects = _objects(joined)
    present = _present(joined)
    names = _names(objects)
    return {
        room_id: _needs_of(objects[room_id], present[room_id], names, rooms.get(sites[room_id])) for room_id in joined
    }


def _needs_of(
    objects: "Objects", present: list[Participant], names: Mapping[str, str], rooms: set[str] | None
) -> RoomNeeds:
    joined = [one for one in objects.of(Duplicate) if one.parted_at is None]
    reported = {one.room_key for one in objects.of(RoomReport) if not one.is_simulated}
    return RoomNeeds(
        commanders=sorted(names.get(one, "") for held in objects.of(IncidentCommand) for one in held.commanders),
        unacknowledged=sum(_missing(one, present) for one in objects.of(PriorityMessage)),
        rooms_reported=len(reported),
        rooms_silent=None if rooms is None else len(rooms - reported),
        rooms_total=None if rooms is None else len(rooms),
        alarm=_alarm(objects),
        goes_on_in=next((one.room_id for one in joined if one.goes_on_there), None),
        duplicates=[one.room_id for one in joined if not one.goes_on_there],
        cad_numbers=sorted({one.number for one in objects.of(CadNumber)}),
    )


def _missing(message: PriorityMessage, present: Iterable[Participant]) -> int:
    asked = {str(one.pk) for one in present if message.audience in audiences_of(one, one.room.incident.site)} - {
        str(message.posted_by)
    }
    return len(asked - message.acknowledged_by.keys())


def _alarm(objects: "Objects") -> str:
    if any(one.given_at is not None for one in objects.of(AllClear)):
        return ""
    standing = [one for one in objects.of(PanicAlert) if one.cancelled_at is None]
    return max(standing, key=lambda one: one.pressed_at).words_for(get_language()) if standing else ""


class Objects:
    """Objects of one room that its reader may read."""

    def __init__(self) -> None:
        self._found: dict[str, list[RoomObject]] = defaultdict(list)

    def add(self, cls: type[RoomObject], value: str) -> None:
        """Take one in, as it is stored."""
        self._found[cls.state_key].append(cls.model_validate(json.loads(value)))

    def of[O: RoomObject](self, cls: type[O]) -> list[O]:
        """Return those of a class."""
        return [one for one in self._found[cls.state_key] if isinstance(one, cls)]


def _objects(joined: Mapping[UUID, Participant]) -> dict[UUID, Objects]:
    classes = {one.state_key: one for one in READ}
    found = {room_id: Objects() for room_id in joined}
    rows = RoomObjectRow.objects.filter(room_id__in=joined.keys(), state_key__in=classes.keys(), value__isnull=False)
    audiences = {room_id: audiences_of(one, one.room.incident.site) for room_id, one in joined.items()}
    for room_id, key, value, audience in rows.values_list("room_id", "state_key", "value", "audience"):
        if value is not None and audience in audiences[room_id]:
            found[room_id].add(classes[key], value)
    return found


def _present(joined: Mapping[UUID, Participant]) -> dict[UUID, list[Participant]]:
    found: dict[UUID, list[Participant]] = defaultdict(list)
    rows = Participant.objects.select_related("room__incident__site")
    for one in rows.filter(room_id__in=joined.keys(), left_at__isnull=True, removed_at__isnull=True):
        found[one.room_id].append(one)
    return found


def _names(objects: Mapping[UUID, Objects]) -> dict[str, str]:
    held = {one for found in objects.values() for command in found.of(IncidentCommand) for one in command.commanders}
    return {str(pk): name for pk, name in Participant.objects.filter(pk__in=held).values_list("pk", "name")}
