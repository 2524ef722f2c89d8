"""Who sits on the planning team."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.emergency_plans.access import people_to_choose, plan_to_write_for
from coordination.emergency_plans.errors import (
    BadEmergencyPlan,
    DisciplineDoesNotFit,
    PlanPersonNotThere,
    PlanSectionNotFound,
)
from coordination.emergency_plans.models import PlanTeamMember
from coordination.emergency_plans.rules.given import TeamSeatIn
from coordination.emergency_plans.rules.team import may_speak_for
from mou.vocabulary import AgencyKind

MOST_SEATS = 60


def add_seat(*, actor_id: int, plan_id: UUID, given: TeamSeatIn, at: datetime) -> PlanTeamMember:
    """Give a person, or a parent by name, a seat for a discipline; a person has one seat. Durable.

    Raises: EmergencyPlanNotFound, PlanKeepersWrite. PlanPersonNotThere, DisciplineDoesNotFit, BadEmergencyPlan.
    """
    with transaction.atomic(durable=True):
        plan = plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at).plan
        if (given.person_id is None) != bool(given.name):
            raise BadEmergencyPlan(pointer="/person_id")
        if plan.team.count() >= MOST_SEATS:
            raise BadEmergencyPlan(pointer="/person_id")
        if given.person_id is None:
            if not may_speak_for(None, given.discipline):
                raise DisciplineDoesNotFit(pointer="/discipline")
            return plan.team.create(discipline=given.discipline.value, name=given.name)
        posts = people_to_choose(plan.district_id, plan.site, at).filter(user__public_id=given.person_id)
        members = list(posts)
        if not members:
            raise PlanPersonNotThere(pointer="/person_id")
        fits = [one for one in members if may_speak_for(AgencyKind(one.agency.kind), given.discipline)]
        if not fits:
            raise DisciplineDoesNotFit(pointer="/discipline")
        # No hold is asked: who agreed to what stays, and the audit says who changed the team.
        plan.team.filter(user=fits[0].user_id).delete()
        return plan.team.create(discipline=given.discipline.value, user=fits[0].user, agency=fits[0].agency)


def remove_seat(*, actor_id: int, plan_id: UUID, seat_id: UUID, at: datetime) -> None:
    """Take a seat away. What was agreed to stays. Durable.

    Raises: EmergencyPlanNotFound, PlanKeepersWrite, PlanSectionNotFound.
    """
    with transaction.atomic(durable=True):
        plan = plan_to_write_for(user_id=actor_id, plan_id=plan_id, at=at).plan
        # No hold is asked: who agreed to what stays, and the audit says who changed the team.
        deleted, _each = plan.team.filter(pk=seat_id).delete()
        if not deleted:
            raise PlanSectionNotFound
