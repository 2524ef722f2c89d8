"""Which plans wait for a person: to be agreed to, adopted, renewed or mended."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from coordination.casework.clocks import day_in
from coordination.emergency_plans.access import PlanGrant, grant_of, plans_for, seats_that_count
from coordination.emergency_plans.models import PlanConsent, PlanVersion
from coordination.emergency_plans.rules.checks import RENEWAL_AHEAD
from coordination.emergency_plans.vocabulary import EmergencyPlanState, PlanFindingKind
from coordination.emergency_plans.work.approval import disciplines_lacking
from coordination.emergency_plans.work.checks import plan_findings, zone_of
from coordination.emergency_plans.work.queries import name_of
from mou.foundation.waiting import WaitingKind, WaitingLine, is_past

# Said by lines of their own, or by the page of readiness.
OWN_LINES = frozenset({PlanFindingKind.RENEWAL_DUE, PlanFindingKind.NOT_ADOPTED})


def list_waiting_plans(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield what a member of a team agrees to, then what a keeper adopts, renews and mends.

    The same number of queries, however many plans; some more for each that lies before its team.
    """
    grants = [grant_of(one) for one in plans_for(user_id, at).order_by("site__name", "pk")]
    mine = {one.plan.pk: one for one in grants if one.reads_written}
    versions = PlanVersion.objects.filter(plan__in=mine, state=EmergencyPlanState.IN_REVIEW.value)
    for version in versions.select_related("plan__district", "plan__site").order_by("pk"):
        yield from _list_before_team(version, mine[version.plan_id], at)
    kept = {one.plan.pk: one for one in grants if one.is_keeper}
    adopted = PlanVersion.objects.filter(plan__in=kept, state=EmergencyPlanState.ADOPTED.value)
    for version in adopted.select_related("plan__district", "plan__site").order_by("renew_on").defer("text"):
        today = day_in(zone_of(version.plan), at)
        if version.renew_on is not None and version.renew_on <= today + RENEWAL_AHEAD:
            yield _line_of(WaitingKind.RENEW_EMERGENCY_PLAN, version, due=True, at=at)
    found = plan_findings([one.plan for one in kept.values()], reader_id=user_id, at=at)
    for grant in kept.values():
        if any(one.kind not in OWN_LINES for one in found[grant.plan.pk]):
            link = reverse("emergency_plan_checks", args=[grant.plan.pk])
            yield WaitingLine(WaitingKind.MEND_EMERGENCY_PLAN, name_of(grant.plan), link)


def _list_before_team(version: PlanVersion, grant: PlanGrant, at: datetime) -> Iterator[WaitingLine]:
    agreed = PlanConsent.objects.filter(version=version, text_sha256=version.text_sha256, user_id=grant.reader_id)
    has_seat = any(one.user_id == grant.reader_id for one in seats_that_count(version.plan, at))
    if has_seat and not agreed.exists():
        yield _line_of(WaitingKind.AGREE_TO_EMERGENCY_PLAN, version, due=False, at=at)
    if grant.is_keeper and not disciplines_lacking(version):
        yield _line_of(WaitingKind.ADOPT_EMERGENCY_PLAN, version, due=False, at=at)


def _line_of(kind: WaitingKind, version: PlanVersion, *, due: bool, at: datetime) -> WaitingLine:
    plan = version.plan
    due_on = version.renew_on if due else None
    link = reverse("emergency_plan", args=[plan.pk])
    return WaitingLine(kind, name_of(plan), link, due_on, is_past(due_on, day_in(zone_of(plan), at)))
