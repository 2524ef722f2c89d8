"""What the interface of improvement takes, beside the views of improvement.work."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from coordination.drills.exercises.vocabulary import CoreCapability
from coordination.drills.improvement.vocabulary import ActionStep, CapabilityElement, ReportFindingKind, ReportSection


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class DraftIn(Closed):
    """In which language the draft is written: en or es."""

    language: Annotated[str, Field(pattern="^(en|es)$")] = "en"


class VersionIn(Closed):
    """The version that was read: who decides on what is old is refused."""

    version: int


class ReportTextIn(VersionIn):
    """A section's text; none gives it back to the system."""

    section: ReportSection
    text: Annotated[str, Field(max_length=8000)] | None


class MeetingIn(VersionIn):
    """When the after-action meeting is, or was; none: not known."""

    meeting_at: datetime | None


class FindingIn(VersionIn):
    """A strength or an area for improvement; no objective: of the exercise as a whole."""

    kind: ReportFindingKind
    capability: CoreCapability
    objective_id: UUID | None = None
    words: Annotated[str, Field(max_length=2000)]
    reference: Annotated[str, Field(max_length=400)] = ""
    analysis: Annotated[str, Field(max_length=4000)] = ""
    root_cause: Annotated[str, Field(max_length=2000)] = ""


class LeaveOutIn(VersionIn):
    """Whether a finding is left out of the report."""

    is_left_out: bool


class CorrectiveActionIn(Closed):
    """A line of the improvement plan."""

    area: Annotated[str, Field(max_length=400)]
    words: Annotated[str, Field(max_length=2000)]
    element: CapabilityElement
    capability: CoreCapability
    agency_id: UUID
    owner_id: UUID | None = None
    starts_on: date
    due_on: date
    finding_id: UUID | None = None


class CorrectiveActionMade(Schema):
    """The id of an action that was written."""

    action_id: UUID


class CorrectiveActionStepIn(Closed):
    """A step; `owner_id` and `due_on` to say who does it until when."""

    step: ActionStep
    words: Annotated[str, Field(max_length=2000)] = ""
    owner_id: UUID | None = None
    due_on: date | None = None
