"""What a person writes of a room or place that they stand in: bodies of routes, and forms of the walk. Pure."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from mapping.options.rules import (
    MOST_COVER_M,
    MOST_WAYS_OUT,
    NOTE_CHARS,
    WAY_CHARS,
    PlaceOptions,
    PlaceWayOut,
    RoomOptions,
    WayOut,
)
from mapping.options.vocabulary import BuildingLock, PlaceKind, PlaceWay, RoomLock, WayOutKind
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.shown_text import first_hidden


def _one_line(most: int) -> StringConstraints:
    return StringConstraints(strip_whitespace=True, max_length=most, pattern=r"^[^\r\n]*$")


def _refuse_hidden(text: str) -> str:
    if first_hidden(text) is not None:
        raise ValueError("control characters are not taken")
    return text


class WayOutIn(BaseModel):
    """A further way out of a room."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[WayOutKind, Asked(_("Through"), begins_empty=True)]
    to: Annotated[
        str,
        _one_line(WAY_CHARS),
        AfterValidator(_refuse_hidden),
        Field(description="Where it leads, in words; may be empty."),
        Asked(_("To which side"), example=_("the east lawn")),
    ] = ""


class RoomWalkedIn(BaseModel):
    """What was seen in a room on foot. The newest counts."""

    model_config = ConfigDict(extra="forbid")

    locks: Annotated[RoomLock, Asked(_("Can the doors be locked?"), shows_all=True, begins_empty=True)]
    can_barricade: Annotated[
        bool, Asked(_("Can the door be barricaded with what stands in the room?"), shows_all=True, begins_empty=True)
    ]
    is_hidden: Annotated[
        bool,
        Asked(_("Can everybody be out of sight from the door and its window?"), shows_all=True, begins_empty=True),
    ]
    ways_out: Annotated[
        list[WayOutIn],
        Field(max_length=MOST_WAYS_OUT, description="Besides the door that people come in by."),
        Asked(_("Other ways out, besides the door that people come in by")),
    ] = []
    cover_m: Annotated[
        int | None,
        Field(ge=0, le=MOST_COVER_M, description="Meters to cover outside this room; null: not said."),
        Asked(
            _("Meters to cover"),
            hint=_("How far it is from the door to a wall, or to a room that locks. Ten steps are about 7 meters."),
        ),
    ] = None
    note: Annotated[
        str,
        _one_line(NOTE_CHARS),
        AfterValidator(_refuse_hidden),
        Asked(_("Note")),
    ] = ""

    def options(self) -> RoomOptions:
        """Return it as the rules read it."""
        ways = tuple(WayOut(one.kind, one.to) for one in self.ways_out)
        return RoomOptions(self.locks, self.can_barricade, self.is_hidden, ways, self.cover_m)


class PlaceWayIn(BaseModel):
    """Where people get to from a hall, from outdoors, or out of a building."""

    model_config = ConfigDict(extra="forbid")

    kind: Annotated[PlaceWay, Asked(_("What is there"), begins_empty=True)]
    to: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=WAY_CHARS, pattern=r"^[^\r\n]*$"),
        AfterValidator(_refuse_hidden),
        Field(description="Which one, in words."),
        Asked(_("Which one"), example=_("112, door 7, the north gate")),
    ]


class PlaceWalkedIn(BaseModel):
    """What was seen in a hall, outdoors, or of a whole building, on foot. The newest counts."""

    model_config = ConfigDict(extra="forbid")

    locks: Annotated[
        BuildingLock | None,
        Field(description="Of a building, always; of any other place null."),
        Asked(_("Can the outside doors be locked?"), shows_all=True, begins_empty=True),
    ] = None
    ways_out: Annotated[
        list[PlaceWayIn],
        Field(max_length=MOST_WAYS_OUT, description="Of a building: besides the main entrance."),
        Asked(_("Where people get to from here, the nearest first; from a building, besides the main entrance")),
    ] = []
    cover_m: Annotated[
        int | None,
        Field(ge=0, le=MOST_COVER_M, description="Meters to the nearest of them; null: not said."),
        Asked(_("Meters to the nearest of them"), hint=_("Ten steps are about 7 meters.")),
    ] = None
    note: Annotated[
        str,
        _one_line(NOTE_CHARS),
        AfterValidator(_refuse_hidden),
        Asked(_("Note")),
    ] = ""

    def options(self, kind: PlaceKind) -> PlaceOptions:
        """Return it as the rules read it, for a place of this kind."""
        ways = tuple(PlaceWayOut(one.kind, one.to) for one in self.ways_out)
        return PlaceOptions(kind, ways, self.cover_m, self.locks)
