"""What the board of rooms shows beside the reports: which rooms there are, and who of the school has the alert."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.incident.accountability.access import may_see_names_of
from coordination.incident.accountability.capability import RoomReport, RoomReportNames
from coordination.incident.accountability.rooms import label_of, rooms_by_words, rooms_to_account_for
from coordination.incident.accountability.schedules import installed_schedules
from coordination.room.access import RoomGrant
from coordination.room.alerting.alert_board import listed_alerts
from coordination.room.models import Participant
from coordination.room.reading.state import state_now
from coordination.room.wire.addressed import addressed_to_site
from coordination.vocabulary import Audience
from mapping.models import Site
from mou.agencies.memberships.queries import active_members
from push.ledger.queries import not_reached, read_board

# The first alert to the school is among the oldest entries; later alerts reached few people.
ALERTS_LOOKED_AT = 6


@dataclass(frozen=True, slots=True)
class RoomToAccountFor:
    """A room of the published plans that people can be in."""

    space_id: UUID
    room: str
    building: str
    level: str
    level_id: UUID


@dataclass(frozen=True, slots=True)
class SilentPerson:
    """A staff member who has reported no room; `has_alert`: one of their devices has shown that the alert arrived.

    `substitute_in`: the room in which a substitute reports in their place; empty without one.
    """

    name: str
    is_told: bool
    has_alert: bool
    substitute_in: str


@dataclass(frozen=True, slots=True)
class StaffReached:
    """The people of the school in numbers: those who reported, were told, and were told without a device having it.

    `silent` names those who reported nothing, those first who have not got the alert; empty for readers who may not
    see the roster.
    """

    staff: int
    reported: int
    told: int
    not_received: int
    silent: list[SilentPerson]


@dataclass(frozen=True, slots=True)
class ExpectedInRoom:
    """How many students the schedule has in a room. `room_key` is that of reports."""

    room_key: str
    room: str
    students: int


@dataclass(frozen=True, slots=True)
class RoomsToAccountFor:
    """The rooms, none for readers who may not see the floorplans, and the staff.

    `expected`: by the school's schedule when the incident began, in `period`: a lockdown stops the bells. Empty for
    readers who may not see the roster.
    """

    rooms: list[RoomToAccountFor]
    people: StaffReached
    period: str
    expected: list[ExpectedInRoom]


def rooms_board(grant: RoomGrant, site: Site, *, may_see_plan: bool, at: datetime) -> RoomsToAccountFor:
    """Return what the board of rooms of a site needs beside the room's state. A constant number of queries.

    Of a site that is not in it nothing: who is on a bus is said in reports, and the school's rooms are not in it.
    """
    if not grant.incident.is_at(site.pk):
        return RoomsToAccountFor([], StaffReached(0, 0, 0, 0, []), "", [])
    period, expected = _expected_in_rooms(grant, site) if may_see_names_of(grant, site.pk) else ("", [])
    return RoomsToAccountFor(
        rooms=_rooms_of_site(site) if may_see_plan else [],
        people=_staff_reached(grant, site, at=at),
        period=period,
        expected=expected,
    )


def _expected_in_rooms(grant: RoomGrant, site: Site) -> tuple[str, list[ExpectedInRoom]]:
    known = installed_schedules()
    found = known.expected_at(site, grant.incident.opened_at) if known is not None else None
    if found is None:
        return "", []
    named = rooms_by_words(site, {one.place for one in found.classes})
    by_room: dict[str, ExpectedInRoom] = {}
    for one in found.classes:
        room = named[one.place]
        before = by_room[room.key].students if room.key in by_room else 0
        by_room[room.key] = ExpectedInRoom(room.key, room.label, before + one.students)
    return found.period, sorted(by_room.values(), key=lambda one: one.room)


def _rooms_of_site(site: Site) -> list[RoomToAccountFor]:
    return [
        RoomToAccountFor(
            space_id=one.pk,
            room=label_of(one),
            building=one.floorplan.level.building.name if one.floorplan.level.building is not None else "",
            level=one.floorplan.level.name,
            level_id=one.floorplan.level.pk,
        )
        for one in rooms_to_account_for(site)
    ]


def _staff_reached(grant: RoomGrant, site: Site, *, at: datetime) -> StaffReached:
    names_all = may_see_names_of(grant, site.pk)
    staff = {one.user_id: one.user.shown_name() for one in active_members([site.school or site.district], at)}
    reported = _who_reported(grant, site) & staff.keys()
    told, reached = _who_was_told(grant, staff.keys())
    replaced = _who_is_replaced(grant) if names_all else {}
    silent = [
        SilentPerson(
            name=name,
            is_told=user_id in told,
            has_alert=user_id in reached,
            substitute_in=replaced.get(name.casefold(), ""),
        )
        for user_id, name in staff.items()
        if user_id not in reported
    ]
    return StaffReached(
        staff=len(staff),
        reported=len(reported),
        told=len(told),
        not_received=len(told - reached),
        silent=sorted(silent, key=_worst_first) if names_all else [],
    )


def _worst_first(one: SilentPerson) -> tuple[bool, bool, str]:
    """Put people with a substitute last: they are at home, so the others are looked for first."""
    return bool(one.substitute_in), one.has_alert, one.name


def _who_is_replaced(grant: RoomGrant) -> dict[str, str]:
    """Return in which room a substitute is in whose place, by the name in small letters."""
    found = state_now(grant.room, audiences=[Audience.SCHOOL]).of(RoomReportNames).values()
    return {one.in_place_of.casefold(): one.room for one in found if one.in_place_of}


def _who_reported(grant: RoomGrant, site: Site) -> set[int]:
    readers = Audience.EVERYONE if site.pk == grant.incident.site_id else addressed_to_site(site.pk)
    reports = state_now(grant.room, audiences=[readers]).of(RoomReport).values()
    # A person who passed on another's report has not said how their own room stands.
    authors = {one.reported_by for one in reports if one.source is None and not one.is_simulated}
    return set(Participant.objects.filter(room=grant.room, pk__in=authors).values_list("user_id", flat=True))


def _who_was_told(grant: RoomGrant, staff: Collection[int]) -> tuple[set[int], set[int]]:
    """Return who of the staff was told of anything here, and of whom something shows that it arrived."""
    here = Participant.objects.filter(room=grant.room, user_id__in=list(staff)).values_list("user_id", flat=True)
    told: set[int] = set()
    reached = set(here)
    for seq in _first_alerts(one.seq for one in listed_alerts(grant.room, audiences=grant.audiences)):
        people = [one for one in read_board(f"room:{grant.room.pk}:{seq}") if not one.is_supervisor]
        missed = {one.user_id for one in not_reached(people)}
        told |= {one.user_id for one in people if one.user_id in staff}
        reached |= {one.user_id for one in people if one.user_id not in missed}
    return told, reached & set(staff)


def _first_alerts(seqs: Iterable[int]) -> list[int]:
    return sorted(seqs)[:ALERTS_LOOKED_AT]
