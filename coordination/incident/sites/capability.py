"""Where an incident is: away from its site, on a bus or a trip, or at several sites. Pure."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from coordination.incident.lifecycle.capability import INCIDENT
from coordination.room.capability import (
    Alert,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    Told,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Label, Latitude, Longitude
from push.texts import PushWords


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


class PlaceChanged(Event):
    """`before`: where it was."""

    type: Literal["place_changed"] = "place_changed"
    incident_id: UUID
    before: str


CAPABILITY = Capability(
    title=gettext_noop("Where it is"),
    page_words="site_words",
    panel="sites/sites_panel.js",
    buttons={"change_place": gettext_noop("Where it is now")},
    needs=("lifecycle",),
    commands=(CommandRule(ChangePlace, need=RoomNeed.READ, who=Who.AUTHOR, has_tables=True),),
    events=(
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
