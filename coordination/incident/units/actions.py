"""Check units in, say what they do, assign them, and ask whether all are accounted for.

Each command reads the units that it names and no others: it costs the same beside two hundred.
"""

from typing import cast
from uuid import UUID, uuid5

from coordination.incident.command.capability import AcceptCommand, ClaimCommand
from coordination.incident.command.holding import check_in_command
from coordination.incident.ground.places import point_of_room
from coordination.incident.mayday.capability import CallMayday
from coordination.incident.units.capability import (
    PAR_EVERY_MIN,
    AnswerPar,
    AskPar,
    AssignUnit,
    CheckInUnit,
    Par,
    ParAnswered,
    ParAsked,
    PlaceUnit,
    SetUnitStatus,
    Unit,
    UnitAssigned,
    UnitCheckedIn,
    UnitPlaced,
    UnitStatusSet,
)
from coordination.incident.units.errors import (
    EscortStillNeeded,
    OnlyRespondersHaveUnits,
    UnitDeparted,
    UnitIsCheckedIn,
    UnitNotFound,
    UnitOfOthers,
    UnitPlaceNotSaid,
)
from coordination.incident.units.rules import check_escort, check_team, check_zone
from coordination.incident.units.telling import told_of_missed_par
from coordination.incident.units.vocabulary import ParCause, UnitPlaceSource, UnitPrimary, UnitSecondary
from coordination.room.checks import checked_level
from coordination.room.entry.patch import joined_patch
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.model import Json, JsonObject
from coordination.vocabulary import Audience
from mou.vocabulary import AgencyKind

READERS = Audience.RESPONDERS

__all__ = ["told_of_missed_par"]


def check_in_unit(*, context: CommandContext, command: CheckInUnit) -> None:
    """Check a unit in; one that departed checks in anew.

    Raises: OnlyRespondersHaveUnits, UnitIsCheckedIn. UnitOfOthers: only dispatch and a command role say whose it is.
    """
    me = context.participant
    if READERS not in context.grant.audiences:
        raise OnlyRespondersHaveUnits
    is_others = command.agency is not None or command.agency_kind is not None
    if is_others and not _may_speak_for_all(context):
        raise UnitOfOthers(pointer="/agency")
    agency, kind = command.agency or me.agency, str(command.agency_kind or me.agency_kind)
    unit_id = id_of_unit(context.room.pk, agency, command.callsign)
    before = context.objects.get(Unit, unit_id)
    if before is not None and before.secondary is not UnitSecondary.DEPARTED:
        raise UnitIsCheckedIn(pointer="/callsign")
    fields = {
        "callsign": command.callsign,
        "kind": command.kind,
        "agency": agency,
        "agency_kind": kind,
        "people": command.people,
        "capability": command.capability,
        "leader": None if is_others else me.pk,
        "checked_in_by": me.pk,
        "checked_in_at": context.at_text,
        "primary": UnitPrimary.AVAILABLE,
        "secondary": UnitSecondary.CHECKED_IN,
        "status_at": context.at_text,
    }
    if before is not None:
        # What it owed is over: the time to its next answer begins anew.
        fields |= {"par_at": None, "par_missing": None}
    patch = (patch_to_create if before is None else patch_to_change)(Unit, unit_id, **fields)
    event = UnitCheckedIn(unit_id=unit_id, callsign=command.callsign, kind=command.kind, people=command.people)
    context.append(event, patch=joined_patch(patch, _patch_of_first(context)), audience=READERS)


def set_unit_status(*, context: CommandContext, command: SetUnitStatus) -> None:
    """Say what a unit does and where it is. Raises: UnitNotFound, UnitOfOthers, EscortStillNeeded.

    EscortStillNeeded: it departs, and others are in a warm zone by its escort.
    """
    unit = _find_own_unit(context, command.unit_id)
    departs = command.secondary is UnitSecondary.DEPARTED
    if departs and unit.escorts:
        raise EscortStillNeeded(pointer="/secondary")
    fields: dict[str, object] = {
        "primary": command.primary,
        "secondary": command.secondary,
        "status_at": context.at_text,
    }
    if command.place is not None:
        source = _source_of_place(context, is_by_sticker=command.is_by_sticker)
        fields |= {"place": command.place, "place_source": source, "place_at": context.at_text}
        # Words alone have no point: the one before is of another place.
        fields |= {"lon": None, "lat": None, "level_id": None}
    if departs:
        fields["par_missing"] = None
    patch = patch_to_change(Unit, command.unit_id, **fields)
    if departs:
        patch = _merged_patch(patch, _patch_of_assignment(context, command.unit_id, unit, None))
    event = UnitStatusSet(
        unit_id=command.unit_id,
        callsign=unit.callsign,
        primary=command.primary,
        secondary=command.secondary,
        place=command.place,
    )
    context.append(event, patch=patch, audience=READERS)


