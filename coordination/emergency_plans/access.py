"""Who reads and writes emergency operations plans. A stranger's "no" reads "not there".

Administrators and planners of the school or its district keep a plan. The planning team reads what is being written,
a partner's member only while a term opens the plan to the agency. What was adopted is read whole by these and by
agencies with such a term, and by all others of the school and the district without its restricted sections.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet, Value

from coordination.drills.requirements.access import district_for, keeps_district
from coordination.emergency_plans.errors import (
    EmergencyPlanNotFound,
    PlanKeepersWrite,
    PlanTeamDecides,
)
from coordination.emergency_plans.models import EmergencyPlan, PlanTeamMember, PlanVersion
from coordination.emergency_plans.vocabulary import EmergencyPlanState
from mapping.models import Site
from mapping.shared_sites import districts_opened, is_opened_somewhere, members_at, sites_opened
from mou.access import fetch
from mou.access.known_standings import known_standings
from mou.access.openings import Right
from mou.models import Agency, AgencyMember
from mou.vocabulary import DataCategory, TermKind

SHARED = Right(TermKind.DATA_SHARING, DataCategory.EMERGENCY_PLAN.value)


@dataclass(frozen=True, slots=True)
class PlanGrant:
    """A plan that someone may read, and what it is to them."""

    plan: EmergencyPlan
    reader_id: int
    is_keeper: bool
    is_member: bool
    is_partner: bool

    @property
    def reads_written(self) -> bool:
        """Whether they read what is not adopted yet."""
        return self.is_keeper or self.is_member

    @property
    def reads_restricted(self) -> bool:
        return self.reads_written or self.is_partner


# --- plans ------------------------------------------------------------------------------------------------------------
def plans_for(user_id: int, at: datetime) -> QuerySet[EmergencyPlan]:
    """Return every plan that `plan_for` would return. `grant_of` says what each is to the person."""
    where = known_standings(user_id, at)
    kept = Q(district_id__in=where.keeper_agency_ids) | Q(site__school_id__in=where.keeper_agency_ids)
    parents = Agency.objects.filter(pk__in=where.insider_school_ids).values("parent_id")
    own = (
        Q(district_id__in=where.insider_district_ids)
        | Q(site__school_id__in=where.insider_school_ids)
        | Q(site__isnull=True, district_id__in=parents)
    )
    shared = Q(site__in=sites_opened(SHARED, user_id, at)) | Q(
        site__isnull=True, district_id__in=districts_opened(SHARED, user_id, at)
    )
    counts = fetch.members_who_count(at).filter(user_id=user_id, agency_id=OuterRef("agency_id"))
    seat = PlanTeamMember.objects.filter(Exists(counts), plan=OuterRef("pk"), user_id=user_id)
    adopted = PlanVersion.objects.filter(plan=OuterRef("pk"), state=EmergencyPlanState.ADOPTED.value)
    rows = EmergencyPlan.objects.annotate(
        reader_id=Value(user_id),
        is_keeper=_as_flag(kept),
        is_member=_as_flag(Q(Exists(seat)) & (own | shared)),
        is_partner=_as_flag(shared),
    )
    opened = Q(is_keeper=True) | Q(is_member=True) | ((own | shared) & Q(Exists(adopted)))
    return rows.filter(opened, district__is_active=True).select_related("district", "site__school")


def _as_flag(condition: Q) -> "ExpressionWrapper[Q]":
    return ExpressionWrapper(condition, output_field=BooleanField())


def grant_of(plan: EmergencyPlan) -> PlanGrant:
    """Return what a plan of `plans_for` is to its reader."""
    known = vars(plan)
    return PlanGrant(plan, known["reader_id"], known["is_keeper"], known["is_member"], known["is_partner"])


def plan_for(*, user_id: int, plan_id: UUID, at: datetime, lock: bool = False) -> PlanGrant:
    """Return a plan for reading. With `lock`, holds its row until commit. Raises: EmergencyPlanNotFound."""
    rows = plans_for(user_id, at).filter(pk=plan_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise EmergencyPlanNotFound
    return grant_of(found)


def plan_to_write_for(*, user_id: int, plan_id: UUID, at: datetime) -> PlanGrant:
    """Return a plan for writing, its row held. Raises: EmergencyPlanNotFound, PlanKeepersWrite."""
    grant = plan_for(user_id=user_id, plan_id=plan_id, at=at, lock=True)
    if not grant.is_keeper:
        raise PlanKeepersWrite
    return grant


def plan_to_speak_for(*, user_id: int, plan_id: UUID, at: datetime) -> PlanGrant:
    """Return a plan for a remark or a word on it, its row held. Raises: EmergencyPlanNotFound, PlanTeamDecides."""
    grant = plan_for(user_id=user_id, plan_id=plan_id, at=at, lock=True)
    if not grant.reads_written:
        raise PlanTeamDecides
    return grant


def seats_that_count(plan: EmergencyPlan, at: datetime) -> list[PlanTeamMember]:
    """Return the seats of a plan's team that count now: of parents, and of people who still may be chosen."""
    here = set(people_to_choose(plan.district_id, plan.site, at).values_list("user_id", "agency_id"))
    seats = plan.team.select_related("user", "agency").order_by("discipline", "id")
    return [one for one in seats if one.user_id is None or (one.user_id, one.agency_id) in here]


# --- places and people ------------------------------------------------------------------------------------------------
def kept_sites(user_id: int, at: datetime) -> QuerySet[Site]:
    """Return the sites whose plan a person keeps, by name."""
    kept = known_standings(user_id, at).keeper_agency_ids
    rows = Site.objects.filter(Q(district_id__in=kept) | Q(school_id__in=kept), district__is_active=True)
    return rows.select_related("district", "school").order_by("name", "id")


def place_to_begin_for(
    *, user_id: int, district_id: UUID, site_id: UUID | None, at: datetime
) -> tuple[Agency, Site | None]:
    """Return where a person may begin a plan: a site or, without one, a district. Raises: EmergencyPlanNotFound."""
    if site_id is not None:
        site = kept_sites(user_id, at).filter(pk=site_id, district_id=district_id).first()
        if site is None:
            raise EmergencyPlanNotFound
        return site.district, site
    if not keeps_district(user_id, district_id, at):
        raise EmergencyPlanNotFound
    return district_for(user_id=user_id, district_id=district_id, at=at), None


def people_to_choose(district_id: UUID, site: Site | None, at: datetime) -> QuerySet[AgencyMember]:
    """Return who may have a role or a seat: people of the school, its district, and agencies with the term."""
    return members_at(SHARED, district_id=district_id, site=site, at=at)


def sees_plans(user_id: int, at: datetime) -> bool:
    """Say whether the page of plans is there for a person: of schools and districts, and who is shared one."""
    where = known_standings(user_id, at)
    if where.insider_district_ids or where.insider_school_ids:
        return True
    return is_opened_somewhere(SHARED, user_id, at)
