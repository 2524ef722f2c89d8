"""What clients send about SROs and training, over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from mou.officers.assignments import AssignmentGiven, SelectionGiven
from mou.officers.training import TrainingGiven
from mou.vocabulary import SelectionCriterion, SroEndedWhy, SroParty

Words = Annotated[str, Field(max_length=2_000)]
Line = Annotated[str, Field(max_length=200)]
SiteIds = Annotated[list[UUID], Field(min_length=1, max_length=40)]
Hours = Annotated[float, Field(gt=0, le=1_000)]


class Given(Schema):
    """A field that nobody knows is a mistake."""

    model_config = ConfigDict(extra="forbid")


class SroAssignmentChangeIn(Given):
    """Sites, planned last day, supervisor and back-up; the ids are of memberships."""

    site_ids: SiteIds
    until: date | None = None
    supervisor_id: UUID | None = None
    backup_id: UUID | None = None

    def given(self) -> AssignmentGiven:
        """Return it as actions take it."""
        return AssignmentGiven(tuple(self.site_ids), self.until, self.supervisor_id, self.backup_id)


class SroAssignmentIn(SroAssignmentChangeIn):
    """A new assignment of a member."""

    member_id: UUID
    district_id: UUID
    since: date


class SroAssignmentEndIn(Given):
    ended_on: date
    why: SroEndedWhy
    reason: Words


class SroSelectionIn(Given):
    """One party's part in the selection."""

    panel: Annotated[str, Field(max_length=400)]
    interviewed_on: date | None = None
    years_of_service: Annotated[int, Field(ge=0, le=60)] | None = None
    criteria: Annotated[list[SelectionCriterion], Field(max_length=20)] = []
    note: Words = ""

    def given(self) -> SelectionGiven:
        """Return it as actions take it."""
        return SelectionGiven(self.panel, self.interviewed_on, self.years_of_service, tuple(self.criteria), self.note)


class SroSignatureIn(Given):
    name: Line


class SroReviewIn(Given):
    party: SroParty
    held_on: date
    note: Words


class TrainingChangeIn(Given):
    """What was completed. Without hours, the course's; without an expiry, by the course's validity."""

    course: Annotated[str, Field(max_length=60)]
    completed_on: date
    hours: Hours | None = None
    expires_on: date | None = None
    provider: Line = ""
    certificate_number: Line = ""

    def given(self) -> TrainingGiven:
        """Return it as actions take it."""
        return TrainingGiven(
            self.course, self.completed_on, self.hours, self.expires_on, self.provider, self.certificate_number
        )


class TrainingIn(TrainingChangeIn):
    """A new record of a member; the id is of the membership."""

    member_id: UUID


class TrainingCorrectionIn(TrainingChangeIn):
    reason: Annotated[str, Field(max_length=400)]


class TrainingWithdrawalIn(Given):
    reason: Annotated[str, Field(max_length=400)]


class TrainingCourseIn(Given):
    """A course of the agency's own."""

    code: Annotated[str, Field(max_length=60)]
    name: Line
    hours: Hours
    valid_months: Annotated[int, Field(gt=0, le=240)] | None = None


class TrainingMadeOut(Schema):
    id: UUID