def place_unit(*, context: CommandContext, command: PlaceUnit) -> None:
    """Say where a unit is: in a room of the plans, or at a point that has words.

    Raises: UnitNotFound, UnitOfOthers, UnitDeparted, UnitPlaceNotSaid, RoomNotAtSite, LevelNotAtSite.
    """
    unit = _find_own_unit(context, command.unit_id)
    if unit.secondary is UnitSecondary.DEPARTED:
        raise UnitDeparted(pointer="/unit_id")
    place, lon, lat, level_id = _said_place(context, command)
    source = _source_of_place(context, is_by_sticker=command.is_by_sticker)
    patch = patch_to_change(
        Unit,
        command.unit_id,
        place=place,
        place_source=source,
        place_at=context.at_text,
        lon=lon,
        lat=lat,
        level_id=level_id,
    )
    event = UnitPlaced(unit_id=command.unit_id, callsign=unit.callsign, place=place, source=source)
    context.append(event, patch=patch, audience=READERS)


def _said_place(context: CommandContext, command: PlaceUnit) -> tuple[str, float, float, UUID | None]:
    """Return words, lon, lat and floor. Raises: UnitPlaceNotSaid: a room, or a point with its words."""
    lon, lat = command.lon, command.lat
    if command.in_room is not None and lon is None and lat is None:
        found = point_of_room(context.incident, command.in_room, pointer="/in_room")
        return command.place or found.words, found.lon, found.lat, found.level_id
    if command.in_room is not None or lon is None or lat is None or command.place is None:
        raise UnitPlaceNotSaid(pointer="/place")
    return command.place, lon, lat, checked_level(context, command.level_id)


def assign_unit(*, context: CommandContext, command: AssignUnit) -> None:
    """Give a unit a task, a team, a zone and an escort.

    Raises: UnitNotFound, UnitOfOthers, UnitDeparted, UnitEntersNoHotZone, UnitNeedsEscort, UnitEscortsNoOne,
    UnitJoinsNoContactTeam. EscortStillNeeded: others are in a warm zone by its escort, and it would leave that zone.
    """
    unit = _find_own_unit(context, command.unit_id)
    if unit.secondary is UnitSecondary.DEPARTED:
        raise UnitDeparted(pointer="/unit_id")
    if unit.escorts and command.zone is not unit.zone:
        raise EscortStillNeeded(pointer="/zone")
    check_team(agency_kind=unit.agency_kind, team_kind=command.team_kind)
    escort = _find_escort(context, command)
    check_zone(agency_kind=unit.agency_kind, zone=command.zone, is_escorted=escort is not None)
    event = UnitAssigned(
        unit_id=command.unit_id,
        callsign=unit.callsign,
        task=command.task,
        team=command.team,
        team_kind=command.team_kind,
        zone=command.zone,
        escort=escort.callsign if escort is not None else None,
    )
    context.append(event, patch=_patch_of_assignment(context, command.unit_id, unit, command), audience=READERS)


def ask_par(*, context: CommandContext, command: AskPar) -> None:
    """Ask every unit, and set how often they answer. Raises: NotInCommand, OnlyRespondersHaveUnits."""
    check_in_command(context)
    if READERS not in context.grant.audiences:
        raise OnlyRespondersHaveUnits
    event, patch = _ask_and_patch(context, ParCause.COMMAND_ASKED, every_min=command.every_min)
    context.append(event, patch=patch, audience=READERS)


def answer_par(*, context: CommandContext, command: AnswerPar) -> None:
    """Say that all of a unit are accounted for. Raises: UnitNotFound, UnitOfOthers, UnitDeparted."""
    unit = _find_own_unit(context, command.unit_id)
    if unit.secondary is UnitSecondary.DEPARTED:
        raise UnitDeparted(pointer="/unit_id")
    par = context.objects.get(Par, context.incident.pk)
    # An answer comes after its question, also where another server's clock that asked is ahead of this one's.
    answered_at = max(context.at_text, (par.asked_at if par is not None else None) or "")
    patch = patch_to_change(Unit, command.unit_id, people=command.people, par_at=answered_at, par_missing=None)
    event = ParAnswered(unit_id=command.unit_id, callsign=unit.callsign, people=command.people)
    context.append(event, patch=patch, audience=READERS)


# --- guards of other commands -------------------------------------------------------------------------------------
def ask_with_mayday(*, context: CommandContext, command: CallMayday) -> None:
    """Ask every unit when a responder is in trouble; this entry comes before the mayday, and alerts no one itself."""
    _ask_where_units_are(context, ParCause.MAYDAY)


