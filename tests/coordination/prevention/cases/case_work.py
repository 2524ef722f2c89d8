"""What tests of cases do again and again: read, write into a file, take a step."""

from datetime import UTC, datetime

import pytest

from coordination.casework.kinds.views import Door
from coordination.errors import CoordinationError
from coordination.models import User
from coordination.prevention.cases.errors import (
    CaseNotFound,
)
from coordination.prevention.cases.models import (
    Case,
    CaseEntry,
)
from coordination.prevention.cases.rules.entries import CaseDetails, entry_adapter
from coordination.prevention.cases.rules.given import CaseStepIn
from coordination.prevention.cases.vocabulary import CaseStep, TeamRole
from coordination.prevention.cases.wire import CaseView
from coordination.prevention.cases.work.kinds import CASE_KIND
from coordination.prevention.cases.work.writing import write_entry

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
R, T = TeamRole, CaseStep
DETAILS = CaseDetails.model_validate(
    {"kind": "details", "subject_name": "Made-Up Max", "subject_role": "student", "concern": "Said he would hit back."}
)


def reads(user: User, case: Case, *, at: datetime = NOW) -> bool:
    try:
        CASE_KIND.thing_for(user_id=user.pk, thing_id=case.pk, at=at)
    except CaseNotFound:
        return False
    return True


def write(user: User, case: Case, **fields: object) -> CaseEntry:
    return write_entry(actor_id=user.pk, case_id=case.pk, given=entry_adapter.validate_python(fields), at=NOW)


def step(user: User, case: Case, kind: CaseStep, words: str = "We have talked about it.") -> Case:
    given = CaseStepIn(step=kind, words=words)
    return CASE_KIND.take_step(actor_id=user.pk, thing_id=case.pk, given=given, at=NOW)


def open_view(user: User, case: Case, door: Door = Door.API, at: datetime = NOW) -> CaseView:
    """Return a case as someone reads it who may, which is written down."""
    found = CASE_KIND.thing_for(user_id=user.pk, thing_id=case.pk, at=at)
    return CASE_KIND.open_thing(found, user_id=user.pk, at=at, door=door)


def code_of(error: pytest.ExceptionInfo[CoordinationError]) -> tuple[str, str]:
    return error.value.code, error.value.pointer
