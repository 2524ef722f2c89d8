"""How sites stand: when assessed last, when due again; and how a site's years compare. A district view asks here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from mapping.assessments.models import Assessment, SiteFinding
from mapping.assessments.rules.due import Due, due_now, schedule_of
from mapping.assessments.rules.measures import standing_of
from mapping.assessments.vocabulary import AssessmentState, FindingKind
from mapping.assessments.work.measures import states_of
from mapping.assessments.work.rating import ratings_of
from mapping.assessments.work.steps import SETTLED
from mapping.laws.profile import profile_of
from mapping.models import Site
from mapping.plans.versions import local_day

ADOPTED = [one.value for one in AssessmentState if one.is_adopted]
MOST_YEARS = 6


def site_standings(sites: Sequence[Site], at: datetime) -> dict[UUID, Due]:
    """Return how each site stands today by its district's state. One query, and one for each district."""
    rows = Assessment.objects.filter(site__in=sites, state__in=ADOPTED).order_by()
    last = dict(rows.values_list("site_id").annotate(Max("adopted_at")))
    by_district = {one: schedule_of(profile_of(one).key) for one in {site.district_id for site in sites}}
    return {
        site.pk: due_now(
            local_day(site, last[site.pk]) if site.pk in last else None,
            by_district[site.district_id],
            local_day(site, at),
        )
        for site in sites
    }


def map_defects(site_ids: Sequence[UUID]) -> dict[UUID, dict[str, int]]:
    """Return how many open findings say that a map is wrong, by site and by the rule that it breaks. One query."""
    rows = SiteFinding.objects.filter(site_id__in=site_ids, kind=FindingKind.MAP_IS_WRONG.value).exclude(
        Q(rule="") | Q(state__in=SETTLED) | Q(assessment__state=AssessmentState.WITHDRAWN.value)
    )
    found: dict[UUID, dict[str, int]] = {}
    for site_id, rule, number in rows.order_by().values_list("site_id", "rule").annotate(Count("pk")):
        found.setdefault(site_id, {})[rule] = number
    return found


@dataclass(frozen=True, slots=True)
class YearView:
    """One adopted assessment beside others of its site: the risk of each scenario, and what is still open."""

    assessment_id: UUID
    school_year: int
    risks: dict[str, int]
    risk: int
    findings: int
    findings_open: int
    # The tier of protective measures that every layer has reached; 0: none.
    tier: int


def years_of(rows: QuerySet[Assessment], site: Site) -> list[YearView]:
    """Return a site's adopted assessments from `rows`, the oldest first."""
    found = rows.filter(site=site, state__in=ADOPTED).order_by("-adopted_at", "-id")[:MOST_YEARS]
    return [_year_view(one) for one in reversed(found)]


def _year_view(one: Assessment) -> YearView:
    risks = {scenario: rating.risk for scenario, rating in ratings_of(one).items()}
    return YearView(
        assessment_id=one.pk,
        school_year=one.school_year,
        risks=risks,
        risk=sum(risks.values()),
        findings=one.findings.count(),
        findings_open=one.findings.exclude(state__in=SETTLED).count(),
        tier=min(layer.reached for layer in standing_of(states_of(one))),
    )
