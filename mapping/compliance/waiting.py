"""Which schools wait to be walked again: their floor plans are verified, and soon no longer."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse

from mapping.access import sites_for
from mapping.compliance.facts import plans_by_site
from mapping.laws.freshness import AgeLimits, freshness_of
from mapping.laws.profile import profile_of
from mapping.plans.versions import local_day
from mapping.vocabulary import Freshness, SiteNeed
from mou.foundation.waiting import WaitingKind, WaitingLine

# A plan without a known walk is no matter of time: the page of the law says it.
OF_TIME = frozenset({Freshness.AGEING, Freshness.OVERDUE})


def list_waiting_walks(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield a line for each school whose oldest walk gets old, due on the last day on which it counts.

    Two queries beside those of access, and one for each district.
    """
    sites = list(sites_for(user_id, at, need=SiteNeed.EDIT).order_by("name", "pk"))
    plans = plans_by_site([site.pk for site in sites])
    limits: dict[UUID, AgeLimits] = {}
    for site in sites:
        walked_on = plans[site.pk].oldest_walk
        if walked_on is None:
            continue
        if site.district_id not in limits:
            limits[site.district_id] = profile_of(site.district_id).age_limits()
        of_law = limits[site.district_id]
        freshness = freshness_of(walked_on, local_day(site, at), of_law)
        if freshness in OF_TIME:
            yield WaitingLine(
                WaitingKind.VERIFY_PLAN,
                site.name,
                reverse("site_rules", args=[site.pk]),
                due_on=walked_on + timedelta(days=of_law.overdue_after_days),
                is_overdue=freshness is Freshness.OVERDUE,
            )
