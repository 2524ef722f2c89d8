"""Gather what is known of plans for their check: the same number of queries for one and for three hundred."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from coordination.casework.clocks import day_in
from coordination.drills.exercises.vocabulary import DrillAction
from coordination.drills.improvement.access import actions_for
from coordination.drills.improvement.vocabulary import ActionState
from coordination.drills.requirements.models import Drill
from coordination.drills.requirements.vocabulary import DrillState, DrillType
from coordination.emergency_plans.access import SHARED
from coordination.emergency_plans.models import (
    EmergencyPlan,
    PlanPlace,
    PlanRole,
    PlanSection,
    PlanTeamMember,
    PlanVersion,
)
from coordination.emergency_plans.rules.checks import (
    CheckedAction,
    CheckedRole,
    CheckedSection,
    PlanFacts,
    PlanFinding,
    find_wrong,
)
from coordination.emergency_plans.vocabulary import Discipline, EmergencyPlanState, PlanPlaceKind
from coordination.emergency_plans.work.places import places_gone
from coordination.emergency_plans.work.rules import rules_by_district
from coordination.models import User
from mapping.assessments.models import SiteFinding
from mapping.assessments.vocabulary import FindingState
from mapping.options.queries import count_states
from mapping.options.vocabulary import OptionsState
from mapping.shared_sites import agreements_opening, partners_at
from mou.access import fetch


@dataclass(slots=True)
class _Gathered:
    """Rows by the plan, or by the site, that they are of."""

    versions: dict[UUID, PlanVersion] = field(default_factory=dict)
    renew_on: dict[UUID, date] = field(default_factory=dict)
    sections: dict[UUID, list[PlanSection]] = field(default_factory=lambda: defaultdict(list))
    roles: dict[UUID, list[PlanRole]] = field(default_factory=lambda: defaultdict(list))
    places: dict[UUID, list[PlanPlace]] = field(default_factory=lambda: defaultdict(list))
    gone: set[int] = field(default_factory=set)
    seats: dict[UUID, list[PlanTeamMember]] = field(default_factory=lambda: defaultdict(list))
    members: dict[int, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    agencies: dict[UUID, set[UUID]] = field(default_factory=dict)
    drilled: dict[UUID, dict[DrillType, date]] = field(default_factory=lambda: defaultdict(dict))
    actions: dict[UUID, list[CheckedAction]] = field(default_factory=lambda: defaultdict(list))
    findings: dict[UUID, int] = field(default_factory=dict)
    rooms: dict[UUID, dict[OptionsState, int]] = field(default_factory=dict)


def plan_findings(plans: Sequence[EmergencyPlan], *, reader_id: int, at: datetime) -> dict[UUID, list[PlanFinding]]:
    """Return what the check of each plan finds in its newest version. For its keepers; some twenty queries.

    Of corrective actions, those that the reader reads.
    """
    if not plans:
        return {}
    rules = rules_by_district([one.district_id for one in plans])
    known = _gather_facts(plans, reader_id, at)
    return {one.pk: find_wrong(_facts_of(one, known, at), rules[one.district_id]) for one in plans}


def _facts_of(plan: EmergencyPlan, known: _Gathered, at: datetime) -> PlanFacts:
    version, site_id = known.versions[plan.pk], plan.site_id
    here = known.agencies[plan.pk]
    rooms = known.rooms.get(site_id, {}) if site_id else {}

    def is_here(user_id: int) -> bool:
        return bool(known.members[user_id] & here)

    def said_of(user: User) -> tuple[str, bool]:
        return user.shown_name(), is_here(user.pk)

    return PlanFacts(
        today=day_in(zone_of(plan), at),
        is_of_school=site_id is not None,
        is_adopted=plan.pk in known.renew_on,
        renew_on=known.renew_on.get(plan.pk),
        sections=[CheckedSection(one.key, one.heading, one.body) for one in known.sections[version.pk]],
        roles=[
            CheckedRole(
                one.title,
                said_of(one.person) if one.person else None,
                [said_of(user) for user in (one.deputy, one.second_deputy) if user is not None],
            )
            for one in known.roles[version.pk]
        ],
        places=[PlanPlaceKind(one.kind) for one in known.places[version.pk]],
        places_gone=[one.where for one in known.places[version.pk] if one.pk in known.gone],
        seats=[_checked_seat(one, known, here) for one in known.seats[plan.pk]],
        drilled=known.drilled[site_id] if site_id else {},
        actions=known.actions[site_id] if site_id else [],
        assessment_findings=known.findings.get(site_id, 0) if site_id else 0,
        rooms_without_option=rooms.get(OptionsState.NO_OPTION, 0),
        rooms_not_walked=rooms.get(OptionsState.NOT_WALKED, 0) + rooms.get(OptionsState.TOO_OLD, 0),
    )


def zone_of(plan: EmergencyPlan) -> str:
    """Return the time zone by whose calendar a plan's days are counted."""
    return plan.site.time_zone if plan.site else plan.district.time_zone


