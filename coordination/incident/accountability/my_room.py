"""Which room a person most likely is in, and the rooms they choose from."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from django.db.models import Q

from coordination.incident.accountability.capability import RoomReport
from coordination.incident.accountability.rooms import label_of, rooms_by_words, rooms_to_account_for
from coordination.incident.accountability.schedules import installed_schedules
from coordination.room.models import LogEntry, Room
from coordination.room.models import RoomObject as RoomObjectRow
from coordination.vocabulary import IncidentStatus
from mapping.models import Site
from mapping.options.queries import options_by_words, options_of_space
from mapping.options.vocabulary import OptionsState, PlaceKind
from mapping.options.words import never_wait_words, options_line
from mou.agencies.memberships.queries import active_members

# A person who reported a room this many entries ago has most likely moved since.
ENTRIES_LOOKED_AT = 20
# For an incident that was never closed: this long after their report a person may be anywhere.
REPORT_HOLDS_FOR = timedelta(hours=2)
# What is said of the options of a place; of others, not walked or too long ago, nothing is claimed.
OPTIONS_SAID = (OptionsState.HAS_OPTION, OptionsState.NO_OPTION)


type Why = Literal["last_report", "panic_press", "schedule"]


@dataclass(frozen=True, slots=True)
class ReportableRoom:
    """A room to choose, and a point inside it, so that a phone can say which are near without telling where it is."""

    space_id: UUID
    room: str
    building: str
    level: str
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class MyRoom:
    """The room that stands in the form before anything is chosen, and the counts of its last report.

    `state` and `said_at`: of one's own last report in this incident.
    """

    why: Why
    space_id: UUID | None = None
    room: str = ""
    students: int | None = None
    adults: int | None = None
    state: str | None = None
    said_at: str | None = None


@dataclass(frozen=True, slots=True)
class RoomLine:
    """A room or another place, and in one line what people can do there."""

    room: str
    line: str


def reportable_rooms(site: Site) -> list[ReportableRoom]:
    """Return the rooms of the published plans that people can be in, floor by floor. One query."""
    found = []
    for space in rooms_to_account_for(site).defer(None):
        inside = space.geometry.point_on_surface
        building = space.floorplan.level.building
        found.append(
            ReportableRoom(
                space_id=space.pk,
                room=label_of(space),
                building=building.name if building is not None else "",
                level=space.floorplan.level.name,
                lon=round(inside.x, 6),
                lat=round(inside.y, 6),
            )
        )
    return found


def staff_names(site: Site, *, at: datetime) -> list[str]:
    """Return the names of a site's own people, in whose place a substitute may be. One query."""
    return sorted(one.user.shown_name() for one in active_members([site.school or site.district], at))


def my_room(room: Room, site: Site, *, user_id: int) -> MyRoom | None:
    """Return the room that a person most likely reports; None if nothing is known. Few queries.

    `site`: the incident's site for which they are there.

    The first that is known counts: what they said last in this incident; where they pressed the alarm in it; their
    schedule; what they said at this site in an earlier incident. Away from the school only the first two can be true.
    """
    if not room.incident.is_at(site.pk):
        return room_said_here(room, user_id=user_id)
    return (
        room_said_here(room, user_id=user_id)
        or room_of_schedule(room, site, user_id=user_id)
        or _room_said_earlier(site, user_id=user_id)
    )


def room_said_here(room: Room, *, user_id: int) -> MyRoom | None:
    """Return the room that a person named in this incident, else where they pressed the alarm; None without either."""
    report = _last_report(Q(room=room), user_id=user_id)
    if report is None:
        return _panic_press(room, user_id=user_id)
    said_at = report.said_at or report.reported_at
    return MyRoom("last_report", report.space_id, report.room, report.students, report.adults, report.state, said_at)


def room_of_schedule(room: Room, site: Site, *, user_id: int) -> MyRoom | None:
    """Return where a teacher's schedule says they were when the incident began, with the students of their class."""
    return _scheduled_room(site, user_id=user_id, at=room.incident.opened_at)


