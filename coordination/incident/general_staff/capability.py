"""The staff of an incident (ICS): who holds which function, taking it, giving it, handing it on, giving it up. Pure."""

from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from coordination.incident.general_staff.vocabulary import SUBDIVISIONS, FunctionBasis, FunctionEnd, StaffFunction
from coordination.incident.people.capability import LeaveRoom, RemoveParticipant
from coordination.room.capability import (
    NO_ONE,
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
from coordination.room.wire.model import Label, Reason, WireModel
from coordination.vocabulary import CommandOfferOutcome
from push.texts import PushWords

OF_SUBDIVISION = "The name of a branch, division or group; no other function has one."
Subdivision = Annotated[Label | None, Field(description=OF_SUBDIVISION, examples=["North"])]
NamedSubdivision = Annotated[str | None, Field(description=OF_SUBDIVISION)]


class FunctionOffer(WireModel):
    """An offer of the holder that waits for its answer."""

    to: UUID
    offered_at: str


class HeldFunction(RoomObject):
    """A function of the staff that is or was held. `holder` and what goes with it: none while it is vacant.

    `appointed_by`: who of command gave it, where it was given. `vacant_since`: while it is vacant.
    """

    state_key: ClassVar = "staff_functions"
    function: StaffFunction
    subdivision: NamedSubdivision = None
    holder: UUID | None = None
    since: str | None = None
    basis: FunctionBasis | None = None
    appointed_by: UUID | None = None
    offer: FunctionOffer | None = None
    vacant_since: str | None = None


class FunctionCommand(Command):
    """Of one function; a branch, division or group is known by its name."""

    function: Annotated[StaffFunction, Field(examples=["division"])]
    subdivision: Subdivision = None

    @model_validator(mode="after")
    def a_subdivision_alone_has_a_name(self) -> Self:
        if (self.function in SUBDIVISIONS) != (self.subdivision is not None):
            raise ValueError("a branch, division or group has a subdivision's name, and no other function has one")
        return self


class ClaimFunction(FunctionCommand):
    """Take a function that no person holds."""

    type: Literal["claim_function"]


class AppointToFunction(FunctionCommand):
    """Give a function to a person in the room, also from its holder. In command; of operations, its subdivisions."""

    type: Literal["appoint_to_function"]
    participant_id: UUID


class OfferFunction(FunctionCommand):
    """Offer a function that one holds to a person in the room."""

    type: Literal["offer_function"]
    participant_id: UUID


class AcceptFunction(FunctionCommand):
    """Take the function that was offered to oneself."""

    type: Literal["accept_function"]


class DeclineFunction(FunctionCommand):
    """Decline a function that was offered to oneself; for its holder and for command: take the offer back."""

    type: Literal["decline_function"]


class ReleaseFunction(FunctionCommand):
    """Give up a function that one holds; in command: relieve its holder."""

    type: Literal["release_function"]
    reason: Reason


class FunctionClaimed(Event):
    type: Literal["function_claimed"] = "function_claimed"
    function: StaffFunction


class FunctionAppointed(Event):
    """`relieved`: the participant from whom it was taken; `relieved_name`: what they are called."""

    type: Literal["function_appointed"] = "function_appointed"
    function: StaffFunction
    subdivision: NamedSubdivision = None
    to: UUID
    to_name: str
    relieved: UUID | None = None
    relieved_name: str | None = None


class FunctionOffered(Event):
    type: Literal["function_offered"] = "function_offered"
    function: StaffFunction
    subdivision: NamedSubdivision = None
    to: UUID
    to_name: str


class FunctionAccepted(Event):
    type: Literal["function_accepted"] = "function_accepted"
    function: StaffFunction
    subdivision: NamedSubdivision = None
    offered_by: UUID
    offered_by_name: str


class FunctionOfferEnded(Event):
    type: Literal["function_offer_ended"] = "function_offer_ended"
    function: StaffFunction
    subdivision: NamedSubdivision = None
    outcome: CommandOfferOutcome
    to: UUID
    to_name: str


class FunctionReleased(Event):
    """The function is vacant: its holder gave it up, was relieved, left or may not be here any more, as `end` says.

    Where access ended, the server writes it, as its author says.
    """

    type: Literal["function_released"] = "function_released"
    function: StaffFunction
    subdivision: NamedSubdivision = None
    holder: Annotated[UUID, Field(description="The participant who held it until now.")]
    holder_name: str
    end: FunctionEnd
    reason: str | None = None


CAPABILITY = Capability(
    title=gettext_noop("General staff"),
    page_words="staff_words",
    panel="general_staff/staff_panel.js",
    lists=(StaffFunction, FunctionBasis, FunctionEnd),
    objects=(HeldFunction,),
    needs=("command", "lifecycle", "people"),
    guards={LeaveRoom: "end_functions_of_who_leaves", RemoveParticipant: "end_functions_of_who_is_removed"},
    commands=(
        CommandRule(ClaimFunction, need=RoomNeed.READ, who=Who.RESPONDER_OR_COMMAND),
        CommandRule(AppointToFunction, need=RoomNeed.READ, who=Who.IN_COMMAND),
        CommandRule(OfferFunction, need=RoomNeed.READ, who=Who.HOLDER),
        CommandRule(AcceptFunction, need=RoomNeed.READ, who=Who.RESPONDER_OR_COMMAND),
        CommandRule(DeclineFunction, need=RoomNeed.READ, who=Who.RESPONDER_OR_COMMAND),
        CommandRule(ReleaseFunction, need=RoomNeed.READ, who=Who.HOLDER),
    ),
    events=(
        EventRule(FunctionClaimed, words=gettext_noop("Took a function: {function}"), alert=NO_ONE),
        EventRule(
            FunctionAppointed,
            words=gettext_noop("{function} · {subdivision} · given to {to_name} · relieved {relieved_name}"),
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_appointment",
                title=gettext_noop("Function given"),
                push=PushWords(gettext_noop("You were given a function in the incident")),
            ),
        ),
        EventRule(
            FunctionOffered,
            words=gettext_noop("{function} · {subdivision} · offered to {to_name}"),
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_function_offer",
                title=gettext_noop("Function offered"),
                push=PushWords(gettext_noop("A function in the incident is offered to you")),
            ),
        ),
        EventRule(
            FunctionAccepted,
            words=gettext_noop("{function} · {subdivision} · accepted from {offered_by_name}"),
            alert=NO_ONE,
        ),
        EventRule(
            FunctionOfferEnded,
            words=gettext_noop("{function} · {subdivision} · {outcome} · {to_name}"),
            alert=NO_ONE,
            is_quiet=True,
        ),
        EventRule(
            FunctionReleased,
            words=gettext_noop("{function} · {subdivision} · vacant: {holder_name} · {end} · {reason}"),
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_vacant_function",
                title=gettext_noop("Function vacant"),
                push=PushWords(gettext_noop("A function in the incident is vacant")),
            ),
        ),
    ),
)
