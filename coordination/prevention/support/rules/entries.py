"""What may be written about a crisis: a class for each kind, the body of the interface and a form of the page. Pure."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, TypeAdapter

from coordination.casework.texts import Given, Line, Words
from coordination.prevention.support.vocabulary import (
    CrisisReaction,
    CrisisRole,
    CrisisRoomUse,
    EmotionalExposure,
    InterventionLevel,
    PhysicalExposure,
)
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class RoomTaken(Given):
    """The team uses a room of the plan in force."""

    kind: Literal["room"]
    space_id: Annotated[UUID, Asked(_("Room of the plan"))]
    use: Annotated[CrisisRoomUse, Asked(_("What for"))]


class RoomGiven(Given):
    """The team does not use a room any more."""

    kind: Literal["room_given"]
    room_id: Annotated[UUID, Asked(is_hidden=True)]


class PersonTriaged(Given):
    """Someone was exposed. Without `level` the suggested one holds; without a day the level's."""

    kind: Literal["person"]
    name: Annotated[Line, Asked(_("Name"))]
    role: Annotated[CrisisRole, Asked(_("Who they are"))]
    physical: Annotated[PhysicalExposure, Asked(_("Where they were"))]
    emotional: Annotated[EmotionalExposure, Asked(_("How close they are to those it happened to"))]
    reaction: Annotated[CrisisReaction, Asked(_("How they react"))]
    level: Annotated[InterventionLevel | None, Asked(_("Level"))] = None
    owner_id: Annotated[UUID, Asked(_("Who asks again"))]
    follow_up_on: Annotated[date | None, Asked(_("On; empty: by level"))] = None


class FollowedUp(Given):
    """Someone was asked how they are: again on a day, or not any more."""

    kind: Literal["followed_up"]
    person_id: Annotated[UUID, Asked(is_hidden=True)]
    words: Annotated[Words, Asked(_("How they are"))] = ""
    next_on: Annotated[date | None, Asked(_("Again on; empty: not any more"))] = None


type CrisisEntryIn = Annotated[RoomTaken | RoomGiven | PersonTriaged | FollowedUp, Field(discriminator="kind")]
entry_adapter: TypeAdapter[CrisisEntryIn] = TypeAdapter(CrisisEntryIn)
