"""What may be written about a crisis: a class for each kind. Pure."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter

from coordination.prevention.support.vocabulary import (
    CrisisReaction,
    CrisisRole,
    CrisisRoomUse,
    EmotionalExposure,
    InterventionLevel,
    PhysicalExposure,
)

NO_NUL = r"^[^\x00]*$"
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_NUL)]


class Written(BaseModel):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class RoomTaken(Written):
    """The team uses a room of the plan in force."""

    kind: Literal["room"]
    space_id: UUID
    use: CrisisRoomUse


class RoomGiven(Written):
    """The team does not use a room any more."""

    kind: Literal["room_given"]
    room_id: UUID


class PersonTriaged(Written):
    """Someone was exposed. Without `level` the suggested one holds; without a day the level's."""

    kind: Literal["person"]
    name: Name
    role: CrisisRole
    physical: PhysicalExposure
    emotional: EmotionalExposure
    reaction: CrisisReaction
    level: InterventionLevel | None = None
    owner_id: UUID
    follow_up_on: date | None = None


class FollowedUp(Written):
    """Someone was asked how they are: again on a day, or not any more."""

    kind: Literal["followed_up"]
    person_id: UUID
    words: Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=NO_NUL)] = ""
    next_on: date | None = None


type CrisisEntryIn = Annotated[RoomTaken | RoomGiven | PersonTriaged | FollowedUp, Field(discriminator="kind")]
entry_adapter: TypeAdapter[CrisisEntryIn] = TypeAdapter(CrisisEntryIn)
