"""Who may read a case: the people on it, and nobody by rank. A stranger's "no" reads "not there"."""

from datetime import UTC, datetime
from typing import cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from coordination.administration.second_person.joining import Team
from coordination.administration.second_person.places import COUNTS
from coordination.models import User
from coordination.prevention.cases.errors import CaseNotFound, CaseTeamNotFound, PoliceCopyNotFound
from coordination.prevention.cases.models import Case, CaseTeam, CaseTeamMember, PoliceCopy
from mapping.models import Site
from mou.access import fetch, policy
from mou.access.facts import agreement_facts, held_versions, versions_of
from mou.access.operators import is_administrator, managed_agencies
from mou.errors import BadTerms
from mou.models import Agency, Version
from mou.terms import Declared, checked_value
from mou.vocabulary import AgencyKind, MemberRole, TermKind

POLICE = (AgencyKind.POLICE.value, AgencyKind.SHERIFF.value)
SCHOOLS = (AgencyKind.SCHOOL.value, AgencyKind.DISTRICT.value)
# Who reads what an agency's law enforcement unit was given.
OF_THE_UNIT = (MemberRole.OFFICER.value, MemberRole.SUPERVISOR.value, MemberRole.COMMANDER.value)


# --- teams ------------------------------------------------------------------------------------------------------------
def teams_of(user_id: int, at: datetime) -> QuerySet[CaseTeam]:
    """Return the teams on which a person counts: listed there, and of the school or its district.

    An officer is neither, and counts only while an agreement makes them a school official (34 CFR 99.31(a)(1)(i)(B)).
    """
    own = fetch.members_who_count(at).filter(user_id=user_id).values("agency_id")
    here = Q(team__agency_id__in=own) | Q(team__agency__parent_id__in=own) | as_school_official(user_id, at)
    listed = CaseTeamMember.objects.filter(here, COUNTS, user_id=user_id).values("team_id")
    return CaseTeam.objects.filter(pk__in=listed, agency__is_active=True).select_related("agency__parent")


def as_school_official(user_id: int, at: datetime) -> Q:
    """Return which places on teams count for an officer, for each agreement that makes them a school official."""
    found = Q(pk__in=[])
    posts = [one.agency_id for one in fetch.active_memberships(user_id, at) if one.agency.kind in POLICE]
    for version in versions_of(posts, at):
        found |= _official_at(version, at)
    return found


def _official_at(version: Version, at: datetime) -> Q:
    agreement = agreement_facts(version)
    if not policy.is_in_force(agreement, at) or not any(map(_names_officials, version.terms.all())):
        return Q(pk__in=[])
    where = Q(team__agency_id=agreement.district_id) | Q(team__agency__parent_id=agreement.district_id)
    if agreement.covers_all_sites:
        return where
    return where & Q(team__agency_id__in=Site.objects.filter(pk__in=agreement.site_ids).values("school_id"))


def _names_officials(term: object) -> bool:
    kind, value = getattr(term, "kind", ""), getattr(term, "value", None)
    if kind != TermKind.FERPA_SCHOOL_OFFICIAL:
        return False
    try:
        said = checked_value(TermKind.FERPA_SCHOOL_OFFICIAL, value)
    except BadTerms:
        return False
    return isinstance(said, Declared) and said.yes


def team_of_for(*, user_id: int, agency_id: UUID, at: datetime) -> CaseTeam:
    """Return a school's or district's team on which the person counts. Raises: CaseTeamNotFound."""
    found = teams_of(user_id, at).filter(agency_id=agency_id).first()
    if found is None:
        raise CaseTeamNotFound
    return found


def counting_members(team: CaseTeam, at: datetime) -> list[CaseTeamMember]:
    """Return the members of a team who count at an instant, by name."""
    rows = team.members.select_related("user").order_by("user__display_name", "id")
    return [one for one in rows if teams_of(one.user_id, at).filter(pk=team.pk).exists()]


def joining_team(team: CaseTeam, at: datetime) -> Team:
    """Return a team as joining knows it."""
    counting = frozenset(one.user_id for one in counting_members(team, at))
    return Team(team.agency, QuerySet(CaseTeamMember).filter(team=team), counting)


def people_to_choose(agency: Agency, at: datetime) -> QuerySet[User]:
    """Return who may be put on a team: people of the school and its district, and officers of its agreements."""
    own = [one for one in (agency.pk, agency.parent_id) if one is not None]
    district_id = agency.parent_id or agency.pk
    partners = held_versions(at, None, [district_id]).values("memorandum__agency_id")
    counts = fetch.members_who_count(at)
    members = counts.filter(Q(agency_id__in=own) | Q(agency_id__in=partners, agency__kind__in=POLICE)).values("user_id")
    return User.objects.filter(pk__in=members, is_device=False).order_by("display_name", "id")


# --- keeping a team ---------------------------------------------------------------------------------------------------
def agency_with_team_for(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return a school or district whose team the person keeps, there or not yet. Raises: CaseTeamNotFound."""
    found = kept_agencies(user_id, at).filter(pk=agency_id).first()
    if found is None:
        raise CaseTeamNotFound
    return found


def kept_agencies(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the schools and districts whose team a person keeps as administrator. It opens no case."""
    return managed_agencies(user_id, at).filter(kind__in=SCHOOLS, is_active=True)


# --- cases ------------------------------------------------------------------------------------------------------------
def cases_for(user_id: int, at: datetime) -> QuerySet[Case]:
    """Return every case that `case_for` would return: those that the person is on, without a conflict of interest."""
    rows = Case.objects.filter(people__user_id=user_id, people__has_conflict=False, team__in=teams_of(user_id, at))
    return rows.select_related("team__agency")


def case_for(*, user_id: int, case_id: UUID, at: datetime, lock: bool = False) -> Case:
    """Return a case for reading and working on it. With `lock`, holds its row until commit. Raises: CaseNotFound."""
    rows = cases_for(user_id, at).filter(pk=case_id)
    case = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if case is None:
        raise CaseNotFound
    return case


# --- papers of the police ---------------------------------------------------------------------------------------------
def copies_for(user_id: int, at: datetime) -> QuerySet[PoliceCopy]:
    """Return the papers that were given to an agency whose officer the person is, the newest first."""
    posts = fetch.members_who_count(at).filter(user_id=user_id, role__in=OF_THE_UNIT, agency__kind__in=POLICE)
    return PoliceCopy.objects.filter(agency_id__in=posts.values("agency_id")).order_by("-given_at", "-id")


def copy_for(*, user_id: int, copy_id: UUID, at: datetime) -> PoliceCopy:
    """Return a paper. Raises: PoliceCopyNotFound."""
    found = copies_for(user_id, at).filter(pk=copy_id).first()
    if found is None:
        raise PoliceCopyNotFound
    return found


# --- the navigation ---------------------------------------------------------------------------------------------------
def sees_cases(request: HttpRequest) -> bool:
    """Say whether there is anything about cases for a reader."""
    return may_see_page(cast("int", request.user.pk), datetime.now(UTC))


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether the page of cases is there for a person: a team, its keepers, and officers who were given a paper."""
    keeps = is_administrator(user_id, at) and kept_agencies(user_id, at).exists()
    return keeps or teams_of(user_id, at).exists() or copies_for(user_id, at).exists()
