"""An incident opens, closes and is opened again. Pure."""

from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from coordination.room.capability import (
    About,
    Alert,
    AlertUrgency,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    RoomObject,
    Told,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Label, Latitude, Longitude, Reason, Texts
from coordination.vocabulary import IncidentStatus, IncidentType, Severity
from push.texts import PushWords


class IncidentFacts(RoomObject):
    """What the incident is; a room has exactly one, under the incident's id.

    `site` says where it is: the name of its site, or of an incident away from one the place and whose it is.
    `place` has the place alone, and the point where it is known; left out of an incident that is at its site.
    """

    state_key: ClassVar = "incident"
    site_id: UUID
    site: str
    place: str | None = None
    place_lon: float | None = None
    place_lat: float | None = None
    incident_type: IncidentType
    severity: Severity
    title: str
    # The title by language, if the server composed it; empty for a title that a person wrote.
    title_in: dict[str, str] = {}
    is_exercise: bool
    status: IncidentStatus
    opened_at: str
    closed_at: str | None = None


class OpenIncident(Command):
    """Open an incident at a site; its room opens with it, and the asker joins it.

    With `place` it is not at the site but there, on a bus or a trip, and the site says whose it is; a point, if known.
    """

    texts: ClassVar[Texts] = Texts.CLEANED

    type: Literal["open_incident"]
    site_id: UUID
    is_exercise: bool
    incident_type: IncidentType
    severity: Severity
    title: Label
    place: Annotated[Label | None, Field(examples=["Bus 12, County Road 40"])] = None
    place_lon: Longitude | None = None
    place_lat: Latitude | None = None

    @model_validator(mode="after")
    def a_point_is_of_a_place(self) -> Self:
        if (self.place_lon is None) != (self.place_lat is None):
            raise ValueError("place_lon and place_lat come together")
        if self.place is None and self.place_lon is not None:
            raise ValueError("a point is of a place: say which")
        return self


class CloseIncident(Command):
    """Close the incident, in command: the log stays readable, nothing more is added but reopening."""

    type: Literal["close_incident"]
    reason: Reason


class ReopenIncident(Command):
    """Open a closed incident again."""

    type: Literal["reopen_incident"]
    reason: Reason


class IncidentOpened(Event):
    """`is_told`: false where the entry that follows tells the same people more, as a panic press does."""

    type: Literal["incident_opened"] = "incident_opened"
    incident_id: UUID
    is_told: bool


class IncidentClosed(Event):
    type: Literal["incident_closed"] = "incident_closed"
    incident_id: UUID
    reason: str


class IncidentReopened(Event):
    type: Literal["incident_reopened"] = "incident_reopened"
    incident_id: UUID
    reason: str


INCIDENT = About(IncidentFacts, "incident_id")
CAPABILITY = Capability(
    title=gettext_noop("Opening and closing"),
    objects=(IncidentFacts,),
    needs=("emergency_access", "floorplans", "people"),
    commands=(
        CommandRule(OpenIncident, need=RoomNeed.SEE, opens_room=True),
        # What opens only in an emergency opens and ends with the incident.
        CommandRule(CloseIncident, need=RoomNeed.READ, who=Who.IN_COMMAND, has_tables=True, moves_access=True),
        CommandRule(ReopenIncident, need=RoomNeed.COMMAND, when_closed=True, has_tables=True, moves_access=True),
    ),
    events=(
        EventRule(
            IncidentOpened,
            words=gettext_noop("Opened: {title} · {incident_type} · {severity} · {site}"),
            alert=Alert(
                Told.SITE,
                AlertUrgency.OF_INCIDENT,
                when=lambda event: getattr(event, "is_told", True),
                title=gettext_noop("Incident opened"),
                push=PushWords(gettext_noop("New incident")),
            ),
            about=INCIDENT,
            is_quiet=True,
        ),
        EventRule(
            IncidentClosed,
            words=gettext_noop("Closed the incident: {reason}"),
            alert=Alert(
                Told.PRESENT,
                AlertUrgency.URGENT,
                title=gettext_noop("Incident closed"),
                push=PushWords(gettext_noop("Incident closed")),
            ),
            about=INCIDENT,
        ),
        EventRule(
            IncidentReopened,
            words=gettext_noop("Reopened the incident: {reason}"),
            alert=Alert(
                Told.SITE,
                AlertUrgency.OF_INCIDENT,
                title=gettext_noop("Incident reopened"),
                push=PushWords(gettext_noop("Incident reopened")),
            ),
            about=INCIDENT,
        ),
    ),
)
