"""A school with a plan of a keeper, as a draft and adopted."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from coordination.emergency_plans.models import EmergencyPlan
from coordination.emergency_plans.vocabulary import Discipline
from coordination.models import User
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast, make_cast
from tests.factories.emergency_plans import (
    adopt_undrawn,
    ask_for,
    make_emergency_plan,
    seat,
    share_plans,
)
from tests.factories.mou import make_member

D = Discipline


@pytest.fixture
def cast(db: None, settings: Settings, tmp_path: Path) -> Cast:
    settings.EXPORTS_ROOT = tmp_path
    return make_cast()


@pytest.fixture
def superintendent(cast: Cast) -> User:
    return make_member(cast.district, role=MemberRole.ADMINISTRATOR).user


@pytest.fixture
def plan(cast: Cast) -> EmergencyPlan:
    return make_emergency_plan(cast.site, keeper=cast.insider)


@pytest.fixture
def adopted(cast: Cast, plan: EmergencyPlan, superintendent: User) -> EmergencyPlan:
    """An adopted plan, with school and police on its team; the police's agreement shares plans."""
    share_plans(cast.agreement)
    ask_for(plan, superintendent, disciplines=["school", "law_enforcement"], topics=["evacuation"], places=[])
    seat(plan, cast.insider, cast.teacher, D.SCHOOL)
    seat(plan, cast.insider, cast.officer, D.LAW_ENFORCEMENT)
    adopt_undrawn(plan, cast.insider)
    return plan
