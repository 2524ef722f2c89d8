"""Gather what is known of all schools of a district: the same number of queries for three and for three hundred."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from coordination.drills.requirements.views import DrillSchoolLine
from coordination.drills.requirements.work.queries import district_state
from coordination.emergency_plans.work.queries import AdoptedPlan, adopted_plans
from coordination.incident.reach.facts import AnsweredTest, Reach, agreements_that_hold, last_answered_tests, reach_at
from coordination.incident.staff_roles.queries import RolesWanting, roles_wanting
from coordination.prevention.lessons.queries import SchoolYear, school_years
from coordination.prevention.lessons.rules import most_with_every_topic
from coordination.readiness.standing import (
    AlarmFacts,
    AnsweredFacts,
    DrillFacts,
    EmergencyPlanFacts,
    HeldAgreement,
    LessonFacts,
    RoleFacts,
    SchoolFacts,
    SchoolStanding,
    standing_of,
)
from mapping.compliance.facts import count_levels, plans_by_site
from mapping.laws.profile import profile_of
from mapping.models import Site
from mapping.plans.versions import local_day
from mapping.reunification_sites.queries import hosts_agree_until
from mou.access.fetch import kept_districts, memoranda_for
from mou.agreements.reading.queries import holds_until, memorandum_views
from mou.models import Agency


def district_readiness(user_id: int, district: Agency, at: datetime) -> list[SchoolStanding]:
    """Return how each school of a district stands, by name, as far as the reader may know.

    Thirty queries; some twenty more where there are emergency plans.
    """
    columns = ("id", "name", "time_zone", "district_id", "school_id")
    sites = list(Site.objects.filter(district=district).only(*columns).order_by("name", "id"))
    ids = [site.pk for site in sites]
    limits = profile_of(district.pk).age_limits()
    # The same functions as on the pages of the maps, of the agreements and of the law: no number is counted twice.
    floors, plans = count_levels(ids), plans_by_site(ids)
    agreements, hosts = _list_agreements(user_id, district, ids, at), hosts_agree_until(ids)
    lines = {one.site_id: one for one in district_state(district, year=None, at=at).schools}
    reach = reach_at(district, sites, agreements_that_hold(district, at), at)
    tests = last_answered_tests({site.school_id or site.district_id for site in sites}, at)
    roles = roles_wanting(district, {site.school_id or district.pk for site in sites}, at)
    schools = list(Agency.objects.filter(pk__in={site.school_id for site in sites if site.school_id}))
    years = school_years(schools, at)
    plans_made = adopted_plans(ids, reader_id=user_id, at=at)
    found = [
        SchoolFacts(
            site_id=site.pk,
            name=site.name,
            today=local_day(site, at),
            floors=floors.get(site.pk, 0),
            drawn=len(plans[site.pk].ids),
            walked_on=plans[site.pk].oldest_walk,
            agreements=tuple(agreements[site.pk]),
            hosts=hosts.get(site.pk),
            drills=_drill_facts(lines[site.pk]),
            alarm=_alarm_facts(reach[site.pk]),
            test=_test_facts(tests.get(site.school_id or site.district_id), site, at),
            emergency_plan=_plan_facts(plans_made.get(site.pk)),
            roles=_role_facts(roles[site.school_id or district.pk]),
            lessons=_lesson_facts(years[site.school_id]) if site.school_id else None,
        )
        for site in sites
    ]
    return [standing_of(one, walk_limits=limits) for one in found]


def districts_to_look_at(user_id: int, at: datetime) -> list[Agency]:
    """Return the districts that a person keeps ready, by name: their planners' and administrators'. Two queries."""
    return list(Agency.objects.filter(pk__in=kept_districts(user_id, at)).order_by("name", "id"))


def _plan_facts(plan: AdoptedPlan | None) -> EmergencyPlanFacts | None:
    return None if plan is None else EmergencyPlanFacts(plan.renew_on, plan.findings)


def _role_facts(found: RolesWanting) -> RoleFacts:
    return RoleFacts(
        tuple(str(one.label) for one in found.held_by_none), tuple(str(one.label) for one in found.without_deputy)
    )


def _lesson_facts(year: SchoolYear) -> LessonFacts:
    return LessonFacts(
        lacking=len(year.lacking),
        staff=year.staff,
        staff_read=year.staff_read,
        people=most_with_every_topic(year.standings),
    )


def _drill_facts(line: DrillSchoolLine) -> DrillFacts:
    return DrillFacts(held=line.held, due=line.due, wanting=line.wanting, next_due_on=line.next_due_on)


def _alarm_facts(reach: Reach) -> AlarmFacts:
    lacking = tuple(frozenset(kinds) for kinds in reach.lacking)
    return AlarmFacts(people=len(reach.people), with_way=len(reach.with_way), lacking=lacking)


def _test_facts(test: AnsweredTest | None, site: Site, at: datetime) -> AnsweredFacts | None:
    if test is None:
        return None
    day = test.at.astimezone(ZoneInfo(site.time_zone)).date()
    return AnsweredFacts(day, test.answered, test.told, is_fresh=test.is_fresh(at), is_ageing=test.is_ageing(at))


def _list_agreements(
    user_id: int, district: Agency, ids: Sequence[UUID], at: datetime
) -> dict[UUID, list[HeldAgreement]]:
    """Return the agreements in force that cover each site. Four queries."""
    found: dict[UUID, list[HeldAgreement]] = defaultdict(list)
    for view in memorandum_views(memoranda_for(user_id, at).filter(district=district), at):
        if not view.is_in_force:
            continue
        held = HeldAgreement(view.agency.kind, view.agency.name, holds_until(view))
        for site_id in ids if view.covers_all_sites else view.site_ids:
            found[site_id].append(held)
    return found
