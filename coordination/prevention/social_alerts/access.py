"""Who reviews alerts, who keeps a desk and its rules, which officers may read. A stranger's "no" reads "not there"."""

from datetime import datetime
from uuid import UUID

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from coordination.administration.second_person.places import opening_places
from coordination.casework.kinds.views import Door
from coordination.casework.places import KindOfTeam
from coordination.casework.police_readers import PoliceReaders
from coordination.casework.team_acts import make_member_acts
from coordination.casework.teams import DISTRICTS, TeamKind
from coordination.casework.telling import Waiting
from coordination.prevention.social_alerts.errors import AlertDeskNotFound, BadAlertDesk
from coordination.prevention.social_alerts.models import AlertDesk, AlertRead, AlertRule, AlertTeamMember, SocialAlert
from mou.access.openings import Right
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.reads import ReadLog
from mou.vocabulary import DataCategory, TermKind
from push.vocabulary import Urgency

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
# Which alerts officers read: those that a reviewer told the police of.
ALERT_OFFICERS = PoliceReaders(
    SocialAlert,
    Right(TermKind.DATA_SHARING, DataCategory.SOCIAL_MEDIA_ALERT.value),
    of_district=lambda district_id: Q(desk__district_id=district_id),
    of_sites=lambda site_ids: Q(fence__site_id__in=site_ids),
    threatens_life=Q(incident_id__isnull=False),
)


def alerts_for(user_id: int, at: datetime) -> QuerySet[SocialAlert]:
    """Return every alert that a person reads; of each, whether they decide, and whether they review it."""
    place = AlertTeamMember.objects.filter(opening_places("captured_at"), user_id=user_id, desk=OuterRef("desk"))
    desks = ALERT_DESKS.teams_of(user_id, at)
    rows = SocialAlert.objects.filter(Q(desk__in=desks) & Q(Exists(place)) | ALERT_OFFICERS.read_by(user_id, at))
    asked = {"decides": _tell_whether(desk__in=desks.values("pk")), "is_mine": _tell_whether(reviewer_id=user_id)}
    return rows.annotate(**asked).select_related("desk__district", "fence__site", "rule", "reviewer")


def may_see_page(user_id: int, at: datetime) -> bool:
    """Say whether the page of alerts is there: for reviewers, who keeps a desk, and officers who may read some."""
    return ALERT_DESKS.is_seen_by(user_id, at) or alerts_for(user_id, at).exists()
