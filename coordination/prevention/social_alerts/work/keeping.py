"""What upkeep does for alerts: delete what is kept no longer, its keys with it, and tell of reviews that are due."""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from coordination.casework.due_days import DueDay
from coordination.casework.kinds.retaining import make_retention
from coordination.casework.retention import delete_of_teams, list_own_rules
from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.vocabulary import DataClass
from coordination.prevention.social_alerts.access import ALERT_DESKS, ALERT_WAITS
from coordination.prevention.social_alerts.models import (
    AlertAuthorKey,
    AlertDelivery,
    AlertDesk,
    AlertRule,
    SocialAlert,
)
from coordination.prevention.social_alerts.vocabulary import AlertRuleState
from coordination.prevention.social_alerts.work.counts import count_of_rule
from coordination.prevention.social_alerts.work.kinds import ALERT_KIND
from mou.access.operators import administrators_of
from mou.foundation.chore_signs import due_while
from push.vocabulary import Urgency

# What no one has reviewed in two weeks is no alert any more, and its words do not wait for someone.
UNSEEN_KEPT = timedelta(days=14)
# Providers send again for days what was not acknowledged.
DELIVERIES_KEPT = timedelta(days=14)


def delete_old_alerts(at: datetime) -> int:
    """Delete alerts decided longer ago than their desk keeps them, or never; return how many. Durable each."""
    overwrite_what_is_deleted()
    # No hold is asked: nothing was recorded in it.
    AlertDelivery.objects.filter(taken_at__lt=at - DELIVERIES_KEPT).delete()
    deleted = delete_of_teams((ALERT_RETENTION,), at)
    for desk in ALERT_DESKS.every_team():
        _forget_keys(desk, at)
    return deleted


def _count_unseen(alert: SocialAlert, desk: AlertDesk, at: datetime) -> None:
    if alert.decided_at is None:
        count_of_rule(alert.rule_id, AlertDesk.objects.select_for_update(of=("self",)).get(pk=desk.pk), at, unseen=1)


ALERT_RETENTION = make_retention(
    ALERT_KIND,
    DataClass.SOCIAL_ALERTS,
    "alert_desk",
    names_of=lambda alert: [alert.words],
    also_due=lambda rows: rows.select_related("fence"),
    unended=UNSEEN_KEPT,
    also_held=lambda alert, holds: alert.fence.site_id in holds.site_ids or alert.incident_id in holds.incident_ids,
    before=_count_unseen,
)
ALERT_RULES = partial(list_own_rules, (ALERT_RETENTION,))


def _forget_keys(desk: AlertDesk, at: datetime) -> None:
    """Delete keys by which no new author is hashed and no alert is left: their pseudonyms then mean nothing."""
    with transaction.atomic(durable=True):
        AlertDesk.objects.select_for_update(of=("self",)).get(pk=desk.pk)
        old = AlertAuthorKey.objects.filter(desk=desk, begun_at__lte=at - timedelta(days=desk.keep_days))
        # No hold is asked: nothing was recorded in it.
        old.filter(alerts__isnull=True).delete()


@due_while(lambda at: [REVIEWS_DUE.untold(at)])
def tell_reviews_due(at: datetime) -> int:
    """Tell the administrators of each rule whose review is due, once for each day set; return how many."""
    return REVIEWS_DUE.tell_due(at)


def _rules_in_force(day: date) -> QuerySet[AlertRule]:
    rows = AlertRule.objects.select_related("desk__district")
    return rows.filter(state=AlertRuleState.APPROVED.value, expires_on__gte=day)


def _tell_of_review(rule: AlertRule, at: datetime) -> None:
    people = administrators_of(rule.desk.district, at)
    ALERT_WAITS.tell_of(rule.pk, occasion=f"review-{rule.review_on}", user_ids=people, urgency=Urgency.ROUTINE)


REVIEWS_DUE = DueDay(_rules_in_force, "review_on", "review_told_for", lambda rule: rule.desk.district, _tell_of_review)