def options_in(site: Site, mine: MyRoom, at: datetime, *, is_locked_down: bool) -> RoomLine | None:
    """Return what is possible in the place that a person is in; None where it is not known. At most six queries.

    For who sees the floor plans. A hall or a field is said in a lockdown alone: in an evacuation people wait there.
    """
    space_id = mine.space_id
    if space_id is None and mine.room:
        # A press names its room in words.
        (named,) = rooms_by_words(site, [mine.room]).values()
        space_id = named.space_id
    if space_id is not None:
        found = options_of_space(site, space_id, at)
    else:
        # Areas of the plan, as a field, and buildings are no spaces.
        found = options_by_words(site, mine.room, at) if mine.room else None
    if found is None:
        return None
    is_known = found.options is not None and found.state in OPTIONS_SAID
    if PlaceKind(found.kind).is_open and not (is_known and is_locked_down):
        return RoomLine(found.label, never_wait_words()) if is_locked_down else None
    return RoomLine(found.label, options_line(found.options)) if found.options is not None and is_known else None


def room_now(site: Site, *, user_id: int, at: datetime) -> MyRoom | None:
    """Return the room in which a person most likely is at an instant; None if nothing is known. Few queries.

    What they said of their own room in an open incident goes before their schedule; nothing is known of a class that
    is on its way.
    """
    is_open = ~Q(room__incident__status=IncidentStatus.CLOSED)
    lately = Q(room__incident__site=site, at__gt=at - REPORT_HOLDS_FOR)
    report = _last_report(is_open & lately, user_id=user_id)
    if report is None:
        return _scheduled_room(site, user_id=user_id, at=at)
    return None if report.moving_to else MyRoom("last_report", report.space_id, report.room)


def _scheduled_room(site: Site, *, user_id: int, at: datetime) -> MyRoom | None:
    known = installed_schedules()
    own = known.own_class(site, user_id=user_id, at=at) if known is not None else None
    if own is None or not own.place:
        return None
    (named,) = rooms_by_words(site, [own.place]).values()
    return MyRoom("schedule", named.space_id, named.label, own.students)


def names_by_schedule(room: Room, site: Site, *, user_id: int, at: datetime) -> list[str]:
    """Return the names of a teacher's own class when the incident began; the reading is written down."""
    known, incident = installed_schedules(), room.incident
    if known is None:
        return []
    return list(known.own_names(site, user_id=user_id, at=incident.opened_at, read_at=at))


def _room_said_earlier(site: Site, *, user_id: int) -> MyRoom | None:
    report = _last_report(Q(room__incident__site=site), user_id=user_id)
    return None if report is None else MyRoom("last_report", report.space_id, report.room)


def _last_report(there: Q, *, user_id: int) -> RoomReport | None:
    rows = LogEntry.objects.filter(there, actor_id=user_id, event_type="room_reported")
    for row in rows.order_by("-at", "-seq")[:ENTRIES_LOOKED_AT]:
        report = _report_of(row)
        # A report that was passed on says nothing of where its sender is.
        if report is not None and report.source is None:
            return report
    return None


def _report_of(row: LogEntry) -> RoomReport | None:
    report_id = json.loads(row.content)["event"]["report_id"]
    kept = RoomObjectRow.objects.filter(
        room_id=row.room_id, state_key=RoomReport.state_key, object_id=report_id, value__isnull=False
    ).first()
    return None if kept is None else RoomReport.model_validate_json(kept.value or "")


def _panic_press(room: Room, *, user_id: int) -> MyRoom | None:
    row = LogEntry.objects.filter(room=room, actor_id=user_id, event_type="panic_pressed").order_by("-seq").first()
    if row is None:
        return None
    content = json.loads(row.content)
    (alert,) = content["patch"]["panic_alerts"].values()
    said = alert.get("place", {}).get("room")
    return MyRoom("panic_press", room=said) if said else None
