"""Accountability by room: who is in it, who is missing, extra or injured, as those who are there say (SRP). Pure."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from coordination.room.capability import (
    NO_ONE,
    About,
    Alert,
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
from coordination.room.wire.model import Label, Reason, Texts
from coordination.vocabulary import DoorLock, ReportSource, RoomLead, RoomReportState
from mou.foundation.moments import Moment
from push.texts import PushWords

# A full gym or cafeteria, and then some; more is a slip of the finger.
MAX_PEOPLE = 2_000
# A whole bus. A reporter with more names gives a list.
MAX_NAMES = 60

Count = Annotated[int, Field(ge=0, le=MAX_PEOPLE)]
Names = Annotated[tuple[Label, ...], Field(max_length=MAX_NAMES)]


class RoomReport(RoomObject):
    """What one person says of one room. Reports of several people of one room stand side by side.

    `room_key` is the same in all reports of a room: the room's id on the plan, or the word that was typed.
    `moving_to`: the room to which its people go. `moving_to_key`: that room's `room_key`.
    `said_at`: when it was said, by the clock of the device, where it came later than it was said.
    `missing`, `extra` and `injured` are counts, left out where they are zero. `visitors` are counted apart from adults.
    `site_id`: whose room it is, where that is a site that has joined the incident: its people alone read it, and those
    whom its own agreements let in.
    `is_simulated`: an exercise brought it into play; it stands beside the reports, in no count and no time.
    `reported_by` is then the nil UUID, and `on_behalf_of` as whom it is played, with the mark of an exercise.
    """

    state_key: ClassVar = "room_reports"
    faces: ClassVar = Faces(
        map="accountability/report_plan.js",
        board="accountability/room_board.js",
        table="incident/twin/twin_sources.js",
    )
    room: str
    room_key: str
    site_id: UUID | None = None
    space_id: UUID | None = None
    level_id: UUID | None = None
    state: RoomReportState
    students: int | None = None
    adults: int | None = None
    visitors: int | None = None
    led_by: RoomLead | None = None
    missing: int | None = None
    extra: int | None = None
    injured: int | None = None
    door: DoorLock | None = None
    moving_to: str | None = None
    moving_to_key: str | None = None
    note: str | None = None
    source: ReportSource | None = None
    on_behalf_of: str | None = None
    reported_by: UUID
    reported_at: str
    said_at: str | None = None
    is_simulated: bool | None = None


class RoomReportNames(RoomObject):
    """Names of people in a report, under the report's id: for the school, and for responders who may see the roster.

    `in_place_of`: the scheduled teacher for whom a substitute is there.
    """

    state_key: ClassVar = "room_report_names"
    room: str
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    injured: tuple[str, ...] = ()
    in_place_of: str | None = None


class ReportRoom(Command):
    """Say how a room stands. `space_id` names a room of the plans, `room` says it in words: exactly one of them.

    A later report of the same person of the same room takes the place of theirs. `missing`, `extra` and `injured` are
    counts; the lists of names beside them may be shorter, and only the school and those who may see the roster give
    them. A substitute says so in `led_by`, and may name the teacher in `in_place_of`, which is read as those names are.
    `site_id`: whose room it is, where sites have joined the incident; without it, of the site for which one is there.
    A report that passes on another person's words names them in `on_behalf_of`, and in `source` how it was heard.
    """

    texts: ClassVar[Texts] = Texts.CLEANED

    type: Literal["report_room"]
    site_id: UUID | None = None
    space_id: UUID | None = None
    room: Annotated[Label | None, Field(examples=["Room 112"])] = None
    state: RoomReportState
    students: Count | None = None
    adults: Count | None = None
    visitors: Count | None = None
    led_by: RoomLead | None = None
    in_place_of: Label | None = None
    missing: Count = 0
    extra: Count = 0
    injured: Count = 0
    missing_names: Names = ()
    extra_names: Names = ()
    injured_names: Names = ()
    door: DoorLock | None = None
    moving_to_space_id: UUID | None = None
    moving_to: Label | None = None
    note: Reason | None = None
    source: ReportSource | None = None
    on_behalf_of: Label | None = None
    said_at: Moment | None = None


class WithdrawRoomReport(Command):
    """Take a report back: one's own, or anybody's for command. The log keeps it."""

    type: Literal["withdraw_room_report"]
    report_id: UUID
    reason: Reason


class RoomReported(Event):
    """`asks_for_help`: help or a medic is needed there, and was not before."""

    type: Literal["room_reported"] = "room_reported"
    report_id: UUID
    asks_for_help: bool


class RoomNamesReported(Event):
    """Names to a report, for the school's people. A responder with the right to the roster reads them by a request."""

    type: Literal["room_names_reported"] = "room_names_reported"
    report_id: UUID


class RoomReportWithdrawn(Event):
    type: Literal["room_report_withdrawn"] = "room_report_withdrawn"
    report_id: UUID
    room: str
    reason: str


class RoomNamesWithdrawn(Event):
    """A later report has no names, or the report was withdrawn."""

    type: Literal["room_names_withdrawn"] = "room_names_withdrawn"
    report_id: UUID
    room: str


REPORT = About(RoomReport, "report_id")
NAMES = About(RoomReportNames, "report_id")
CAPABILITY = Capability(
    title=gettext_noop("Room reports"),
    page_words="rooms_board_words",
    panel="accountability/room_board.js",
    needs=("disclosures", "messages", "people", "response_actions"),
    objects=(RoomReport, RoomReportNames),
    commands=(
        CommandRule(ReportRoom, need=RoomNeed.READ),
        CommandRule(
            WithdrawRoomReport,
            need=RoomNeed.READ,
            who=Who.AUTHOR,
            touches={"report_id": RoomReport},
        ),
    ),
    events=(
        EventRule(
            RoomReported,
            words=gettext_noop(
                "{room}: {state} · students: {students} · adults: {adults} · visitors: {visitors} · with {led_by}"
                " · missing: {missing} · extra: {extra} · injured: {injured} · door {door} · moving to {moving_to}"
                " · {source} · for {on_behalf_of} · {note}"
            ),
            # Command hears of a call for help; the devices of people who hide stay silent.
            alert=Alert(
                Told.COMMAND,
                when=lambda event: getattr(event, "asks_for_help", True),
                title=gettext_noop("A room asks for help"),
                push=PushWords(gettext_noop("A room asks for help")),
            ),
            about=REPORT,
        ),
        EventRule(
            RoomNamesReported,
            words=gettext_noop(
                "Names, {room} · missing: {missing} · extra: {extra} · injured: {injured} · in place of {in_place_of}"
            ),
            alert=NO_ONE,
            about=NAMES,
            # The names of children: read by those who open the entry, but not found by a search.
            is_searchable=False,
        ),
        EventRule(RoomReportWithdrawn, words=gettext_noop("Report of {room} withdrawn: {reason}"), alert=NO_ONE),
        EventRule(RoomNamesWithdrawn, words=gettext_noop("Names for {room} withdrawn"), alert=NO_ONE, is_quiet=True),
    ),
)