def ask_with_new_command(*, context: CommandContext, command: ClaimCommand) -> None:
    """Ask every unit when someone takes command."""
    _ask_where_units_are(context, ParCause.NEW_COMMAND)


def ask_with_accepted_command(*, context: CommandContext, command: AcceptCommand) -> None:
    """Ask every unit when command is handed on."""
    _ask_where_units_are(context, ParCause.NEW_COMMAND)


def _ask_where_units_are(context: CommandContext, because: ParCause) -> None:
    record = context.objects.record(Par, context.incident.pk)
    if record is not None and record.value is not None:
        event, patch = _ask_and_patch(context, because, every_min=None)
        context.append(event, patch=patch, audience=READERS)


def _ask_and_patch(context: CommandContext, because: ParCause, *, every_min: int | None) -> tuple[ParAsked, JsonObject]:
    """Return the question to all units, and its patch."""
    fields: dict[str, object] = {"asked_at": context.at_text, "because": because}
    if every_min is not None:
        fields["every_min"] = every_min
    if context.objects.record(Par, context.incident.pk) is None:
        patch = patch_to_create(Par, context.incident.pk, **{"every_min": PAR_EVERY_MIN} | fields)
    else:
        patch = patch_to_change(Par, context.incident.pk, **fields)
    return ParAsked(incident_id=context.incident.pk, because=because), patch


# --- units --------------------------------------------------------------------------------------------------------
def id_of_unit(room_id: UUID, agency: str, callsign: str) -> UUID:
    """Return the id of a unit in a room: one for each agency and callsign."""
    return uuid5(room_id, f"unit\n{agency.casefold()}\n{callsign.casefold()}")


def _patch_of_first(context: CommandContext) -> JsonObject:
    """Return the patch that begins the timers with the first unit."""
    if context.objects.record(Par, context.incident.pk) is not None:
        return {}
    return patch_to_create(Par, context.incident.pk, every_min=PAR_EVERY_MIN)


def _find_own_unit(context: CommandContext, unit_id: UUID) -> Unit:
    """Return a unit for which the asker speaks. Raises: UnitNotFound, UnitOfOthers."""
    unit = context.objects.get(Unit, unit_id)
    if unit is None:
        raise UnitNotFound(pointer="/unit_id")
    if context.participant.pk not in (unit.leader, unit.checked_in_by) and not _may_speak_for_all(context):
        raise UnitOfOthers(pointer="/unit_id")
    return unit


def _may_speak_for_all(context: CommandContext) -> bool:
    return context.participant.agency_kind == AgencyKind.DISPATCH or context.grant.may_command()


def _source_of_place(context: CommandContext, *, is_by_sticker: bool) -> UnitPlaceSource:
    if is_by_sticker:
        return UnitPlaceSource.STICKER
    is_dispatch = context.participant.agency_kind == AgencyKind.DISPATCH
    return UnitPlaceSource.DISPATCH if is_dispatch else UnitPlaceSource.UNIT


def _find_escort(context: CommandContext, command: AssignUnit) -> Unit | None:
    if command.escort_unit_id is None:
        return None
    escort = context.objects.get(Unit, command.escort_unit_id)
    if escort is None:
        raise UnitNotFound(pointer="/escort_unit_id")
    if escort.secondary is UnitSecondary.DEPARTED:
        raise UnitDeparted(pointer="/escort_unit_id")
    is_itself = command.escort_unit_id == command.unit_id
    check_escort(agency_kind=escort.agency_kind, zone=escort.zone, escorted_in=command.zone, is_itself=is_itself)
    return escort


def _patch_of_assignment(context: CommandContext, unit_id: UUID, unit: Unit, command: AssignUnit | None) -> JsonObject:
    """Return the patch of a new assignment, or of none: also of the escorts that begin and end with it."""
    escort_id = command.escort_unit_id if command is not None else None
    fields = {one: getattr(command, one, None) for one in ("task", "team", "team_kind", "zone")}
    patch = patch_to_change(Unit, unit_id, **fields, escort_unit_id=escort_id, assigned_at=context.at_text)
    if unit.escort_unit_id not in (None, escort_id):
        patch = _merged_patch(patch, patch_to_change(Unit, unit.escort_unit_id, escorts={str(unit_id): None}))
    if escort_id is not None:
        patch = _merged_patch(patch, patch_to_change(Unit, escort_id, escorts={str(unit_id): context.at_text}))
    return patch


def _merged_patch(first: JsonObject, second: JsonObject) -> JsonObject:
    """Return one patch of units from two, which may change the same unit."""
    units: dict[str, Json] = {}
    for patch in (first, second):
        for unit_id, change in cast("dict[str, JsonObject]", patch[Unit.state_key]).items():
            units[unit_id] = {**cast("JsonObject", units.get(unit_id, {})), **change}
    return {Unit.state_key: units}
