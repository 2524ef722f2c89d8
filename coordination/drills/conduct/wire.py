"""What conducting an exercise takes and gives over HTTP. Pure."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from coordination.drills.conduct.vocabulary import ConductStep, InjectAct, InjectState
from coordination.room.wire.model import WireModel

Said = Annotated[str, StringConstraints(max_length=400)]


class ConductStepIn(WireModel):
    """A step. `pace` belongs to the step of this name: from 1 to 60 seconds of exercise time in a second."""

    step: ConductStep
    reason: Said = ""
    pace: float | None = None


class InjectActIn(WireModel):
    """What a controller does with an inject. To skip it needs words."""

    act: InjectAct
    words: Said = ""


class InjectActed(WireModel):
    """What became of an inject. `seq`: its entry in the exercise's room, where the system brought it in."""

    state: InjectState
    seq: int | None = None


class DiscussionStepIn(WireModel):
    """Which step of a discussion all screens show, counted from 1."""

    number: Annotated[int, Field(ge=1)]


class NoteIn(WireModel):
    """What was said to the step that is shown."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2000)]


class NoteOut(WireModel):
    """A note of a discussion. `number`: of the inject that was shown."""

    note_id: UUID
    number: int
    text: str
    by: str
    at: datetime
