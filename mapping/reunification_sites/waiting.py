"""Which schools soon have no reunification site whose host agrees: what waits for who keeps their maps."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from mapping.access import sites_for
from mapping.plans.versions import local_day
from mapping.reunification_sites.queries import hosts_agree_until
from mapping.vocabulary import SiteNeed
from mou.agreements.lifecycle import EXPIRING_DAYS, days_left
from mou.foundation.waiting import WaitingKind, WaitingLine, is_past


def list_waiting_hosts(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield a line for each school for which the last agreement with a host ends. One query beside those of access.

    A school without any reunification site is no matter of time: the page of readiness says it.
    """
    sites = list(sites_for(user_id, at, need=SiteNeed.EDIT).order_by("name", "pk"))
    agreed = hosts_agree_until([site.pk for site in sites])
    for site in sites:
        last = agreed[site.pk].last_day if site.pk in agreed else None
        today = local_day(site, at)
        if last is not None and days_left(last, today) <= EXPIRING_DAYS:
            link = reverse("reunification", args=[site.pk])
            yield WaitingLine(WaitingKind.RENEW_HOST, site.name, link, last, is_past(last, today))
