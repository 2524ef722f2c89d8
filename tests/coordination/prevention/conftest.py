"""A school with a threat assessment team and a case."""

import pytest

from coordination.models import User
from coordination.prevention.cases.models import (
    Case,
    CaseTeam,
)
from mou.vocabulary import MemberRole
from tests.coordination.prevention.cases.case_work import NOW, R
from tests.factories.cast import Cast, make_cast
from tests.factories.mou import make_member
from tests.factories.prevention.cases import make_case, make_case_team


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


@pytest.fixture
def counselor(cast: Cast) -> User:
    return make_member(cast.school, role=MemberRole.STAFF).user


@pytest.fixture
def team(cast: Cast, counselor: User) -> CaseTeam:
    """The school's team: the teacher as its administrator, and a counselor. The principal keeps it."""
    return make_case_team(cast.school, members={cast.teacher: R.ADMINISTRATOR, counselor: R.COUNSELOR_OR_PSYCHOLOGIST})


@pytest.fixture
def case(cast: Cast, team: CaseTeam, counselor: User) -> Case:
    return make_case(team, people=[cast.teacher, counselor], at=NOW)
