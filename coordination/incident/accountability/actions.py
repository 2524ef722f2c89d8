"""Report how a room stands, and take a report back."""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from coordination.errors import NotAllowed
from coordination.incident.accountability.access import may_see_names, own_site_id
from coordination.incident.accountability.capability import (
    ReportRoom,
    RoomNamesReported,
    RoomNamesWithdrawn,
    RoomReport,
    RoomReported,
    RoomReportNames,
    RoomReportWithdrawn,
    WithdrawRoomReport,
)
from coordination.incident.accountability.errors import (
    MoreNamesThanPeople,
    NamesNotAllowed,
    NewerReportStands,
    NoSubstitute,
    RelayIncomplete,
    RoomReportNotFound,
)
from coordination.incident.accountability.rooms import NamedRoom, room_named
from coordination.room.checks import checked_site
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create, patch_to_remove
from coordination.room.wire.addressed import addressed_to_site
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import Audience, RoomLead, RoomReportState
from mapping.models import Site

LISTS = ("missing", "extra", "injured")
# A report that arrives this soon after it was said needs no time of its own.
AT_ONCE = timedelta(seconds=20)


def report_room(*, context: CommandContext, command: ReportRoom) -> None:
    """Record a report of a room; names go into an entry of their own, for the school.

    Raises: RoomNotNamed, RoomNotAtSite, RelayIncomplete, MoreNamesThanPeople, NoSubstitute, NamesNotAllowed,
    NewerReportStands.
    """
    site = _site_of_report(context, command)
    joined = site is not None and site.pk != context.incident.site_id
    room = room_named(site, space_id=command.space_id, words=command.room, pointer="/room", of_joined=joined)
    _check_relay(command)
    names = _names_of(context, command)
    if joined and (names or command.in_place_of is not None):
        # They go to the school whose incident it is, and these are not its students.
        raise NamesNotAllowed(pointer="/missing_names")
    _check_substitute(context, command)
    report_id = id_of_report(context.room.pk, room.key, context.participant.pk, command.on_behalf_of or "")
    before = context.objects.get(RoomReport, report_id)
    said_at = _said_at(command, context.at)
    _refuse_older(before, said_at or context.at)
    fields = _fields_of_report(context, command, room, said_at, site)
    patch = (
        patch_to_create(RoomReport, report_id, **fields)
        if before is None
        else patch_to_change(RoomReport, report_id, **fields)
    )
    asks_for_help = command.state is not RoomReportState.OK and (before is None or before.state is not command.state)
    event = RoomReported(report_id=report_id, asks_for_help=asks_for_help)
    readers = addressed_to_site(site.pk) if site is not None and joined else Audience.EVERYONE
    context.append(event, patch=patch, audience=readers)
    if joined:
        return
    _write_names(context, report_id, room, names, command.in_place_of)


def withdraw_room_report(*, context: CommandContext, command: WithdrawRoomReport) -> None:
    """Take a report back, and its names with it. Raises: RoomReportNotFound, NotAllowed."""
    report = context.objects.get(RoomReport, command.report_id)
    if report is None:
        raise RoomReportNotFound(pointer="/report_id")
    if report.reported_by != context.participant.id and not context.grant.may_command():
        raise NotAllowed("Only command withdraws what another participant reported.", pointer="/report_id")
    event = RoomReportWithdrawn(report_id=command.report_id, room=report.room, reason=command.reason)
    readers = context.objects.readers_of(RoomReport, command.report_id)
    context.append(event, patch=patch_to_remove(RoomReport, command.report_id), audience=readers)
    _take_names_away(context, command.report_id, report.room)


def id_of_report(room_id: UUID, room_key: str, participant_id: UUID, on_behalf_of: str) -> UUID:
    """Return the id under which one person's report of one room stands; of what others said to them, one for each."""
    return uuid5(room_id, f"{room_key}\n{participant_id}\n{on_behalf_of.casefold()}")


# --- rules -----------------------------------------------------------------------------------------------------------
def _check_relay(command: ReportRoom) -> None:
    """Raises: RelayIncomplete: who and how go together."""
    if (command.source is None) is not (command.on_behalf_of is None):
        raise RelayIncomplete(pointer="/on_behalf_of")


