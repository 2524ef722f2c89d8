"""What is said of role cards: the bodies of the routes, and the forms of the pages."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from coordination.incident.staff_roles.rules import JOINS_WITHIN_MIN, MOST_NAMED, MOST_STEPS, STEP_CHARS
from coordination.incident.staff_roles.vocabulary import CardAction, CardPhase, CardSource, NamedBy, StaffRole
from coordination.room.wire.model import refuse_control_characters
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

# A step is read at a look.
ONE_LINE = r"^[^\r\n]*$"
StepWords = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=STEP_CHARS, pattern=ONE_LINE),
    AfterValidator(refuse_control_characters),
]
StepWordsInSpanish = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=STEP_CHARS, pattern=ONE_LINE),
    AfterValidator(refuse_control_characters),
]


class CardStepIn(BaseModel):
    """A step of a card. Without an action it is done in all of them."""

    model_config = ConfigDict(extra="forbid")

    phase: Annotated[CardPhase, Asked(_("When"))]
    action: Annotated[
        CardAction | None, Field(description="Only while it is on; null: in all."), Asked(_("In which action"))
    ] = None
    words: Annotated[StepWords, Field(description="One line: what is to be done."), Asked(_("What to do"))]
    words_es: Annotated[
        StepWordsInSpanish, Field(description="The same step in Spanish, if it has it."), Asked(_("In Spanish"))
    ] = ""


class RoleCardIn(BaseModel):
    """A card in one's own words. It holds for incidents that open from now on.

    `drawn_from`: the version that was changed, so that no one undoes what another person saved meanwhile.
    """

    model_config = ConfigDict(extra="forbid")

    drawn_from: Annotated[str, Field(max_length=40), Asked(is_hidden=True, is_renewed=False)]
    joins_within_min: Annotated[
        int,
        Field(ge=1, le=30),
        Asked(
            _("Minutes until a deputy steps in"),
            hint=_("So long a person who is named for the role is awaited in the incident."),
        ),
    ] = JOINS_WITHIN_MIN
    steps: Annotated[
        list[CardStepIn],
        Field(min_length=1, max_length=MOST_STEPS),
        Field(description="All steps of the card, in their order."),
        Asked(_("Steps")),
    ]


class NamedIn(BaseModel):
    """A person who is named for a role, by their membership of the school or its district."""

    model_config = ConfigDict(extra="forbid")

    member_id: Annotated[UUID, Asked(_("Person"))]


class NamedForRoleIn(BaseModel):
    """Who is named for a role, in order: the first holds it, the others are deputies. Empty: no one is named."""

    model_config = ConfigDict(extra="forbid")

    people: Annotated[
        list[NamedIn],
        Field(max_length=MOST_NAMED),
        Field(description="The first holds it, the others are deputies."),
        Asked(_("In their order")),
    ] = []

    @field_validator("people")
    @classmethod
    def _each_once(cls, people: list[NamedIn]) -> list[NamedIn]:
        if len({one.member_id for one in people}) != len(people):
            raise ValueError("each person once")
        return people


class CardStepOut(Schema):
    """A step. `number`: its place on the card, from 1. `action`: only while it is on; null: in all of them."""

    number: int
    phase: CardPhase
    action: CardAction | None
    words: str
    words_es: Annotated[str, Field(description="The same in Spanish; empty: only as it was written.")]


class NamedPersonOut(Schema):
    """A person whose role it is, in order. `named_by`: how that is known."""

    member_id: UUID
    name: str
    title: str
    named_by: NamedBy


class RoleCardOut(Schema):
    """A card as it holds now, and the people whose role it is.

    `version`: whose words it has, and which edition of theirs: "library", "district 3". `is_of_one`: one person holds
    it at a time, and the others are deputies.
    """

    role: StaffRole
    source: CardSource
    version: str
    is_of_one: bool
    joins_within_min: Annotated[int, Field(description="Who has not joined after so many minutes is passed over.")]
    steps: Annotated[list[CardStepOut], Field(description="All its steps, in their order.")]
    people: Annotated[list[NamedPersonOut], Field(description="Whose role it is, in their order.")]


class CardVersionOut(Schema):
    """The version of a card after a change."""

    version: Annotated[str, Field(description="'library', or whose edition it is and its number.")]
