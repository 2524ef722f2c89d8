"""What waits of emergency operations plans: each step, and for whom."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from coordination.emergency_plans.models import PlanVersion
from coordination.emergency_plans.vocabulary import Discipline
from coordination.models import User
from mou.foundation.waiting import WaitingKind as Kind
from mou.vocabulary import MemberRole
from tests.factories.cast import Cast
from tests.factories.emergency_plans import (
    adopt_undrawn,
    agree,
    ask_for,
    lay_before_team,
    make_emergency_plan,
    seat,
    share_plans,
)
from tests.factories.mou import make_member


class HasCast(Protocol):
    """A town, as far as plans ask for it."""

    @property
    def cast(self) -> Cast: ...


def agree_to_plan(town: HasCast) -> User:
    share_plans(town.cast.agreement)
    plan = make_emergency_plan(town.cast.site, keeper=town.cast.insider)
    seat(plan, town.cast.insider, town.cast.officer, Discipline.LAW_ENFORCEMENT)
    lay_before_team(plan, town.cast.insider)
    return town.cast.officer


def adopt_plan(town: HasCast) -> User:
    plan = make_emergency_plan(town.cast.site, keeper=town.cast.insider)
    superintendent = make_member(town.cast.district, role=MemberRole.ADMINISTRATOR).user
    ask_for(plan, superintendent, disciplines=["school"])
    seat(plan, town.cast.insider, town.cast.teacher, Discipline.SCHOOL)
    agree(plan, town.cast.teacher, lay_before_team(plan, town.cast.insider))
    return town.cast.insider


def renew_plan(town: HasCast) -> User:
    version = adopt_undrawn(make_emergency_plan(town.cast.site, keeper=town.cast.insider), town.cast.insider)
    PlanVersion.objects.filter(pk=version.pk).update(renew_on=datetime.now(UTC).date() + timedelta(days=20))
    return town.cast.insider


def mend_plan(town: HasCast) -> User:
    adopt_undrawn(make_emergency_plan(town.cast.site, keeper=town.cast.insider), town.cast.insider)
    return town.cast.insider


EMERGENCY_PLAN_STEPS: dict[Kind, Callable[[HasCast], User]] = {
    Kind.AGREE_TO_EMERGENCY_PLAN: agree_to_plan,
    Kind.ADOPT_EMERGENCY_PLAN: adopt_plan,
    Kind.RENEW_EMERGENCY_PLAN: renew_plan,
    Kind.MEND_EMERGENCY_PLAN: mend_plan,
}
