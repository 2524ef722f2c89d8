"""What a district asks of its plans, and who sets it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.drills.requirements.access import district_for
from coordination.emergency_plans.models import DistrictPlanRules
from coordination.emergency_plans.rules.given import PlanRules


def rules_of(district_id: UUID) -> PlanRules:
    """Return what a district asks; without rules of its own, what the library asks. One query."""
    return rules_by_district([district_id])[district_id]


def rules_by_district(district_ids: list[UUID]) -> dict[UUID, PlanRules]:
    """Return what each district asks. One query."""
    own = DistrictPlanRules.objects.filter(district__in=district_ids).values_list("district_id", "document")
    found = {district_id: PlanRules.model_validate(document) for district_id, document in own}
    return {one: found.get(one) or PlanRules() for one in district_ids}


def set_rules(*, actor_id: int, district_id: UUID, given: PlanRules, at: datetime) -> None:
    """Set what a district asks of its plans; for its keepers. Durable.

    Raises: DrillDistrictNotFound, DrillNotAllowed.
    """
    with transaction.atomic(durable=True):
        district = district_for(user_id=actor_id, district_id=district_id, at=at, keep=True, lock=True)
        DistrictPlanRules.objects.update_or_create(
            district=district,
            defaults={"document": given.model_dump(mode="json"), "set_by_id": actor_id, "set_at": at},
        )
