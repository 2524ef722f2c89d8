"""What tests of emergency operations plans ask: who reads, and a section that is written."""

from datetime import UTC, datetime

from django.test import Client

from coordination.emergency_plans.access import plans_for
from coordination.emergency_plans.models import EmergencyPlan
from coordination.emergency_plans.rules import given as g
from coordination.emergency_plans.work import sections
from coordination.models import User


def now() -> datetime:
    return datetime.now(UTC)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def reads(user: User, plan: EmergencyPlan) -> bool:
    return plans_for(user.pk, now()).filter(pk=plan.pk).exists()


def section_given(plan: EmergencyPlan, **given: object) -> g.SectionIn:
    number = plan.versions.order_by("-number")[0].sections.get(key="evacuation").edit_number
    return g.SectionIn.model_validate({"edit_number": number, "heading": "Evacuation", "body": "Go.", **given})


def edit(plan: EmergencyPlan, user: User, given: g.SectionIn) -> None:
    sections.edit_section(actor_id=user.pk, plan_id=plan.pk, key="evacuation", given=given, at=now())
