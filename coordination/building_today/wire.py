"""What the office says of a day, and what who has a card says: one class for each act."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from coordination.building_today.vocabulary import DayCardKind, DayChangeKind, ExpectedSource
from coordination.incident.accountability.capability import MAX_PEOPLE
from coordination.room.wire.model import refuse_control_characters
from coordination.vocabulary import DoorLock, PanicKind, RoomReportState
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.labelled import pgettext_noop
from mou.foundation.moments import Moment

LINE_CHARS, SHORT_CHARS = 120, 40
MOST_DEVICES, MOST_DAYS = 3, 5
_of_one_line = StringConstraints(strip_whitespace=True, max_length=LINE_CHARS, pattern=r"^[^\r\n]*$")
Line = Annotated[str, _of_one_line, AfterValidator(refuse_control_characters)]
Named = Annotated[Line, Field(min_length=1)]
Short = Annotated[Line, Field(max_length=SHORT_CHARS)]
People = Annotated[int, Field(ge=0, le=MAX_PEOPLE)]


class Given(BaseModel):
    """What is not declared is an error."""

    model_config = ConfigDict(extra="forbid")


class Timed(Given):
    """Something that holds from then until then."""

    starts_at: Annotated[Moment, Asked(pgettext_noop("time", "From"))]
    ends_at: Annotated[Moment, Asked(pgettext_noop("time", "Until"))]

    @model_validator(mode="after")
    def it_ends_after_it_starts(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("it ends after it starts")
        if (self.ends_at - self.starts_at).days >= MOST_DAYS:
            raise ValueError("it lasts five days at most")
        return self


class DayCardIn(Timed):
    """A card for the day: for whom, what they are, where they are, and who vouches for them."""

    kind: Annotated[DayCardKind, Asked(_("What they are"))]
    holder: Annotated[Named, Asked(_("Name"), hint=_("The office reads it. No log and no alert does."))]
    place: Annotated[Line, Asked(_("Room or class"), hint=_("As on the plan: 112. It stands in every press."))] = ""
    vouched_by: Annotated[Line, Asked(_("Who vouches for them"))] = ""
    devices_at_most: Annotated[int, Field(ge=1, le=MOST_DEVICES), Asked(_("On how many phones"))] = 1


class VisitorIn(Given):
    """A visitor who comes in."""

    name: Annotated[Named, Asked(_("Name"))]
    reason: Annotated[Line, Asked(_("Reason"))] = ""
    host: Annotated[Line, Asked(_("Whom they visit"))] = ""
    place: Annotated[Line, Asked(_("Where they go"))] = ""
    badge: Annotated[Short, Asked(_("Badge number"))] = ""


class RoomClosedIn(Timed):
    """A room that is not used, or whose class meets elsewhere."""

    room: Annotated[Named, Asked(_("Room"))]
    place: Annotated[Line, Asked(_("Where its class meets instead"), hint=_("Empty: the room is closed."))] = ""


class TripIn(Timed):
    """A class or group that is away."""

    group: Annotated[Named, Asked(_("Class or group"))]
    room: Annotated[Line, Asked(_("Its room"), hint=_("It then does not count as silent."))] = ""
    place: Annotated[Named, Asked(_("Where they are"))]
    students: Annotated[People, Asked(_("Students"))]
    adults: Annotated[People, Asked(_("Adults"))]
    contact: Annotated[Line, Asked(_("Who leads"))] = ""
    phone: Annotated[Short, Asked(_("Phone"), inputmode="tel")] = ""


class AfterHoursIn(Timed):
    """Who has the building, or rooms of it, when the school day is over."""

    group: Annotated[Named, Asked(_("Who has it"))]
    place: Annotated[Line, Asked(_("Rooms"))] = ""
    contact: Annotated[Named, Asked(_("Who is responsible"))]
    phone: Annotated[Short, Field(min_length=1), Asked(_("Phone"), inputmode="tel")]
    adults: Annotated[People | None, Asked(_("People"))] = None


class ClassCountIn(Given):
    """How many of a class are here today."""

    class_name: Annotated[Named, Asked(_("Class or room"))]
    enrolled: Annotated[People, Asked(_("Enrolled in it"))]
    present: Annotated[People, Asked(_("Present"))]
    with_substitute: Annotated[bool, Asked(_("With a substitute"))] = False

    @model_validator(mode="after")
    def no_more_are_here_than_there_are(self) -> Self:
        if self.present > self.enrolled:
            raise ValueError("no more are present than are enrolled")
        return self


class CardCodeIn(Given):
    """The code of a card, typed or brought by its QR code."""

    # Whatever it is, it is refused in the same words.
    code: Annotated[str, Asked(_("Code of your card"), is_once=True, autocomplete="off")] = ""


class CardPressIn(Given):
    """A call for help by a card. `press_id`: one for one intention; sent twice it presses once."""

    press_id: Annotated[UUID, Asked(is_hidden=True)]
    is_exercise: Annotated[bool, Asked(is_hidden=True)] = False
    kind: Annotated[PanicKind, Asked(_("What is it?"))] = PanicKind.EMERGENCY


class CardReportIn(Given):
    """How the room of who has the card stands. `report_id`: sent twice it is one report.

    `is_exercise`: what the page showed when it was typed; a report that was played is never one of a real incident.
    """

    report_id: Annotated[UUID, Asked(is_hidden=True)]
    is_exercise: Annotated[bool, Asked(is_hidden=True)] = False
    state: Annotated[RoomReportState, Asked(_("How is your room?"), shows_all=True)] = RoomReportState.OK
    students: Annotated[People | None, Asked(_("Students here"))] = None
    missing: Annotated[People, Asked(_("Missing"))] = 0
    injured: Annotated[People, Asked(_("Injured"))] = 0
    door: Annotated[DoorLock | None, Asked(_("Door"))] = None
    note: Annotated[Line, Asked(_("In a few words"))] = ""


ROOM_KEY = "The room, as reports of rooms name it in `room_key`."


class ClassExpected(Schema):
    """How many of a class are expected here now. `counted_at`: when that was said; null: by the roster's enrollment."""

    class_name: str
    room_key: Annotated[str, Field(description=ROOM_KEY)]
    expected: Annotated[int, Field(description="How many are expected in the building.")]
    enrolled: Annotated[int, Field(description="How many the class has.")]
    source: ExpectedSource
    counted_at: datetime | None