def _checked_seat(seat: PlanTeamMember, known: _Gathered, here: set[UUID]) -> tuple[Discipline, str, bool]:
    discipline = Discipline(seat.discipline)
    if seat.user is None or seat.agency_id is None:
        return discipline, seat.name, True
    is_here = seat.agency_id in here and seat.agency_id in known.members[seat.user.pk]
    return discipline, seat.user.shown_name(), is_here


def _gather_facts(plans: Sequence[EmergencyPlan], reader_id: int, at: datetime) -> _Gathered:
    known = _Gathered()
    sites = [one.site_id for one in plans if one.site_id is not None]
    for version in PlanVersion.objects.filter(plan__in=plans).order_by("number").defer("text"):
        known.versions[version.plan_id] = version
        if version.state == EmergencyPlanState.ADOPTED.value and version.renew_on:
            known.renew_on[version.plan_id] = version.renew_on
    _gather_parts(known, plans)
    _gather_people(known, plans, at)
    held = Drill.objects.filter(site__in=sites, state=DrillState.HELD.value).order_by()
    for site_id, kind, last in held.values_list("site_id", "type").annotate(last=Max("on")):
        known.drilled[site_id][DrillType(kind)] = last
    for action in actions_for(reader_id, at).filter(exercise__site__in=sites, state__in=_states_open()):
        practiced = DrillAction(action.exercise.action) if action.exercise.action else None
        known.actions[action.exercise.site_id].append(CheckedAction(str(action.pk), action.area, practiced))
    known.findings = dict(_count_unsettled(sites))
    known.rooms = count_states([one.site for one in plans if one.site is not None], at)
    return known


def _gather_parts(known: _Gathered, plans: Sequence[EmergencyPlan]) -> None:
    newest = list(known.versions.values())
    for section in PlanSection.objects.filter(version__in=newest):
        known.sections[section.version_id].append(section)
    roles = PlanRole.objects.filter(version__in=newest).select_related("person", "deputy", "second_deputy")
    for role in roles.order_by("position", "id"):
        known.roles[role.version_id].append(role)
    places = list(PlanPlace.objects.filter(version__in=newest).order_by("position", "id"))
    for place in places:
        known.places[place.version_id].append(place)
    site_of = {known.versions[one.pk].pk: one.site_id for one in plans}
    known.gone = places_gone(places, site_of)


def _gather_people(known: _Gathered, plans: Sequence[EmergencyPlan], at: datetime) -> None:
    """Read who of those named still is where they may be chosen: with the same rule as `access.people_to_choose`."""
    for seat in PlanTeamMember.objects.filter(plan__in=plans).select_related("user").order_by("discipline", "id"):
        known.seats[seat.plan_id].append(seat)
    named = {one.user_id for seats in known.seats.values() for one in seats if one.user_id is not None}
    roles = [one for found in known.roles.values() for one in found]
    named |= {one for role in roles for one in (role.person_id, role.deputy_id, role.second_deputy_id) if one}
    districts = {one.district_id for one in plans}
    opening = agreements_opening(SHARED, districts, at)
    counting = fetch.members_who_count(at).filter(user_id__in=named, user__is_device=False)
    schools: dict[UUID, set[UUID]] = defaultdict(set)
    for user_id, agency_id, parent_id in counting.values_list("user_id", "agency_id", "agency__parent_id"):
        known.members[user_id].add(agency_id)
        if parent_id in districts:
            schools[parent_id].add(agency_id)
    for plan in plans:
        school_id = plan.site.school_id if plan.site else None
        own = {school_id} if school_id else schools[plan.district_id] if plan.site is None else set()
        known.agencies[plan.pk] = {
            plan.district_id,
            *own,
            *partners_at(opening, plan.district_id, plan.site_id),
        }


def _states_open() -> list[str]:
    return [one.value for one in ActionState if not one.has_ended]


def _count_unsettled(sites: Sequence[UUID]) -> QuerySet[SiteFinding, tuple[UUID, int]]:
    settled = [one.value for one in FindingState if one.is_settled]
    rows = SiteFinding.objects.filter(site__in=sites).exclude(state__in=settled).order_by()
    return rows.values_list("site_id").annotate(n=Count("pk"))
