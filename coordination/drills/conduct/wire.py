"""What conducting an exercise takes and gives over HTTP. Pure."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from coordination.drills.conduct.vocabulary import ConductStep, InjectAct, InjectState
from coordination.room.wire.model import WireModel
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

Said = Annotated[str, StringConstraints(max_length=400)]


class ConductStepIn(WireModel):
    """A step. `pace` belongs to the step of this name: from 1 to 60 seconds of exercise time in a second."""

    step: Annotated[ConductStep, Asked(is_hidden=True)]
    reason: Annotated[Said, Asked(_("Why, as all in the room read it"))] = ""
    pace: Annotated[float | None, Asked(_("How fast exercise time passes"))] = None


class InjectActIn(WireModel):
    """What a controller does with an inject. To skip it needs words."""

    act: InjectAct
    words: Said = ""


class InjectChosenIn(WireModel):
    """The inject that a button of the desk is about."""

    inject_id: Annotated[UUID, Asked(is_hidden=True)]


class InjectSkippedIn(WireModel):
    """Why an inject does not come."""

    words: Annotated[Said, StringConstraints(min_length=1), Asked(_("Why it does not come"))]


class InjectActed(WireModel):
    """What became of an inject. `seq`: its entry in the exercise's room, where the system brought it in."""

    state: InjectState
    seq: int | None = None


class DiscussionStepIn(WireModel):
    """Which step of a discussion all screens show, counted from 1."""

    number: Annotated[int, Field(ge=1), Asked(is_hidden=True)]


class NoteIn(WireModel):
    """What was said to the step that is shown."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2000), Asked(_("A note to this step"), lines=3)]


class NoteOut(WireModel):
    """A note of a discussion. `number`: of the inject that was shown."""

    note_id: UUID
    number: int
    text: str
    by: str
    at: datetime
