"""What the interface of evaluations takes and returns, beside the values of evaluation.work."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, ConfigDict, Field

from coordination.drills.evaluation.vocabulary import HotWashScale, HotWashState, MilestoneKind, PerformanceRating
from coordination.drills.evaluation.work.hot_wash import HotWashGiven
from coordination.drills.evaluation.work.observing import Observed
from coordination.drills.evaluation.work.rating import FinalDecided, TaskRated
from coordination.drills.exercises.vocabulary import CoreCapability

Note = Annotated[str, Field(max_length=4000)]
OneToFive = Annotated[int, Field(ge=1, le=5)]


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class TaskRatingIn(Closed):
    """How the caller saw a task. `id` is the client's; `said_at`: when, where it comes late; `upload_id`: a photo."""

    id: UUID
    task_id: UUID
    rating: PerformanceRating
    notes: Note = ""
    said_at: AwareDatetime | None = None
    upload_id: UUID | None = None

    def given(self) -> TaskRated:
        return TaskRated(self.task_id, self.rating, self.notes, self.said_at, self.upload_id)


class ObservationIn(Closed):
    """What the caller saw. Sent again under its id it is written once. With `milestone` it is an observed time."""

    id: UUID
    text: Note = ""
    task_id: UUID | None = None
    milestone: MilestoneKind | None = None
    said_at: AwareDatetime | None = None
    upload_id: UUID | None = None

    def given(self) -> Observed:
        return Observed(self.id, self.text, self.task_id, self.milestone, self.said_at, self.upload_id)


class FinalRatingIn(Closed):
    """What stands in the report: of a task, or of a capability of an objective."""

    rating: PerformanceRating
    words: Annotated[str, Field(min_length=1, max_length=4000)]
    task_id: UUID | None = None
    objective_id: UUID | None = None
    capability: CoreCapability | None = None

    def given(self) -> FinalDecided:
        capability = self.capability.value if self.capability is not None else ""
        return FinalDecided(self.rating, self.words, self.task_id, self.objective_id, capability)


class EvaluationLeadIn(Closed):
    """Who leads: one of the exercise's evaluators, or null."""

    person_id: UUID | None


class EvaluationWritten(Schema):
    """What was written, and the newest entry of the log at the instant it is of."""

    id: UUID
    at: AwareDatetime
    seq: int | None


class EvaluationPhotoOut(Schema):
    """A picture that waits to be named by a rating or an observation."""

    upload_id: UUID
    width_px: int
    height_px: int


class HotWashAnswerIn(Closed):
    """What the caller says after an exercise. Without `is_named` nothing stored leads to them."""

    clarity: OneToFive
    communication: OneToFive
    felt_safe: OneToFive
    went_well: Note = ""
    did_not: Note = ""
    suggestion: Note = ""
    is_named: bool = False

    def given(self) -> HotWashGiven:
        scales = {one: getattr(self, one.value) for one in HotWashScale}
        return HotWashGiven(scales, self.went_well, self.did_not, self.suggestion, self.is_named)


class HotWashOut(Schema):
    """Whether answers are taken, and whether the caller has answered."""

    state: HotWashState
    has_answered: bool
