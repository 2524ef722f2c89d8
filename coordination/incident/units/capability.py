"""Units in an incident: who has checked in, what each does, in which zone, and whether all are accounted for. Pure."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from coordination.incident.command.capability import AcceptCommand, ClaimCommand
from coordination.incident.mayday.capability import CallMayday
from coordination.incident.units.vocabulary import (
    ParCause,
    ResourceKind,
    UnitPlaceSource,
    UnitPrimary,
    UnitSecondary,
    UnitTeam,
    UnitZone,
)
from coordination.room.capability import (
    NO_ONE,
    About,
    Alert,
    AlertUrgency,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    Faces,
    RoomNeed,
    RoomObject,
    Told,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Label, Latitude, Longitude, WireModel
from coordination.vocabulary import AidAgencyKind
from push.texts import PushWords

# ICS: every 10 to 20 minutes.
PAR_EVERY_MIN = 15
People = Annotated[int, Field(ge=0, le=500, description="How many people are with the unit.")]
Minutes = Annotated[int, Field(ge=1, le=120, description="Minutes within which each unit answers anew.")]


class ParMissing(WireModel):
    """An answer that was reported missing. `since`: when it was due; `times`: how often it was reported.

    `told_at`: when it was reported last. `asked_at`: the last question before that.
    """

    since: str
    times: int
    told_at: str
    asked_at: str | None = None


class Unit(RoomObject):
    """A unit that has checked in. `escorts`: the units that it escorts, each since when. `par_at`: its last answer.

    `par_missing`: until it answers.

    `place` is where it says to be, in words, never the floor that a screen shows; `place_source` says who said so.
    `lon`, `lat`, `level_id`: the point of that place, where it has one.
    """

    state_key: ClassVar = "units"
    faces: ClassVar = Faces(map="units/units_plan.js", board="units/units_panel.js", table="units/units_panel.js")
    callsign: str
    kind: ResourceKind
    agency_kind: str
    agency: str
    people: int
    capability: str | None = None
    leader: UUID | None = None
    checked_in_by: UUID
    checked_in_at: str
    primary: UnitPrimary
    secondary: UnitSecondary
    status_at: str
    place: str | None = None
    place_source: UnitPlaceSource | None = None
    place_at: str | None = None
    lon: float | None = None
    lat: float | None = None
    level_id: UUID | None = None
    task: str | None = None
    team: str | None = None
    team_kind: UnitTeam | None = None
    zone: UnitZone | None = None
    escort_unit_id: UUID | None = None
    escorts: dict[str, str] = {}
    assigned_at: str | None = None
    par_at: str | None = None
    par_missing: ParMissing | None = None


class Par(RoomObject):
    """How often units answer, under the incident's id, and when they were asked last."""

    state_key: ClassVar = "par"
    every_min: int
    asked_at: str | None = None
    because: ParCause | None = None


class CheckInUnit(Command):
    """Check a unit in by its callsign: one's own, or for dispatch and command another's.

    `agency` and `agency_kind` are of another's unit; of one's own they are the sender's.
    """

    type: Literal["check_in_unit"]
    callsign: Annotated[Label, Field(examples=["Engine 7"])]
    kind: ResourceKind
    people: People = 1
    capability: Annotated[Label | None, Field(description="What it can do besides, in words.")] = None
    agency: Annotated[Label | None, Field(description="Whose unit it is, where it is another's.")] = None
    agency_kind: AidAgencyKind | None = None


class SetUnitStatus(Command):
    """Say what a unit does, and where it is, in EIDO's codes."""

    type: Literal["set_unit_status"]
    unit_id: UUID
    primary: UnitPrimary
    secondary: UnitSecondary
    place: Annotated[Label | None, Field(description="Where the unit is: floor and room, in words.")] = None
    is_by_sticker: Annotated[bool, Field(description="True: the place was read from a door's sticker.")] = False


class PlaceUnit(Command):
    """Say where a unit is: in a room, or at a point with its words. What it does stays as it is."""

    type: Literal["place_unit"]
    unit_id: UUID
    place: Annotated[Label | None, Field(description="Where the unit is, in words; of a room, its own.")] = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    level_id: UUID | None = None
    in_room: Annotated[UUID | None, Field(description="The id of the room that it is in, instead of a point.")] = None
    is_by_sticker: Annotated[bool, Field(description="True: the place was read from a door's sticker.")] = False


class AssignUnit(Command):
    """Give a unit a task, a team and a zone. Without a field, it has none of it from now on."""

    type: Literal["assign_unit"]
    unit_id: UUID
    task: Annotated[Label | None, Field(description="What the unit does, in words.")] = None
    team: Annotated[Label | None, Field(description="The team that it is in, by its name on the radio.")] = None
    team_kind: UnitTeam | None = None
    zone: UnitZone | None = None
    escort_unit_id: UUID | None = None


