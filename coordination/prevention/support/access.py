"""Who reads referrals and crises: a support team, and no one by rank. A stranger's "no" reads "not there"."""

from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from coordination.administration.second_person.places import opening_places
from coordination.casework.places import KindOfTeam
from coordination.casework.teams import SCHOOLS, TeamKind
from coordination.casework.telling import Waiting
from coordination.prevention.support.errors import CrisisCallNotFound, ReferralNotFound, SupportTeamNotFound
from coordination.prevention.support.models import CrisisCall, Referral, SupportTeam, SupportTeamMember
from mou.access import fetch
from mou.foundation.labelled import gettext_noop as _
from push.vocabulary import Urgency

# --- teams ------------------------------------------------------------------------------------------------------------
SUPPORT_TEAMS = TeamKind(SupportTeam, SupportTeamMember, not_found=SupportTeamNotFound, has_officials=True)
SUPPORT_PLACES = KindOfTeam("support", _("Mental health support"), SUPPORT_TEAMS)
SUPPORT_WAITS = Waiting("support", "support_waits", "support", Urgency.URGENT)


def teams_to_refer_to(user_id: int, at: datetime) -> QuerySet[SupportTeam]:
    """Return the teams to which a person may refer a student: of their school, or of a school of their district."""
    own = fetch.members_who_count(at).filter(user_id=user_id, agency__kind__in=SCHOOLS).values("agency_id")
    rows = SupportTeam.objects.filter(Q(agency_id__in=own) | Q(agency__parent_id__in=own), agency__is_active=True)
    return rows.select_related("agency__parent").order_by("agency__name")


# --- referrals and crises ---------------------------------------------------------------------------------------------
def referrals_for(user_id: int, at: datetime) -> QuerySet[Referral]:
    """Return every referral that `referral_for` would return."""
    rows = Referral.objects.filter(_place_for(user_id, "referred_at"), team__in=SUPPORT_TEAMS.teams_of(user_id, at))
    return rows.select_related("team__agency", "owner")


def _place_for(user_id: int, came: str) -> Exists:
    """Ask whether a person's place on the team opens a thing, by when it came."""
    return Exists(SupportTeamMember.objects.filter(opening_places(came), user_id=user_id, team=OuterRef("team")))


def referral_for(*, user_id: int, referral_id: UUID, at: datetime, lock: bool = False) -> Referral:
    """Return a referral for reading and working on it. With `lock`, holds its row. Raises: ReferralNotFound."""
    rows = referrals_for(user_id, at).filter(pk=referral_id)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise ReferralNotFound
    return found


def crises_for(user_id: int, at: datetime) -> QuerySet[CrisisCall]:
    """Return every call that `crisis_for` would return."""
    rows = CrisisCall.objects.filter(_place_for(user_id, "called_at"), team__in=SUPPORT_TEAMS.teams_of(user_id, at))
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
    return SUPPORT_TEAMS.is_seen_by(user_id, at) or teams_to_refer_to(user_id, at).exists()
