"""Role cards in an incident: what each person ticked, and who has said that they cannot hold their role. Pure."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from coordination.incident.staff_roles.rules import MOST_STEPS
from coordination.incident.staff_roles.vocabulary import StaffRole
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
from push.texts import PushWords

StepNumber = Annotated[int, Field(ge=1, le=MOST_STEPS, description="The place of the step on its card, from 1.")]
StepOfCard = Annotated[int, Field(description="The place of the step on its card, from 1.")]
RoleWordsIn = Annotated[dict[str, str], Field(description="What the role is called in other languages, by language.")]


class RoleTick(RoomObject):
    """A ticked step, in the words of the card that holds in this incident. `version`: which card that is.

    Of a role that one person holds at a time there is one tick of a step, which stays when the role passes on. Of
    another, such as teachers, each person has their own.
    `site_id`: of which school, where it is one whose site has joined the incident; left out at the incident's own.
    """

    state_key: ClassVar = "role_ticks"
    role: StaffRole
    role_words: str
    role_words_in: RoleWordsIn = {}
    version: str
    step: StepOfCard
    words: str
    words_in: dict[str, str] = {}
    site_id: UUID | None = None
    ticked_by: UUID
    ticked_at: str


class RoleAside(RoomObject):
    """A participant who has said that they cannot hold a role: until they take it back, the next one holds it.

    `site_id`: as of a tick.
    """

    state_key: ClassVar = "roles_aside"
    role: StaffRole
    role_words: str
    role_words_in: RoleWordsIn = {}
    site_id: UUID | None = None
    participant_id: UUID
    said_at: str


class TickRoleStep(Command):
    """Say that a step of one's role card is done. For the person who holds the role now."""

    type: Literal["tick_role_step"]
    role: StaffRole
    step: StepNumber


class UntickRoleStep(Command):
    """Take back that a step is done: for the person who ticked it, or who holds the role now."""

    type: Literal["untick_role_step"]
    role: StaffRole
    step: StepNumber


class StandAsideFromRole(Command):
    """Say that one cannot hold a role now: the next deputy holds it. For people who are named for it."""

    type: Literal["stand_aside_from_role"]
    role: StaffRole


class ReturnToRole(Command):
    """Say that one can hold a role again, after having stood aside."""

    type: Literal["return_to_role"]
    role: StaffRole


class RoleStepTicked(Event):
    type: Literal["role_step_ticked"] = "role_step_ticked"
    tick_id: UUID


class RoleStepUnticked(Event):
    """The tick is gone from the state; what it said stands here."""

    type: Literal["role_step_unticked"] = "role_step_unticked"
    role: StaffRole
    role_words: str
    role_words_in: RoleWordsIn = {}
    step: StepOfCard
    words: str
    words_in: dict[str, str] = {}


class RoleStoodAside(Event):
    type: Literal["role_stood_aside"] = "role_stood_aside"
    aside_id: UUID


class RoleTakenUp(Event):
    """Who had stood aside can hold the role again."""

    type: Literal["role_taken_up"] = "role_taken_up"
    role: StaffRole
    role_words: str
    role_words_in: RoleWordsIn = {}


CAPABILITY = Capability(
    title=gettext_noop("Role cards"),
    page_words="role_card_words",
    panel="role_cards/role_panel.js",
    needs=("accountability",),
    objects=(RoleTick, RoleAside),
    commands=(
        CommandRule(TickRoleStep, need=RoomNeed.READ, who=Who.HOLDER),
        CommandRule(UntickRoleStep, need=RoomNeed.READ, who=Who.HOLDER),
        CommandRule(StandAsideFromRole, need=RoomNeed.READ, who=Who.HOLDER),
        CommandRule(ReturnToRole, need=RoomNeed.READ, who=Who.HOLDER),
    ),
    events=(
        EventRule(
            RoleStepTicked,
            words=gettext_noop("Done · {role_words}: {words}"),
            alert=NO_ONE,
            about=About(RoleTick, "tick_id"),
            is_quiet=True,
        ),
        EventRule(RoleStepUnticked, words=gettext_noop("Not done after all · {role_words}: {words}"), alert=NO_ONE),
        EventRule(
            RoleStoodAside,
            words=gettext_noop("Cannot hold the role: {role_words}"),
            # Who holds it from now on, and those with a command role.
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_aside",
                title=gettext_noop("A role passes on"),
                push=PushWords(gettext_noop("A role in this incident passes to you, or has passed on")),
            ),
            about=About(RoleAside, "aside_id"),
        ),
        EventRule(RoleTakenUp, words=gettext_noop("Holds the role again: {role_words}"), alert=NO_ONE),
    ),
)