def _names_of(context: CommandContext, command: ReportRoom) -> dict[str, tuple[str, ...]]:
    """Return the names that are given. Raises: MoreNamesThanPeople, NamesNotAllowed."""
    found: dict[str, tuple[str, ...]] = {}
    for one in LISTS:
        names = getattr(command, f"{one}_names")
        if len(names) > getattr(command, one):
            raise MoreNamesThanPeople(pointer=f"/{one}_names")
        if names and not may_see_names(context.grant):
            raise NamesNotAllowed(pointer=f"/{one}_names")
        if names:
            found[one] = names
    return found


def _check_substitute(context: CommandContext, command: ReportRoom) -> None:
    """Raises: NoSubstitute: a teacher is named but no substitute reports; NamesNotAllowed."""
    if command.in_place_of is None:
        return
    if command.led_by is not RoomLead.SUBSTITUTE:
        raise NoSubstitute(pointer="/in_place_of")
    if not may_see_names(context.grant):
        raise NamesNotAllowed(pointer="/in_place_of")


def _said_at(command: ReportRoom, at: datetime) -> datetime | None:
    """Return when it was said, if that was clearly before it came; a clock that runs ahead says nothing."""
    return command.said_at if command.said_at is not None and command.said_at < at - AT_ONCE else None


def _refuse_older(before: RoomReport | None, said_at: datetime) -> None:
    """Raises: NewerReportStands: what waited on one device must not undo what was said later on another."""
    if before is not None and datetime.fromisoformat(before.said_at or before.reported_at) > said_at:
        raise NewerReportStands


def _fields_of_report(
    context: CommandContext, command: ReportRoom, room: NamedRoom, said_at: datetime | None, site: Site | None
) -> dict[str, object]:
    target = None
    joined = site is not None and site.pk != context.incident.site_id
    if command.moving_to_space_id is not None or command.moving_to is not None:
        target = room_named(
            site,
            space_id=command.moving_to_space_id,
            words=command.moving_to,
            pointer="/moving_to",
            of_joined=joined,
        )
    return {
        "room": room.label,
        "room_key": room.key,
        "site_id": site.pk if site is not None and joined else None,
        "space_id": room.space_id,
        "level_id": room.level_id,
        "state": command.state,
        "students": command.students,
        "adults": command.adults,
        "visitors": command.visitors,
        "led_by": command.led_by,
        **{one: getattr(command, one) or None for one in LISTS},
        "door": command.door,
        "moving_to": target.label if target else None,
        "moving_to_key": target.key if target else None,
        "note": command.note,
        "source": command.source,
        "on_behalf_of": command.on_behalf_of,
        "reported_by": context.participant.id,
        "reported_at": context.at_text,
        "said_at": time_text(said_at) if said_at else None,
    }


def _site_of_report(context: CommandContext, command: ReportRoom) -> Site | None:
    """Return whose room is reported: of the site that is named, else of the one for which the reporter is there.

    None where that is away from the incident: a bus has no room of a plan. Raises: SiteNotInIncident; NotAllowed: the
    site has joined, and lets the reporter in neither as its own nor by an agreement: they could not read what they say.
    """
    incident = context.incident
    wanted = command.site_id or own_site_id(context.grant)
    if wanted == incident.site_id and not incident.is_at(wanted):
        return None
    site = checked_site(context, wanted)
    if wanted != incident.site_id and addressed_to_site(wanted) not in context.grant.audiences:
        raise NotAllowed("Only people who are here for that site report its rooms.", pointer="/site_id")
    return site


def _write_names(
    context: CommandContext,
    report_id: UUID,
    room: NamedRoom,
    names: dict[str, tuple[str, ...]],
    in_place_of: str | None,
) -> None:
    if not names and in_place_of is None:
        _take_names_away(context, report_id, room.label)
        return
    record = context.objects.record(RoomReportNames, report_id)
    fields: dict[str, object] = {
        "room": room.label,
        **{one: names.get(one, ()) for one in LISTS},
        "in_place_of": in_place_of,
    }
    is_there = record is not None and record.value is not None
    patch: JsonObject = (patch_to_change if is_there else patch_to_create)(RoomReportNames, report_id, **fields)
    context.append(RoomNamesReported(report_id=report_id), patch=patch, audience=Audience.SCHOOL)


def _take_names_away(context: CommandContext, report_id: UUID, room: str) -> None:
    record = context.objects.record(RoomReportNames, report_id)
    if record is not None and record.value is not None:
        event = RoomNamesWithdrawn(report_id=report_id, room=room)
        context.append(event, patch=patch_to_remove(RoomReportNames, report_id), audience=Audience.SCHOOL)
