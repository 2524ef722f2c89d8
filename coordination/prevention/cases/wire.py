"""What the interface of cases takes and returns, beside the views of cases.work."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, RootModel

from coordination.casework.team_acts import TeamMemberIn
from coordination.prevention.cases.audit import TeamChangeView
from coordination.prevention.cases.rules.entries import CaseDetails, CaseEntryIn
from coordination.prevention.cases.vocabulary import CaseStep, SetUpStep, TeamRole
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class CaseIn(Closed):
    """A new case. `conflicts` name people of the team who must not read it; `tip_id` the tip that it comes from."""

    agency_id: UUID
    details: CaseDetails
    conflicts: Annotated[list[UUID], Field(max_length=50)] = []
    tip_id: UUID | None = None


class CaseOpened(Schema):
    """A new case. Only the people on it read it, not even its opener."""

    case_id: UUID
    number: str


class CaseStepIn(Closed):
    step: CaseStep
    words: Annotated[str, Field(max_length=4000)] = ""


class CaseEntryGiven(RootModel[CaseEntryIn]):
    """Something to write into the file: its `kind` says which fields it has."""


class CaseEntryWritten(Schema):
    entry_id: UUID


class CaseTeamMemberIn(TeamMemberIn):
    role: Annotated[TeamRole, Asked(_("As"))]


class CaseTeamMemberOut(Schema):
    """Someone on a team; `counts` says whether they read anything: of the school, its district, or by a term."""

    person_id: UUID
    name: str
    role: TeamRole
    counts: bool


class SetUpNote(Schema):
    step: SetUpStep
    done_on: date | None
    words: str


class CaseTeamOut(Schema):
    """A team as its keepers have it; of cases there is nothing."""

    agency_id: UUID
    police_threshold: str
    seal_after_days: int
    keep_days_minor: int
    keep_days: int
    members: list[CaseTeamMemberOut]
    set_up: list[SetUpNote]
    changes: list[TeamChangeView]


class PoliceCopyLine(Schema):
    """A paper that an agency's law enforcement unit was given."""

    copy_id: UUID
    school: str
    recipient: str
    given_by: str
    given_at: datetime


class PoliceCopyOut(PoliceCopyLine):
    """A paper as it was given."""

    words: str
