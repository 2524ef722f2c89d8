"""The forms of the incident command system: what people wrote in their blocks. The rest follows from the log. Pure."""

from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from coordination.incident.ics_forms.vocabulary import IcsForm
from coordination.room.capability import (
    NO_ONE,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    RoomObject,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import refuse_control_characters

MAX_LINES, MAX_CELLS, MAX_CHARS = 300, 16, 20_000
Cell = Annotated[
    str, StringConstraints(max_length=2000, strip_whitespace=True), AfterValidator(refuse_control_characters)
]
Line = Annotated[tuple[Cell, ...], Field(min_length=1, max_length=MAX_CELLS)]
Lines = Annotated[
    tuple[Line, ...],
    Field(max_length=MAX_LINES, description="The block's lines; of each, a text for each column from the left."),
]
BlockNumber = Annotated[
    str, Field(min_length=1, max_length=8, description="The official number of a block.", examples=["5"])
]
SubjectWord = Annotated[
    str,
    Field(
        max_length=40,
        description="Of a 214 the id of a person or unit, of a 213 the seq of its message, of a 204 the id of a "
        "branch, division or group, or empty for the whole incident; else empty.",
    ),
]

SeenSeq = Annotated[
    int, Field(ge=0, description="The entry by which the block was written as the sender read it; 0: by none.")
]


class FormBlock(RoomObject):
    """What a person wrote in a block of a form, under an id that follows from form, block and subject."""

    state_key: ClassVar = "form_blocks"
    form: IcsForm
    block: BlockNumber
    subject: SubjectWord = ""
    lines: Lines
    written_by: UUID
    written_at: str


class EditFormBlock(Command):
    """Write in a block of a form. No later line of the log takes the place of it.

    `seen_seq`: the entry by which the block was written as the sender read it; 0: no person had written in it.
    """

    type: Literal["edit_form_block"]
    form: IcsForm
    block: BlockNumber
    subject: SubjectWord = ""
    lines: Lines
    seen_seq: SeenSeq = 0

    @model_validator(mode="after")
    def a_block_is_no_book(self) -> Self:
        if sum(len(cell) for line in self.lines for cell in line) > MAX_CHARS:
            raise ValueError(f"a block has at most {MAX_CHARS} characters")
        return self


class TakeFormSeed(Command):
    """Let a block say again what the log says; what was written in it stays in the log."""

    type: Literal["take_form_seed"]
    form: IcsForm
    block: BlockNumber
    subject: SubjectWord = ""
    seen_seq: SeenSeq = 0


class FormBlockWritten(Event):
    """What was written stands in the patch."""

    type: Literal["form_block_written"] = "form_block_written"
    form: IcsForm
    block: BlockNumber
    subject: SubjectWord = ""


class FormSeedTaken(Event):
    type: Literal["form_seed_taken"] = "form_seed_taken"
    form: IcsForm
    block: BlockNumber
    subject: SubjectWord = ""


CAPABILITY = Capability(
    title=gettext_noop("Forms (ICS)"),
    page_words="form_words",
    lists=(IcsForm,),
    objects=(FormBlock,),
    needs=("accountability", "command", "general_staff", "mutual_aid", "people", "units"),
    commands=(
        CommandRule(EditFormBlock, need=RoomNeed.READ, who=Who.HOLDER, reads_log=True),
        CommandRule(TakeFormSeed, need=RoomNeed.READ, who=Who.HOLDER, reads_log=True),
    ),
    events=(
        EventRule(
            FormBlockWritten,
            words=gettext_noop("ICS {form}, block {block}: written"),
            alert=NO_ONE,
            is_quiet=True,
        ),
        EventRule(
            FormSeedTaken,
            words=gettext_noop("ICS {form}, block {block}: says what the log says"),
            alert=NO_ONE,
            is_quiet=True,
        ),
    ),
)