class RoomOtherwise(Schema):
    """A room from which no report is expected today. `words`: why, in the reader's language."""

    room_key: Annotated[str, Field(description=ROOM_KEY)]
    kind: DayChangeKind
    words: str


class VisitorsAt(Schema):
    """How many visitors said that they go there; an empty place: they did not say."""

    place: str
    visitors: int


class VisitorHere(Schema):
    """A visitor who has not checked out."""

    name: Annotated[str, Field(description="As they or the office wrote it.")]
    host: Annotated[str, Field(description="Whom they visit.")]
    place: Annotated[str, Field(description="Where they said that they go.")]
    came_at: Annotated[datetime, Field(description="When they checked in.")]


class BuildingToday(Schema):
    """Who is in the building of an incident, and what is otherwise there today.

    `visitors` are numbers, for all readers of the room. `named`, `expected` and the contacts in `lines` are for readers
    who may see the roster. `lines`: closed rooms, trips and use after hours, as sentences in the reader's language.
    """

    visitors: int
    visitors_at: Annotated[list[VisitorsAt], Field(description="By where they said that they go.")]
    named: Annotated[list[VisitorHere], Field(description="Of more than two hundred, the newest.")]
    rooms: list[RoomOtherwise]
    lines: list[str]
    expected: list[ClassExpected]


class OneCard(Given):
    """Which card of a list."""

    card_id: Annotated[UUID, Asked(is_hidden=True)]


class OneVisitor(Given):
    """Which visitor of a list."""

    visitor_id: Annotated[UUID, Asked(is_hidden=True)]


class OneChange(Given):
    """Which change of a list."""

    change_id: Annotated[UUID, Asked(is_hidden=True)]


class EntryOfDayOut(Schema):
    """The id of what was written down."""

    id: UUID


class DayCardOut(Schema):
    """A card that was made. Its code stands in the fragment of the address in `qr_svg`, which no server sees."""

    id: UUID
    code: str
    address: str
    qr_svg: str
