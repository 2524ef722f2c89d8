"""A reunification as the room knows it: where it is, who has which role, and counts. No student is named. Pure."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.reunification.rules import Equation
from coordination.incident.reunification.vocabulary import SUMMED, ReunificationRole, ReunificationState, StudentGroup
from coordination.room.capability import (
    NO_ONE,
    About,
    Alert,
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
from coordination.room.wire.model import Label, Reason
from push.texts import PushWords

Count = Annotated[int, Field(ge=0)]
Code = Annotated[str, Field(description="The number of a student in this operation: S-0412; in an exercise X-0412.")]


class Reunification(RoomObject):
    """One operation, under its id, with the numbers of its students. `roster_at`: how old the list is they come from.

    `enrolled` less `absent` is the sum of the eight numbers after it. `closing_asked_by`: the first of two people who
    say why it is closed although students are not resolved; it counts for fifteen minutes from `closing_asked_at`.
    """

    state_key: ClassVar = "reunifications"
    state: ReunificationState
    place: str
    opened_by: UUID
    opened_at: str
    roster_at: str | None = None
    enrolled: Count
    absent: Count
    not_yet_here: Count
    here: Count = 0
    reunited: Count = 0
    hospital: Count = 0
    with_police: Count = 0
    ran: Count = 0
    elsewhere: Count = 0
    missing: Count = 0
    closing_asked_by: UUID | None = None
    closing_asked_at: str | None = None
    closed_at: str | None = None

    def equation(self) -> Equation:
        """Return the sum as it stands."""
        return Equation(self.enrolled, self.absent, {one: getattr(self, one.value) for one in SUMMED})


class ReunificationPlace(RoomObject):
    """A site of an operation. `moved_to`: the place that was opened instead of it."""

    state_key: ClassVar = "reunification_places"
    operation_id: UUID
    place: str
    reunification_site_id: UUID | None = None
    opened_at: str
    closed_at: str | None = None
    moved_to: UUID | None = None


class RoleInReunification(RoomObject):
    """A role that a participant has in an operation; `place_id`: at which of its sites."""

    state_key: ClassVar = "reunification_roles"
    operation_id: UUID
    role: ReunificationRole
    participant_id: UUID
    place_id: UUID | None = None
    given_by: UUID
    given_at: str


# --- commands ---------------------------------------------------------------------------------------------------------
class OpenReunification(Command):
    """Open a reunification at a site, with the students of the school's roster. The sender becomes its director.

    For a command role of the site's school or district. One is open in a room at a time.
    """

    type: Literal["open_reunification"]
    operation_id: UUID
    place_id: UUID
    place: Label
    reunification_site_id: UUID | None = None


class PauseReunification(Command):
    """Pause an operation: no child is released until it goes on. For the director."""

    type: Literal["pause_reunification"]
    operation_id: UUID
    reason: Reason


class ResumeReunification(Command):
    """Go on with a paused operation. For the director."""

    type: Literal["resume_reunification"]
    operation_id: UUID


class OpenReunificationPlace(Command):
    """Open a further site, or one instead of another, which closes: the operation moves. For the director."""

    type: Literal["open_reunification_place"]
    operation_id: UUID
    place_id: UUID
    place: Label
    reunification_site_id: UUID | None = None
    instead_of: UUID | None = None


class CloseReunificationPlace(Command):
    """Close a site of an operation that has another one. For the director."""

    type: Literal["close_reunification_place"]
    operation_id: UUID
    place_id: UUID


class GiveReunificationRole(Command):
    """Take a role in an operation, or give it to a participant. A new director takes the place of the one before."""

    type: Literal["give_reunification_role"]
    operation_id: UUID
    role: ReunificationRole
    participant_id: UUID | None = None
    place_id: UUID | None = None


class EndReunificationRole(Command):
    """Take a vest off: one's own or, for the director, another person's."""

    type: Literal["end_reunification_role"]
    operation_id: UUID
    role_id: UUID


class CloseReunification(Command):
    """Close an operation. While the sum does not close, two people say why, one after the other.

    The director and, as the second person, anyone who has a command role in the room.
    """

    type: Literal["close_reunification"]
    operation_id: UUID
    reason: Reason | None = None


# --- events -----------------------------------------------------------------------------------------------------------
class ReunificationOpened(Event):
    type: Literal["reunification_opened"] = "reunification_opened"
    operation_id: UUID


class ReunificationPaused(Event):
    type: Literal["reunification_paused"] = "reunification_paused"
    operation_id: UUID
    reason: str


class ReunificationResumed(Event):
    type: Literal["reunification_resumed"] = "reunification_resumed"
    operation_id: UUID


class ReunificationPlaceOpened(Event):
    """`before`: the site that closed with it."""

    type: Literal["reunification_place_opened"] = "reunification_place_opened"
    place_id: UUID
    before: str = ""


class ReunificationPlaceClosed(Event):
    type: Literal["reunification_place_closed"] = "reunification_place_closed"
    place_id: UUID


class ReunificationRoleGiven(Event):
    """`name`: who has it, as the room knows them."""

    type: Literal["reunification_role_given"] = "reunification_role_given"
    role_id: UUID
    name: str
    role_words: str
    role_words_in: dict[str, str] = {}


class ReunificationRoleEnded(Event):
    type: Literal["reunification_role_ended"] = "reunification_role_ended"
    role_id: UUID
    name: str
    role_words: str
    role_words_in: dict[str, str] = {}


class ReunificationCounted(Event):
    """Students came into a group, or absent ones were taken out of the sum; `codes` says which, without names."""

    type: Literal["reunification_counted"] = "reunification_counted"
    operation_id: UUID
    codes: list[Code]
    number: int
    group: StudentGroup
    group_words: str
    group_words_in: dict[str, str] = {}
    place_id: UUID | None = None


class ReunificationClosingAsked(Event):
    """The first of two people has said why the operation is closed although `unresolved` students are left."""

    type: Literal["reunification_closing_asked"] = "reunification_closing_asked"
    operation_id: UUID
    unresolved: int
    reason: str


class ReunificationClosed(Event):
    type: Literal["reunification_closed"] = "reunification_closed"
    operation_id: UUID
    unresolved: int
    reason: str = ""


OPERATION = About(Reunification, "operation_id")
PLACE = About(ReunificationPlace, "place_id")
OF_OPERATION = {"operation_id": Reunification}
CAPABILITY = Capability(
    title=gettext_noop("Reunification"),
    page_words="reunification_operation_words",
    objects=(Reunification, ReunificationPlace, RoleInReunification),
    needs=("lifecycle",),
    guards={CloseIncident: "refuse_while_reuniting"},
    commands=(
        CommandRule(OpenReunification, need=RoomNeed.COMMAND, who=Who.SCHOOL, has_tables=True),
        CommandRule(PauseReunification, need=RoomNeed.READ, who=Who.HOLDER, touches=OF_OPERATION),
        CommandRule(ResumeReunification, need=RoomNeed.READ, who=Who.HOLDER, touches=OF_OPERATION),
        CommandRule(OpenReunificationPlace, need=RoomNeed.READ, who=Who.HOLDER, touches=OF_OPERATION),
        CommandRule(CloseReunificationPlace, need=RoomNeed.READ, who=Who.HOLDER, touches=OF_OPERATION),
        CommandRule(GiveReunificationRole, need=RoomNeed.READ, who=Who.HOLDER, touches=OF_OPERATION),
        CommandRule(EndReunificationRole, need=RoomNeed.READ, who=Who.HOLDER, touches=OF_OPERATION),
        CommandRule(CloseReunification, need=RoomNeed.READ, who=Who.HOLDER, touches=OF_OPERATION, has_tables=True),
    ),
    events=(
        EventRule(
            ReunificationOpened,
            words=gettext_noop("Reunification begins: {place}"),
            alert=Alert(
                Told.PRESENT,
                title=gettext_noop("Reunification begins"),
                push=PushWords(gettext_noop("Families are reunited with their children now")),
            ),
            about=OPERATION,
        ),
        EventRule(
            ReunificationPaused,
            words=gettext_noop("Reunification is paused: {reason}"),
            alert=Alert(
                Told.PRESENT,
                title=gettext_noop("Reunification is paused"),
                push=PushWords(gettext_noop("The reunification is paused")),
            ),
            about=OPERATION,
        ),
        EventRule(ReunificationResumed, words=gettext_noop("Reunification goes on"), alert=NO_ONE, about=OPERATION),
        EventRule(
            ReunificationPlaceOpened,
            words=gettext_noop("Reunification site: {place} · instead of: {before}"),
            alert=Alert(
                Told.PRESENT,
                title=gettext_noop("A reunification site has opened"),
                push=PushWords(gettext_noop("A reunification site has opened or moved")),
            ),
            about=PLACE,
        ),
        EventRule(
            ReunificationPlaceClosed,
            words=gettext_noop("Reunification site closed: {place}"),
            alert=NO_ONE,
            about=PLACE,
        ),
        EventRule(
            ReunificationRoleGiven,
            words=gettext_noop("{role_words}: {name}"),
            alert=NO_ONE,
            about=About(RoleInReunification, "role_id"),
            is_quiet=True,
        ),
        EventRule(
            ReunificationRoleEnded,
            words=gettext_noop("Vest off · {role_words}: {name}"),
            alert=NO_ONE,
            is_quiet=True,
        ),
        EventRule(
            ReunificationCounted,
            words=gettext_noop("Students: {number} · {group_words}"),
            alert=NO_ONE,
            about=OPERATION,
            is_quiet=True,
        ),
        EventRule(
            ReunificationClosingAsked,
            words=gettext_noop("The reunification is to close; {unresolved} not resolved: {reason}"),
            alert=Alert(
                Told.COMMAND,
                title=gettext_noop("A second person is asked for"),
                push=PushWords(gettext_noop("A reunification is to close: a second person is asked for")),
            ),
            about=OPERATION,
        ),
        EventRule(
            ReunificationClosed,
            words=gettext_noop("Reunification closed; {unresolved} not resolved. {reason}"),
            alert=NO_ONE,
            about=OPERATION,
        ),
    ),
)
