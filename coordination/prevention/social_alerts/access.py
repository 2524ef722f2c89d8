"""Who reviews alerts, who keeps a desk and its rules, which officers may read. A stranger's "no" reads "not there"."""

from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from coordination.administration.second_person.places import opening_places
from coordination.casework.kinds.views import Door
from coordination.casework.places import KindOfTeam
from coordination.casework.reads import ReadLog
from coordination.casework.school_officials import POLICE
from coordination.casework.team_acts import make_member_acts
from coordination.casework.teams import DISTRICTS, TeamKind
from coordination.casework.telling import Waiting
from coordination.prevention.social_alerts.errors import AlertDeskNotFound, BadAlertDesk
from coordination.prevention.social_alerts.models import AlertDesk, AlertRead, AlertRule, AlertTeamMember, SocialAlert
from mou.access import fetch, policy
from mou.access.facts import agreement_facts, held_versions, versions_of
from mou.access.openings import Right
from mou.foundation.labelled import gettext_noop as _
from mou.terms import ALWAYS
from mou.vocabulary import DataCategory, MemberRole, TermKind
from push.vocabulary import Urgency

OFFICERS = (MemberRole.OFFICER.value, MemberRole.SUPERVISOR.value, MemberRole.COMMANDER.value)
SHARED = Right(TermKind.DATA_SHARING, DataCategory.SOCIAL_MEDIA_ALERT.value)


# --- desks ------------------------------------------------------------------------------------------------------------
ALERT_DESKS = TeamKind(
    AlertDesk, AlertTeamMember, not_found=AlertDeskNotFound, team="desk", agency="district", kinds=DISTRICTS
)
ALERT_PLACES = KindOfTeam("social_alerts", _("Social media alerts"), ALERT_DESKS, BadAlertDesk)
add_reviewer, take_reviewer = make_member_acts(ALERT_PLACES)
ALERT_WAITS = Waiting("social-alert", "alert_waits", "social-alerts", Urgency.URGENT)


def _desk_of_alert(alert_id: UUID) -> dict[str, object]:
    return {"desk_id": SocialAlert.objects.values_list("desk_id", flat=True).get(pk=alert_id)}


# Who opened alerts. Searches and reports are of a desk: work.queries writes them down.
ALERT_READS: ReadLog[AlertRead, Door] = ReadLog(AlertRead, _desk_of_alert)


def desks_with_rules_for(user_id: int, at: datetime) -> QuerySet[AlertDesk]:
    """Return the desks whose rules and numbers a person reads: of its reviewers, and of who keeps it."""
    administered = ALERT_DESKS.agencies_administered_by(user_id, at)
    mine = Q(pk__in=ALERT_DESKS.teams_of(user_id, at).values("pk")) | Q(district__in=administered)
    return AlertDesk.objects.filter(mine).select_related("district")


def desk_with_rules_for(*, user_id: int, district_id: UUID, at: datetime) -> AlertDesk:
    """Return a desk whose rules and numbers a person reads. Raises: AlertDeskNotFound."""
    found = desks_with_rules_for(user_id, at).filter(district_id=district_id).first()
    if found is None:
        raise AlertDeskNotFound
    return found


def rules_for(user_id: int, at: datetime) -> QuerySet[AlertRule]:
    """Return every rule that a person reads; of each, whether they keep its desk, and whether they wrote it."""
    administered = ALERT_DESKS.agencies_administered_by(user_id, at)
    rows = AlertRule.objects.filter(desk__in=desks_with_rules_for(user_id, at))
    asked = {"keeps": _tell_whether(desk__district__in=administered), "is_mine": _tell_whether(written_by_id=user_id)}
    return rows.annotate(**asked).select_related("desk__district", "written_by", "approved_by")


def _tell_whether(**condition: object) -> Case:
    return Case(When(**condition, then=Value(value=True)), default=Value(value=False))


# --- alerts -----------------------------------------------------------------------------------------------------------
def alerts_for(user_id: int, at: datetime) -> QuerySet[SocialAlert]:
    """Return every alert that a person reads; of each, whether they decide, and whether they review it."""
    place = AlertTeamMember.objects.filter(opening_places("captured_at"), user_id=user_id, desk=OuterRef("desk"))
    desks = ALERT_DESKS.teams_of(user_id, at)
    rows = SocialAlert.objects.filter(Q(desk__in=desks) & Q(Exists(place)) | _of_police(user_id, at))
    asked = {"decides": _tell_whether(desk__in=desks.values("pk")), "is_mine": _tell_whether(reviewer_id=user_id)}
    return rows.annotate(**asked).select_related("desk__district", "fence__site", "rule", "reviewer")


def _of_police(user_id: int, at: datetime) -> Q:
    """Return which alerts a person reads as an officer: those that a reviewer told the police of.

    A term of the agreement opens alerts, always and not only in an emergency. What threatens a life is told under any
    agreement in force: 34 CFR 99.36.
    """
    found, mine = Q(pk__in=[]), fetch.active_memberships(user_id, at)
    posts = [one.agency_id for one in mine if one.role in OFFICERS and one.agency.kind in POLICE]
    for version in versions_of(posts, at):
        found |= _opened_by(agreement_facts(version), at)
    return found


def _opened_by(agreement: policy.Agreement, at: datetime) -> Q:
    if not policy.is_in_force(agreement, at):
        return Q(pk__in=[])
    where = Q(desk__district_id=agreement.district_id)
    if not agreement.covers_all_sites:
        where &= Q(fence__site_id__in=agreement.site_ids)
    return where & Q(to_police=True) & (Q() if _shares_alerts(agreement) else Q(incident_id__isnull=False))


def _shares_alerts(agreement: policy.Agreement) -> bool:
    return any(one.right == SHARED and one.condition == ALWAYS for one in agreement.openings)


def agencies_told_of(alert: SocialAlert, at: datetime) -> list[UUID]:
    """Return the police agencies whose officers may read an alert that was told to the police."""
    return [
        version.memorandum.agency_id
        for version in held_versions(at, None, [alert.desk.district_id]).prefetch_related("sites", "terms")
        if SocialAlert.objects.filter(_opened_by(agreement_facts(version), at), pk=alert.pk).exists()
    ]


def officers_to_tell(alert: SocialAlert, at: datetime) -> list[int]:
    """Return the officers on duty who may read an alert that was told to the police."""
    posts = fetch.members_who_count(at).filter(
        agency_id__in=agencies_told_of(alert, at), agency__kind__in=POLICE, role__in=OFFICERS, is_on_duty=True
    )
    return sorted(set(posts.values_list("user_id", flat=True)))


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether the page of alerts is there: for reviewers, who keeps a desk, and officers who may read some."""
    return ALERT_DESKS.is_seen_by(user_id, at) or alerts_for(user_id, at).exists()
