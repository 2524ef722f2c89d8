"""What the interface of cases returns, and its pages show. What is given: rules/given.py and rules/entries.py."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import RootModel

from coordination.casework.kinds.views import EmptyIsNone, PersonName, ThingLine, View
from coordination.casework.texts import TeamMemberIn
from coordination.prevention.cases.audit import TeamChangeView
from coordination.prevention.cases.rules.entries import CaseEntryIn
from coordination.prevention.cases.vocabulary import (
    CaseClassification,
    CaseEntryKind,
    CaseLack,
    CaseState,
    CaseStep,
    SetUpStep,
    SubjectRole,
    TeamRole,
    WeaponsAccess,
)
from coordination.room.wire.model import JsonObject
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

Found = Annotated[CaseClassification | None, EmptyIsNone]


# --- cases ------------------------------------------------------------------------------------------------------------
class CaseLine(ThingLine):
    """A case in a list: its number and what is next, and not whom or what it is about."""

    case_id: UUID
    state: CaseState
    opened_at: datetime
    # The earliest day of a measure or a plan that is not done.
    next_due_on: date | None
    is_overdue: bool
    has_flag: bool


class CasePersonView(View):
    """Someone of the team, and whether they are on the case."""

    person_id: UUID
    name: str
    role: TeamRole
    is_on_case: bool
    has_conflict: bool


class CaseEntryView(View):
    """One thing in the file. `content` is as it was written, for its kind; without `by` a rule wrote it."""

    entry_id: UUID
    kind: CaseEntryKind
    content: JsonObject
    about: UUID | None
    owner: PersonName
    due_on: date | None
    is_overdue: bool
    done_at: datetime | None
    by: PersonName
    at: datetime


class CaseFlagOpeningView(View):
    """That a responder opened the flag, for which agency and in which incident."""

    who: str
    agency: str
    incident: str
    at: datetime


class CaseFlagView(View):
    """The flag for responders, as its team sees it."""

    flag_id: UUID
    who: str
    advice: str
    call: str
    threat: str
    raised_by: PersonName
    raised_at: datetime


class CaseView(CaseLine):
    """A case with its file. A sealed one has its number, state and days, and nothing else.

    `concern`: what was said or done that gives concern. `targets`: whom it is directed at. `medium`: how it was said.
    """

    agency_id: UUID
    is_sealed: bool
    classification: Found
    steps: list[CaseStep]
    # Whether the reader is on it as an administrator of the team.
    leads: bool
    subject_name: str
    subject_role: SubjectRole | None
    concern: str
    targets: str
    medium: str
    place: str
    happened_on: date | None
    has_education_plan: bool
    weapons: WeaponsAccess | None
    tip_id: UUID | None
    closed_at: datetime | None
    seals_at: datetime | None
    expunges_at: datetime | None
    police_threshold: str
    people: list[CasePersonView]
    entries: list[CaseEntryView]
    flag: CaseFlagView | None
    flag_openings: list[CaseFlagOpeningView]
    today: date


class AgendaItem(View):
    """A case on the agenda: what is due, and what its file still lacks."""

    case_id: UUID
    number: str
    agency: str
    state: CaseState
    classification: Found
    subject_name: str
    has_education_plan: bool
    due: list[CaseEntryView]
    lacks: list[CaseLack]


class CaseOpened(Schema):
    """A new case. Only the people on it read it, not even its opener."""

    case_id: UUID
    number: str


class CaseEntryGiven(RootModel[CaseEntryIn]):
    """Something to write into the file: its `kind` says which fields it has."""


class CaseEntryWritten(Schema):
    entry_id: UUID


# --- teams ------------------------------------------------------------------------------------------------------------
class CaseTeamMemberIn(TeamMemberIn):
    role: Annotated[TeamRole, Asked(_("As"))]


class SetUpNote(Schema):
    step: SetUpStep
    done_on: date | None
    words: str


class CaseTeamMore(Schema):
    """What else is shown of a team: the steps of its set-up, and what was changed."""

    set_up: list[SetUpNote]
    changes: list[TeamChangeView]


# --- papers of the police ---------------------------------------------------------------------------------------------
class PoliceCopyLine(View):
    """A paper that an agency's law enforcement unit was given."""

    copy_id: UUID
    school: str
    recipient: str
    given_by: str
    given_at: datetime


class PoliceCopyOut(PoliceCopyLine):
    """A paper as it was given."""

    words: str
