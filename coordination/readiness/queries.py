"""Gather what is known of all schools of a district: the same number of queries for three and for three hundred."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import Coalesce

from coordination.incident.reach.facts import AnsweredTest, Reach, agreements_that_hold, last_answered_tests, reach_at
from coordination.readiness.standing import (
    AlarmFacts,
    AnsweredFacts,
    HeldAgreement,
    Reunification,
    SchoolFacts,
    SchoolStanding,
    standing_of,
)
from coordination.room.access import incidents_for
from coordination.vocabulary import IncidentStatus
from mapping.laws.profile import profile_of
from mapping.models import Floorplan, Level, ReunificationSite, Site
from mapping.models.sites import STANDING
from mapping.plans.versions import local_day
from mapping.vocabulary import FloorplanState
from mou.access.fetch import kept_districts, memoranda_for
from mou.agreements.reading.queries import memorandum_views
from mou.models import Agency

PUBLISHED = FloorplanState.PUBLISHED.value


def district_readiness(user_id: int, district: Agency, at: datetime) -> list[SchoolStanding]:
    """Return how each school of a district stands, by name, as far as the reader may know. Eighteen queries."""
    columns = ("id", "name", "time_zone", "district_id", "school_id")
    sites = list(Site.objects.filter(district=district).only(*columns).order_by("name", "id"))
    ids = [site.pk for site in sites]
    limits = profile_of(district.pk).age_limits()
    floors, drawn = _count_floors(ids)
    walked, agreements = _oldest_walks(ids), _list_agreements(user_id, district, ids, at)
    places, drilled = _list_reunification(ids), _last_drills(user_id, sites, at)
    reach = reach_at(district, sites, agreements_that_hold(district, at), at)
    tests = last_answered_tests({site.school_id or site.district_id for site in sites}, at)
    found = [
        SchoolFacts(
            site_id=site.pk,
            name=site.name,
            today=local_day(site, at),
            floors=floors.get(site.pk, 0),
            drawn=drawn.get(site.pk, 0),
            walked_on=walked.get(site.pk),
            agreements=tuple(agreements[site.pk]),
            reunification=tuple(places[site.pk]),
            drilled_on=drilled.get(site.pk),
            alarm=_alarm_facts(reach[site.pk]),
            test=_test_facts(tests.get(site.school_id or site.district_id), site, at),
        )
        for site in sites
    ]
    return [standing_of(one, walk_limits=limits) for one in found]


def districts_to_look_at(user_id: int, at: datetime) -> list[Agency]:
    """Return the districts that a person keeps ready, by name: their planners' and administrators'. Two queries."""
    return list(Agency.objects.filter(pk__in=kept_districts(user_id, at)).order_by("name", "id"))


def _alarm_facts(reach: Reach) -> AlarmFacts:
    lacking = tuple(frozenset(kinds) for kinds in reach.lacking)
    return AlarmFacts(people=len(reach.people), with_way=len(reach.with_way), lacking=lacking)


def _test_facts(test: AnsweredTest | None, site: Site, at: datetime) -> AnsweredFacts | None:
    if test is None:
        return None
    day = test.at.astimezone(ZoneInfo(site.time_zone)).date()
    return AnsweredFacts(day, test.answered, test.told, is_fresh=test.is_fresh(at))


def _count_floors(ids: Sequence[UUID]) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """Return how many floors of buildings there are, and of how many a plan is in force. One query."""
    rows = Level.objects.filter(STANDING, site__in=ids, building__isnull=False).order_by().values_list("site_id")
    is_drawn = Count("pk", filter=Q(floorplans__state=PUBLISHED), distinct=True)
    found = list(rows.annotate(total=Count("pk", distinct=True), drawn=is_drawn))
    return {pk: total for pk, total, _ in found}, {pk: drawn for pk, _, drawn in found}


def _oldest_walks(ids: Sequence[UUID]) -> dict[UUID, date]:
    """Return the oldest walk of each site whose plans were all walked. One query."""
    day = Coalesce("walk_through__walked_on", "verified_on")
    rows = Floorplan.objects.filter(level__site__in=ids, state=PUBLISHED).order_by().values_list("level__site_id")
    found = rows.annotate(oldest=Min(day), walked=Count(day), total=Count("pk"))
    return {pk: oldest for pk, oldest, walked, total in found if walked == total}


def _list_agreements(
    user_id: int, district: Agency, ids: Sequence[UUID], at: datetime
) -> dict[UUID, list[HeldAgreement]]:
    """Return the agreements in force that cover each site. Four queries."""
    found: dict[UUID, list[HeldAgreement]] = defaultdict(list)
    for view in memorandum_views(memoranda_for(user_id, at).filter(district=district), at):
        if not view.is_in_force:
            continue
        held = HeldAgreement(view.agency.kind, view.agency.name, view.expires_on)
        for site_id in ids if view.covers_all_sites else view.site_ids:
            found[site_id].append(held)
    return found


def _list_reunification(ids: Sequence[UUID]) -> dict[UUID, list[Reunification]]:
    """Return the reunification sites of each school. One query."""
    found: dict[UUID, list[Reunification]] = defaultdict(list)
    rows = ReunificationSite.objects.filter(site__in=ids).order_by("rank", "id")
    for site_id, expires_on in rows.values_list("site_id", "agreement_expires_on"):
        found[site_id].append(Reunification(expires_on))
    return found


def _last_drills(user_id: int, sites: Sequence[Site], at: datetime) -> dict[UUID, date]:
    """Return the day of each school's last exercise that has ended. A constant number of queries."""
    zones = {site.pk: ZoneInfo(site.time_zone) for site in sites}
    held = incidents_for(user_id, at).filter(
        is_exercise=True, status=IncidentStatus.CLOSED.value, site_id__in=list(zones)
    )
    rows = held.select_related(None).order_by().values_list("site_id").annotate(last=Max("opened_at"))
    return {site_id: last.astimezone(zones[site_id]).date() for site_id, last in rows}
