"""Where an incident is: away from its site, on a bus or a trip, or at several sites. Pure."""

from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from coordination.incident.lifecycle.capability import INCIDENT
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
from coordination.room.wire.model import Label, Latitude, Longitude, Reason
from push.texts import PushWords


class IncidentSite(RoomObject):
    """A site that is in the incident besides its own, or was, under its id. `left_at`: since when it is no longer.

    `school_id`: the agency of its school, if it is a school's.
    """

    state_key: ClassVar = "sites"
    site: str
    school_id: UUID | None = None
    joined_by: UUID
    joined_at: str
    left_at: str | None = None


class JoinSite(Command):
    """Let another site join: its people come in and are told, its plans are pinned, its agreements count.

    For a command role, at a site at which the sender might open an incident.
    """

    type: Literal["join_site"]
    site_id: UUID


class LeaveSite(Command):
    """Let a site leave that has joined: its people and those whom only its agreements let in read nothing further.

    For a command role; not while a response action is in force there.
    """

    type: Literal["leave_site"]
    site_id: UUID
    reason: Reason


class ChangePlace(Command):
    """Say where an incident is now that is away from its site: the bus went on. Without a point, none is known."""

    type: Literal["change_place"]
    place: Annotated[Label, Field(examples=["Bus 12, County Road 40"])]
    place_lon: Longitude | None = None
    place_lat: Latitude | None = None

    @model_validator(mode="after")
    def a_point_has_both_numbers(self) -> Self:
        if (self.place_lon is None) != (self.place_lat is None):
            raise ValueError("place_lon and place_lat come together")
        return self


class SiteJoined(Event):
    type: Literal["site_joined"] = "site_joined"
    site_id: UUID


class SiteLeft(Event):
    type: Literal["site_left"] = "site_left"
    site_id: UUID
    reason: str


class PlaceChanged(Event):
    """`before`: where it was."""

    type: Literal["place_changed"] = "place_changed"
    incident_id: UUID
    before: str


SITE = About(IncidentSite, "site_id")
CAPABILITY = Capability(
    title=gettext_noop("Where it is"),
    page_words="site_words",
    panel="sites/sites_panel.js",
    objects=(IncidentSite,),
    buttons={
        "change_place": gettext_noop("Where it is now"),
        "join_site": gettext_noop("Let a site join"),
        "leave_site": gettext_noop("Let a site leave"),
    },
    needs=("emergency_access", "floorplans", "lifecycle"),
    commands=(
        CommandRule(ChangePlace, need=RoomNeed.READ, who=Who.AUTHOR, has_tables=True),
        CommandRule(JoinSite, need=RoomNeed.COMMAND, has_tables=True, moves_access=True),
        CommandRule(LeaveSite, need=RoomNeed.COMMAND, has_tables=True, moves_access=True),
    ),
    events=(
        EventRule(
            SiteJoined,
            words=gettext_noop("{site} has joined the incident"),
            alert=Alert(
                Told.CHOSEN,
                AlertUrgency.OF_INCIDENT,
                chosen_by="told_of_site",
                title=gettext_noop("A site has joined"),
                push=PushWords(gettext_noop("An incident reaches your school")),
            ),
            about=SITE,
        ),
        # Told to those who are left: who was in the room for the site alone may read nothing of it any more.
        EventRule(
            SiteLeft,
            words=gettext_noop("{site} has left the incident: {reason}"),
            alert=Alert(
                Told.PRESENT,
                title=gettext_noop("A site has left"),
                push=PushWords(gettext_noop("A site is no longer in the incident")),
            ),
            about=SITE,
        ),
        EventRule(
            PlaceChanged,
            words=gettext_noop("Now at: {place} · before: {before}"),
            alert=Alert(
                Told.PRESENT,
                title=gettext_noop("The place has changed"),
                push=PushWords(gettext_noop("The incident is at another place now")),
            ),
            about=INCIDENT,
        ),
    ),
)