class AskPar(Command):
    """Ask every unit whether all its people are accounted for. In command. `every_min`: how often from now on."""

    type: Literal["ask_par"]
    every_min: Minutes | None = None


class AnswerPar(Command):
    """Say for a unit that all its people are accounted for, and how many they are."""

    type: Literal["answer_par"]
    unit_id: UUID
    people: People


class UnitCheckedIn(Event):
    type: Literal["unit_checked_in"] = "unit_checked_in"
    unit_id: UUID
    callsign: str
    kind: ResourceKind
    people: int


class UnitStatusSet(Event):
    type: Literal["unit_status_set"] = "unit_status_set"
    unit_id: UUID
    callsign: str
    primary: UnitPrimary
    secondary: UnitSecondary
    place: str | None = None


class UnitPlaced(Event):
    type: Literal["unit_placed"] = "unit_placed"
    unit_id: UUID
    callsign: str
    place: str
    source: UnitPlaceSource


class UnitAssigned(Event):
    """`escort`: the callsign of the unit that escorts it."""

    type: Literal["unit_assigned"] = "unit_assigned"
    unit_id: UUID
    callsign: str
    task: str | None = None
    team: str | None = None
    team_kind: UnitTeam | None = None
    zone: UnitZone | None = None
    escort: str | None = None


class ParAsked(Event):
    type: Literal["par_asked"] = "par_asked"
    incident_id: UUID
    because: ParCause


class ParAnswered(Event):
    type: Literal["par_answered"] = "par_answered"
    unit_id: UUID
    callsign: str
    people: int


class ParMissed(Event):
    """Units have not answered in time. `times`: 1 when it became due, more when it was reported again.

    The server writes it, as its author says.
    """

    type: Literal["par_missed"] = "par_missed"
    incident_id: UUID
    unit_ids: tuple[UUID, ...]
    callsigns: Annotated[tuple[str, ...], Field(description="The callsigns of these units.")]
    times: int


OF_UNIT = {"unit_id": Unit}
CAPABILITY = Capability(
    title=gettext_noop("Units"),
    page_words="unit_words",
    panel="units/units_panel.js",
    lists=(ResourceKind, UnitPrimary, UnitSecondary, UnitTeam, UnitZone, UnitPlaceSource, ParCause),
    objects=(Unit, Par),
    needs=("command", "general_staff", "ground", "lifecycle", "mayday"),
    guards={
        CallMayday: "ask_with_mayday",
        ClaimCommand: "ask_with_new_command",
        AcceptCommand: "ask_with_accepted_command",
    },
    commands=(
        CommandRule(CheckInUnit, need=RoomNeed.READ, who=Who.RESPONDER),
        CommandRule(SetUnitStatus, need=RoomNeed.READ, who=Who.HOLDER, touches=OF_UNIT),
        CommandRule(PlaceUnit, need=RoomNeed.READ, who=Who.HOLDER, touches=OF_UNIT),
        CommandRule(AssignUnit, need=RoomNeed.READ, who=Who.HOLDER, touches=OF_UNIT),
        CommandRule(AskPar, need=RoomNeed.READ, who=Who.IN_COMMAND),
        CommandRule(AnswerPar, need=RoomNeed.READ, who=Who.HOLDER, touches=OF_UNIT),
    ),
    events=(
        EventRule(UnitCheckedIn, words=gettext_noop("Unit checked in: {callsign} · {kind} · {people}"), alert=NO_ONE),
        EventRule(
            UnitStatusSet,
            words=gettext_noop("{callsign}: {secondary} · {primary} · {place}"),
            alert=NO_ONE,
            is_quiet=True,
        ),
        EventRule(UnitPlaced, words=gettext_noop("{callsign} is at {place} · {source}"), alert=NO_ONE, is_quiet=True),
        EventRule(
            UnitAssigned,
            words=gettext_noop("{callsign} is assigned · {task} · {team_kind} · {team} · {zone} · {escort}"),
            alert=NO_ONE,
        ),
        EventRule(
            ParAsked,
            words=gettext_noop("PAR: every unit answers · {because}"),
            alert=Alert(
                Told.AUDIENCE,
                when=lambda event: getattr(event, "because", None) is ParCause.COMMAND_ASKED,
                title=gettext_noop("PAR"),
                push=PushWords(gettext_noop("Command asks for your PAR")),
            ),
        ),
        EventRule(ParAnswered, words=gettext_noop("PAR: {callsign} · {people}"), alert=NO_ONE, is_quiet=True),
        EventRule(
            ParMissed,
            words=gettext_noop("PAR MISSING: {callsigns} · report {times}"),
            # Never before a mayday: that overtakes.
            alert=Alert(
                Told.CHOSEN,
                AlertUrgency.OF_INCIDENT,
                chosen_by="told_of_missed_par",
                title=gettext_noop("PAR missing"),
                push=PushWords(gettext_noop("A unit has not answered its PAR")),
                has_own_line=True,
            ),
            about=About(Par, "incident_id"),
        ),
    ),
)
