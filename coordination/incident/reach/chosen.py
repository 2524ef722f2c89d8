"""Whom a test alarm tells: those whom an alarm would choose, by the same count as every page of reach."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from coordination.incident.reach.facts import is_told_off_duty, told_by_agency
from coordination.incident.reach.models import AlarmTestPerson
from coordination.incident.reach.rules import DAY, MOST_OF_PERSON_A_DAY
from coordination.room.models import Incident
from coordination.vocabulary import IncidentStatus
from mou.access import policy
from mou.access.facts import agreements_of_agency
from mou.models import Agency
from mou.vocabulary import AgencyKind

OPEN = [one.value for one in IncidentStatus if one.is_open]


def people_to_test(agency: Agency, *, with_partners: bool, at: datetime) -> dict[int, UUID]:
    """Return whom a test of an agency tells now, each with the agency that they answer for.

    Of a district also its schools. Left out is who was told of too many tests in a day.
    """
    chosen = told_by_agency(agency, with_partners=with_partners, at=at)
    own = [agency.pk, *(one for one in chosen if one != agency.pk)]
    found: dict[int, UUID] = {}
    for agency_id in own:
        for user_id in chosen.get(agency_id, ()):
            found.setdefault(user_id, agency_id)
    often = _told_often(found, at)
    return {user_id: agency_id for user_id, agency_id in sorted(found.items()) if user_id not in often}


def real_incidents_of(agency: Agency, at: datetime) -> QuerySet[Incident]:
    """Return the real incidents that are open where an agency's alarm would be: its sites, or those it comes to."""
    open_and_real = Incident.objects.filter(status__in=OPEN, is_exercise=False)
    kind = AgencyKind(agency.kind)
    if kind is AgencyKind.DISTRICT:
        return open_and_real.filter(site__district=agency)
    if is_told_off_duty(kind):
        return open_and_real.filter(site__school=agency)
    districts = {one.district_id for one in agreements_of_agency(agency.pk, at) if policy.is_in_force(one, at)}
    return open_and_real.filter(site__district__in=districts)


def _told_often(user_ids: Iterable[int], at: datetime) -> set[int]:
    rows = AlarmTestPerson.objects.filter(user_id__in=list(user_ids), test__started_at__gt=at - DAY)
    often: Mapping[int, int] = Counter(rows.values_list("user_id", flat=True))
    return {user_id for user_id, count in often.items() if count >= MOST_OF_PERSON_A_DAY}
