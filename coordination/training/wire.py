"""What is given about SROs and training: the bodies of the interface, and what the forms of pages ask."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from coordination.training.work.certificates import MAX_BYTES as CERTIFICATE_MAX_BYTES
from coordination.training.work.table import FILE_MAX_BYTES
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.officers.assignments import AssignmentGiven, SelectionGiven
from mou.officers.training import TrainingGiven
from mou.vocabulary import SelectionCriterion, SroEndedWhy, SroParty

Words = Annotated[str, Field(max_length=2_000)]
Line = Annotated[str, Field(max_length=200)]
SiteIds = Annotated[list[UUID], Field(min_length=1, max_length=40)]
Hours = Annotated[float, Field(gt=0, le=1_000)]
Reason = Annotated[str, Field(max_length=400), Asked(_("Reason"))]


class Given(Schema):
    """An unknown field is a mistake."""

    model_config = ConfigDict(extra="forbid")


class SroAssignmentChangeIn(Given):
    """Sites, planned last day, supervisor and back-up; the ids are of memberships."""

    site_ids: Annotated[SiteIds, Asked(_("Schools"))]
    until: Annotated[date | None, Asked(_("Planned last day; empty: open"))] = None
    supervisor_id: Annotated[UUID | None, Asked(_("Supervisor"))] = None
    backup_id: Annotated[UUID | None, Asked(_("Back-up"))] = None

    def make_input(self) -> AssignmentGiven:
        """Return it as actions take it."""
        return AssignmentGiven(tuple(self.site_ids), self.until, self.supervisor_id, self.backup_id)


class SroAssignmentOfSitesIn(SroAssignmentChangeIn):
    """A new assignment of a member; the district is that of the sites."""

    member_id: Annotated[UUID, Asked(_("Officer"))]
    since: Annotated[date, Asked(_("First day"))]


class SroAssignmentIn(SroAssignmentOfSitesIn):
    """A new assignment of a member."""

    district_id: UUID


class SroAssignmentEndIn(Given):
    ended_on: Annotated[date, Asked(_("Last day"))]
    why: Annotated[SroEndedWhy, Asked(_("Why"))]
    reason: Annotated[Words, Asked(_("Reason"))]


class SroSelectionIn(Given):
    """One party's part in the selection."""

    panel: Annotated[str, Field(max_length=400), Asked(_("On the panel"))]
    interviewed_on: Annotated[date | None, Asked(_("Interview"))] = None
    years_of_service: Annotated[Annotated[int, Field(ge=0, le=60)] | None, Asked(_("Years of service"))] = None
    criteria: Annotated[list[SelectionCriterion], Field(max_length=20), Asked(_("Found to be met"))] = []
    note: Annotated[Words, Asked(_("Note; the officer does not read it"))] = ""

    def make_input(self) -> SelectionGiven:
        """Return it as actions take it."""
        return SelectionGiven(self.panel, self.interviewed_on, self.years_of_service, tuple(self.criteria), self.note)


class SroSignatureIn(Given):
    name: Annotated[Line, Asked(_("Your name, as you sign"), autocomplete="name")]


class SroReviewIn(Given):
    party: Annotated[SroParty, Asked(_("For"))]
    held_on: Annotated[date, Asked(_("Held on"))]
    note: Annotated[Words, Asked(_("What was found"), lines=3)]


class TrainingChangeIn(Given):
    """What was completed. Without hours, the course's; without an expiry, by the course's validity."""

    course: Annotated[str, Field(max_length=60), Asked(_("Course"))]
    completed_on: Annotated[date, Asked(_("Completed on"))]
    hours: Annotated[Hours | None, Asked(_("Hours; empty: as the course has"), step=0.5)] = None
    expires_on: Annotated[date | None, Asked(_("Holds until; empty: by the course"))] = None
    provider: Annotated[str, Field(max_length=120), Asked(_("Given by"))] = ""
    certificate_number: Annotated[str, Field(max_length=60), Asked(_("Certificate number"))] = ""

    def make_input(self) -> TrainingGiven:
        """Return it as actions take it."""
        return TrainingGiven(
            self.course, self.completed_on, self.hours, self.expires_on, self.provider, self.certificate_number
        )


class TrainingIn(TrainingChangeIn):
    """A new record of a member; the id is of the membership."""

    member_id: Annotated[UUID, Asked(_("Person"))]


class TrainingCorrectionIn(TrainingChangeIn):
    reason: Reason


class TrainingWithdrawalIn(Given):
    reason: Reason


class TrainingCourseIn(Given):
    """A course of the agency's own."""

    code: Annotated[
        str, Field(max_length=60), Asked(_("Code: small letters, digits and underscores"), pattern="[a-z0-9_]+")
    ]
    name: Annotated[str, Field(max_length=120), Asked(_("Name"))]
    hours: Annotated[Hours, Asked(_("Hours"), step=0.5)]
    valid_months: Annotated[
        Annotated[int, Field(gt=0, le=240)] | None, Asked(_("Holds so many months; empty: does not expire"))
    ] = None


class CourseRetiredIn(Given):
    code: Annotated[str, Field(max_length=60), Asked(is_hidden=True)]


# --- files of forms: routes take them as they come --------------------------------------------------------------------
class CertificateIn(Given):
    file: Annotated[
        bytes,
        Asked(
            _("PDF or picture, at most 16 MB; of a PDF the first page is kept, drawn anew"),
            accept="application/pdf,image/jpeg,image/png,image/webp",
            size_max=CERTIFICATE_MAX_BYTES,
        ),
    ]


class TrainingFileIn(Given):
    file: Annotated[bytes, Asked(_("File"), accept=".csv,text/csv,text/plain", size_max=FILE_MAX_BYTES)]


class TrainingTakenIn(Given):
    """A file that was looked at."""

    upload_id: Annotated[UUID, Asked(is_hidden=True)]


class TrainingMadeOut(Schema):
    id: UUID
