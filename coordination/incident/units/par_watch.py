"""Write down, without a request, that units have not answered their PAR.

A look is one query, and some more for each room in which a report is due. That room is locked and looked at again, so
that two processes that look at once write one entry, and an answer that came before it is not reported missing.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from coordination.incident.lifecycle.queries import IS_OPEN
from coordination.incident.units.capability import Par, ParMissed, ParMissing, Unit
from coordination.incident.units.par import MissingReport, next_report
from coordination.room.access import RoomGrant, locked_rooms
from coordination.room.audiences import audiences_of
from coordination.room.entry.entries import SERVER
from coordination.room.log import CommandContext
from coordination.room.models import Incident, Participant, Room, RoomObject
from coordination.room.objects import patch_to_change
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import Audience, IncidentStatus

# The same is written once, whichever process comes first.
SERVER_COMMANDS = UUID("c1d0a1c6-38c8-5f5c-9a0e-0d7b6a6f0b21")
# A question in another process is seen after this at the latest.
REST_S = 5.0

type Due = tuple[UUID, Unit, MissingReport]


def rooms_with_par() -> QuerySet[RoomObject]:
    """Return the timers of units in open incidents."""
    open_ones = Incident.objects.filter(IS_OPEN)
    return RoomObject.objects.filter(room__incident__in=open_ones, state_key=Par.state_key, value__isnull=False)


def report_missing_pars(at: datetime) -> float:
    """Report what is due at an instant and return how many seconds there are until the next look."""
    rooms = rooms_with_par().values("room_id")
    rows = RoomObject.objects.filter(
        room_id__in=rooms, state_key__in=(Par.state_key, Unit.state_key), value__isnull=False
    )
    found: dict[UUID, list[RoomObject]] = {}
    for row in rows.order_by("room_id", "object_id"):
        found.setdefault(row.room_id, []).append(row)
    waits_s = [REST_S]
    for room_id, objects in found.items():
        reports = [report for _id, _unit, report in _reports_in(objects)]
        if any(one.at <= at for one in reports):
            _report_in(room_id, at)
        waits_s += [(one.at - at).total_seconds() for one in reports if one.at > at]
    return max(0.0, min(waits_s))


def _reports_in(objects: list[RoomObject]) -> Iterator[Due]:
    """Yield the next report of each unit of a room, due or not."""
    par = _par_of(objects)
    for one in objects:
        if one.state_key == Unit.state_key:
            unit = Unit.model_validate_json(one.value or "")
            if (report := next_report(unit, par)) is not None:
                yield UUID(one.object_id), unit, report


def _par_of(objects: list[RoomObject]) -> Par:
    return next(Par.model_validate_json(one.value or "") for one in objects if one.state_key == Par.state_key)


def _report_in(room_id: UUID, at: datetime) -> None:
    """Write what is due in one room, in a transaction of its own that holds its row: an entry for each `times`."""
    with transaction.atomic(durable=True):
        room = locked_rooms([room_id])[room_id]
        if not IncidentStatus(room.incident.status).is_open:
            return
        rows = RoomObject.objects.filter(room=room, state_key__in=(Par.state_key, Unit.state_key), value__isnull=False)
        objects = list(rows.order_by("object_id"))
        due = [one for one in _reports_in(objects) if one[2].at <= at]
        for times in sorted({report.times for _id, _unit, report in due}):
            _append_report(room, at, _par_of(objects), [one for one in due if one[2].times == times])


def _append_report(room: Room, at: datetime, par: Par, due: list[Due]) -> None:
    """An entry needs a participant's row, and says that its words are the server's."""
    opener = Participant.objects.get(room=room, user=room.incident.opened_by_id)
    grant = RoomGrant(room, room.incident, (), opener, audiences_of(opener, room.incident.site))
    times = due[0][2].times
    said = "\n".join(f"{unit_id} {report.since}" for unit_id, _unit, report in due)
    command_id = uuid5(SERVER_COMMANDS, f"{room.pk} {times} {room.head_seq}\n{said}")
    context = CommandContext.uncommanded(grant, command_id=command_id, at=at, author=SERVER)
    units: JsonObject = {}
    for unit_id, _unit, report in due:
        missing = ParMissing(since=time_text(report.since), times=times, told_at=context.at_text, asked_at=par.asked_at)
        units |= _changes_of(unit_id, missing)
    event = ParMissed(
        incident_id=room.incident_id,
        unit_ids=tuple(unit_id for unit_id, _unit, _report in due),
        callsigns=tuple(sorted(unit.callsign for _id, unit, _report in due)),
        times=times,
    )
    context.append(event, patch={Unit.state_key: units}, audience=Audience.RESPONDERS)
    context.finish()


def _changes_of(unit_id: UUID, missing: ParMissing) -> JsonObject:
    changes = patch_to_change(Unit, unit_id, par_missing=missing.model_dump(exclude_none=True))[Unit.state_key]
    assert isinstance(changes, dict)
    return changes
