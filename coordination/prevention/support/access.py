"""Who reads referrals and crises: a support team, and nobody by rank. A stranger's "no" reads "not there"."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from coordination.administration.second_person.joining import Team
from coordination.administration.second_person.places import COUNTS, opening
from coordination.models import User
from coordination.prevention.cases.access import SCHOOLS, as_school_official
from coordination.prevention.support.errors import CrisisCallNotFound, ReferralNotFound, SupportTeamNotFound
from coordination.prevention.support.models import CrisisCall, Referral, SupportTeam, SupportTeamMember
from mou.access import fetch
from mou.access.operators import is_administrator, managed_agencies
from mou.models import Agency


# --- teams ------------------------------------------------------------------------------------------------------------
def teams_of(user_id: int, at: datetime) -> QuerySet[SupportTeam]:
    """Return the teams on which a person counts: listed there, and of the school or its district.

    An officer counts only while an agreement makes them a school official (34 CFR 99.31(a)(1)(i)(B)).
    """
    own = fetch.members_who_count(at).filter(user_id=user_id).values("agency_id")
    here = Q(team__agency_id__in=own) | Q(team__agency__parent_id__in=own) | as_school_official(user_id, at)
    listed = SupportTeamMember.objects.filter(here, COUNTS, user_id=user_id).values("team_id")
    return SupportTeam.objects.filter(pk__in=listed, agency__is_active=True).select_related("agency__parent")


def team_of_for(*, user_id: int, agency_id: UUID, at: datetime) -> SupportTeam:
    """Return a school's or district's team on which the person counts. Raises: SupportTeamNotFound."""
    found = teams_of(user_id, at).filter(agency_id=agency_id).first()
    if found is None:
        raise SupportTeamNotFound
    return found


def counting_people(team: SupportTeam, at: datetime) -> list[User]:
    """Return the people of a team who count at an instant, by name."""
    rows = team.members.select_related("user").order_by("user__display_name", "id")
    return [one.user for one in rows if teams_of(one.user_id, at).filter(pk=team.pk).exists()]


def joining_team(team: SupportTeam, at: datetime) -> Team:
    """Return a team as joining knows it."""
    counting = frozenset(one.pk for one in counting_people(team, at))
    return Team(team.agency, QuerySet(SupportTeamMember).filter(team=team), counting)


def kept_agencies(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the schools and districts whose team a person keeps as administrator. It opens no referral."""
    return managed_agencies(user_id, at).filter(kind__in=SCHOOLS, is_active=True)


def agency_with_team_for(*, user_id: int, agency_id: UUID, at: datetime) -> Agency:
    """Return a school or district whose team the person keeps, there or not yet. Raises: SupportTeamNotFound."""
    found = kept_agencies(user_id, at).filter(pk=agency_id).first()
    if found is None:
        raise SupportTeamNotFound
    return found


def teams_to_refer_to(user_id: int, at: datetime) -> QuerySet[SupportTeam]:
    """Return the teams to which a person may refer a student: of their school, or of a school of their district."""
    own = fetch.members_who_count(at).filter(user_id=user_id, agency__kind__in=SCHOOLS).values("agency_id")
    rows = SupportTeam.objects.filter(Q(agency_id__in=own) | Q(agency__parent_id__in=own), agency__is_active=True)
    return rows.select_related("agency__parent").order_by("agency__name")


# --- referrals and crises ---------------------------------------------------------------------------------------------
def referrals_for(user_id: int, at: datetime) -> QuerySet[Referral]:
    """Return every referral that `referral_for` would return."""
    rows = Referral.objects.filter(_place_for(user_id, "referred_at"), team__in=teams_of(user_id, at))
    return rows.select_related("team__agency", "owner")


def _place_for(user_id: int, came: str) -> Exists:
    """Ask whether a person's place on the team opens a thing, by when it came."""
    return Exists(SupportTeamMember.objects.filter(opening(came), user_id=user_id, team=OuterRef("team")))


def referral_for(*, user_id: int, referral_id: UUID, at: datetime, lock: bool = False) -> Referral:
    """Return a referral for reading and working on it. With `lock`, holds its row. Raises: ReferralNotFound."""
    rows = referrals_for(user_id, at).filter(pk=referral_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise ReferralNotFound
    return found


def crises_for(user_id: int, at: datetime) -> QuerySet[CrisisCall]:
    """Return every call that `crisis_for` would return."""
    rows = CrisisCall.objects.filter(_place_for(user_id, "called_at"), team__in=teams_of(user_id, at))
    return rows.select_related("team__agency")


def crisis_for(*, user_id: int, call_id: UUID, at: datetime, lock: bool = False) -> CrisisCall:
    """Return a call of a crisis team. With `lock`, holds its row until commit. Raises: CrisisCallNotFound."""
    rows = crises_for(user_id, at).filter(pk=call_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise CrisisCallNotFound
    return found


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether the page of support is there for a person: a team, its keepers, and who may refer a student."""
    keeps = is_administrator(user_id, at) and kept_agencies(user_id, at).exists()
    return keeps or teams_of(user_id, at).exists() or teams_to_refer_to(user_id, at).exists()
