"""What is given about evaluations: bodies of the interface, what the forms of pages ask; and what is returned."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints

from coordination.drills.evaluation.vocabulary import HotWashScale, HotWashState, MilestoneKind, PerformanceRating
from coordination.drills.evaluation.work.anonymous import HotWashGiven
from coordination.drills.evaluation.work.observing import Observed
from coordination.drills.evaluation.work.rating import FinalDecided, TaskRated
from coordination.drills.exercises.vocabulary import CoreCapability
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.moments import Moment

Note = Annotated[str, Field(max_length=4000)]
RatedThing = Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{36}( [a-z_]{1,40})?$")]
# So many rows are in one form; a larger plan is decided in several.
MOST_FINALS = 200
OneToFive = Annotated[int, Field(ge=1, le=5)]


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class RatingSaid(Closed):
    """How an evaluator saw a task."""

    rating: Annotated[PerformanceRating, Asked(_("Rating"), shows_all=True)]
    notes: Annotated[Note, Asked(_("Notes"), lines=3)] = ""


class TaskRatingIn(RatingSaid):
    """How the caller saw a task. `id` is the client's; `said_at`: when, where it comes late; `upload_id`: a photo."""

    id: UUID
    task_id: UUID
    said_at: Moment | None = None
    upload_id: UUID | None = None

    def make_rating(self) -> TaskRated:
        return TaskRated(self.task_id, self.rating, self.notes, self.said_at, self.upload_id)


class ObservationSaid(Closed):
    """What an evaluator sees now."""

    id: Annotated[UUID, Asked(is_hidden=True)]
    text: Annotated[Note, Asked(_("What you see"), lines=2)] = ""
    milestone: Annotated[MilestoneKind | None, Asked(_("It is the time at which (only if it is)"))] = None


class ObservationIn(ObservationSaid):
    """What the caller saw. Sent again under its id it is written once. With `milestone` it is an observed time."""

    task_id: UUID | None = None
    said_at: Moment | None = None
    upload_id: UUID | None = None

    def make_observation(self) -> Observed:
        return Observed(self.id, self.text, self.task_id, self.milestone, self.said_at, self.upload_id)


class FinalSaid(Closed):
    """A final rating, and why."""

    rating: Annotated[PerformanceRating, Asked(_("Final rating"), begins_empty=True)]
    words: Annotated[str, Field(min_length=1, max_length=4000), Asked(_("Why"), lines=2)]


class FinalRow(FinalSaid):
    """The same in a row of the form. `of`: a task's id, or an objective's id and a capability: `<id> <capability>`."""

    of: Annotated[RatedThing, Asked(is_hidden=True)]

    def make_decision(self) -> FinalDecided:
        first, _blank, capability = self.of.partition(" ")
        if capability:
            return FinalDecided(self.rating, self.words, objective_id=UUID(first), capability=capability)
        return FinalDecided(self.rating, self.words, task_id=UUID(first))


class FinalsSaid(Closed):
    """All final ratings of which a form says something new."""

    finals: Annotated[list[FinalRow], Field(max_length=MOST_FINALS), Asked(_("Final ratings"))] = []


class FinalRatingIn(FinalSaid):
    """What stands in the report: of a task, or of a capability of an objective."""

    task_id: UUID | None = None
    objective_id: UUID | None = None
    capability: CoreCapability | None = None

    def make_decision(self) -> FinalDecided:
        capability = self.capability.value if self.capability is not None else ""
        return FinalDecided(self.rating, self.words, self.task_id, self.objective_id, capability)


class EvaluationLeadIn(Closed):
    """Who leads: one of the exercise's evaluators, or null."""

    person_id: UUID | None


class LeadChosenIn(EvaluationLeadIn):
    """The same from a form, where no one is chosen by leaving the field empty."""

    person_id: Annotated[UUID | None, Asked(_("Who leads"))] = None


class EvaluationWritten(Schema):
    """What was written, and the newest entry of the log at the instant it is of."""

    id: UUID
    at: Moment
    seq: int | None


class EvaluationPhotoOut(Schema):
    """A picture that waits to be named by a rating or an observation."""

    upload_id: UUID
    width_px: int
    height_px: int


class HotWashAnswerIn(Closed):
    """What the caller says after an exercise. Without `is_named` nothing stored leads to them."""

    clarity: Annotated[OneToFive, Asked(HotWashScale.CLARITY.message, shows_all=True)]
    communication: Annotated[OneToFive, Asked(HotWashScale.COMMUNICATION.message, shows_all=True)]
    felt_safe: Annotated[OneToFive, Asked(HotWashScale.FELT_SAFE.message, shows_all=True)]
    went_well: Annotated[Note, Asked(_("What went well"), lines=2)] = ""
    did_not: Annotated[Note, Asked(_("What did not"), lines=2)] = ""
    suggestion: Annotated[Note, Asked(_("One thing to do better next time"), lines=2)] = ""
    is_named: Annotated[bool, Asked(_("Put my name to it"))] = False

    def make_answer(self) -> HotWashGiven:
        scales = {one: getattr(self, one.value) for one in HotWashScale}
        return HotWashGiven(scales, self.went_well, self.did_not, self.suggestion, self.is_named)


class HotWashOut(Schema):
    """Whether answers are taken, and whether the caller has answered."""

    state: HotWashState
    has_answered: bool
