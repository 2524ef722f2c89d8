"""Which test alarms wait for a person: of the schools that they administer, where the last answered one gets old."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models.functions import Coalesce
from django.urls import reverse

from coordination.incident.reach.facts import TEST_IS_FRESH, last_answered_tests
from mapping.models import Site
from mou.access.operators import is_administrator, managed_agencies
from mou.foundation.waiting import WaitingKind, WaitingLine
from mou.models import Agency


def list_waiting_tests(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield a line for each agency whose sites' alarm was answered long ago, or never: that has no day. Three queries.

    Only they are listed whom readiness asks about: the agency of a school or, where it has none, its district.
    """
    if not is_administrator(user_id, at):
        return
    kept = {one.pk: one for one in managed_agencies(user_id, at).filter(is_active=True)}
    owners: dict[UUID, Agency] = {}
    sites = Site.objects.filter(district__is_active=True).order_by("name", "pk")
    of_kept = sites.filter(school__in=kept) | sites.filter(school__isnull=True, district__in=kept)
    zones: dict[UUID, str] = {}
    asked_of = of_kept.annotate(owner_id=Coalesce("school_id", "district_id"))
    for owner_id, zone in asked_of.values_list("owner_id", "time_zone"):
        owners[owner_id] = kept[owner_id]
        zones.setdefault(owner_id, zone)
    tests = last_answered_tests(owners, at)
    for owner_id, agency in owners.items():
        test = tests.get(owner_id)
        link = reverse("alarm_tests", args=[owner_id])
        if test is None:
            yield WaitingLine(WaitingKind.TEST_ALARM, agency.name, link)
        elif not test.is_fresh(at) or test.is_ageing(at):
            due_on = (test.at + TEST_IS_FRESH).astimezone(ZoneInfo(zones[owner_id])).date()
            yield WaitingLine(WaitingKind.TEST_ALARM, agency.name, link, due_on, is_overdue=not test.is_fresh(at))
