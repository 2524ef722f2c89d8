"""What upkeep does for alerts: delete what is kept no longer, its keys with it, and tell of reviews that are due."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q, QuerySet

from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.prevention.social_alerts.models import (
    AlertAuthorKey,
    AlertDelivery,
    AlertDesk,
    AlertRule,
    SocialAlert,
)
from coordination.prevention.social_alerts.telling import tell_of
from coordination.prevention.social_alerts.vocabulary import AlertRuleState
from coordination.prevention.social_alerts.work.counts import count
from coordination.room.wire.model import Json
from mou.access.operators import administrators_of
from push.vocabulary import Urgency

MOST_AT_ONCE = 100
# What nobody has reviewed in two weeks is no alert any more, and its words do not wait for somebody.
UNSEEN_KEPT = timedelta(days=14)
# Providers send again for days what was not acknowledged.
DELIVERIES_KEPT = timedelta(days=14)


def delete_old_alerts(at: datetime) -> int:
    """Delete alerts decided longer ago than their desk keeps them, or never; return how many. Durable each."""
    overwrite_what_is_deleted()
    AlertDelivery.objects.filter(taken_at__lt=at - DELIVERIES_KEPT).delete()
    deleted = 0
    for desk in AlertDesk.objects.select_related("district"):
        ids = list(due_alerts(desk, at).values_list("pk", flat=True)[: MOST_AT_ONCE - deleted])
        deleted += sum(_expunge(desk, pk, at) for pk in ids)
        _forget_keys(desk, at)
    return deleted


def due_alerts(desk: AlertDesk, at: datetime) -> QuerySet[SocialAlert]:
    """Return the alerts of a desk that are kept no longer."""
    decided = Q(decided_at__lte=at - timedelta(days=desk.keep_days))
    return SocialAlert.objects.filter(
        decided | Q(decided_at__isnull=True, captured_at__lte=at - UNSEEN_KEPT), desk=desk
    ).select_related("fence__site")


def _expunge(desk: AlertDesk, pk: UUID, at: datetime) -> int:
    with transaction.atomic(durable=True):
        lock_deletions()
        found = due_alerts(desk, at).select_for_update(of=("self",)).filter(pk=pk).first()
        if found is None or is_held(found, desk, holds_now()):
            return 0
        if found.decided_at is None:
            count(found.rule_id, AlertDesk.objects.select_for_update(of=("self",)).get(pk=desk.pk), at, unseen=1)
        # The chain says only that it was, and by which rule.
        rule: dict[str, Json] = {"days": desk.keep_days, "set_by": "alert_desk", "desk": str(desk.pk)}
        found.delete()
        record_deletion(Deleted(DataClass.SOCIAL_ALERTS, 1, rule, desk.district_id), at)
    return 1


def is_held(alert: SocialAlert, desk: AlertDesk, holds: Holds) -> bool:
    """Say whether a legal hold keeps it: by site, incident, who worked on it, whom a reviewer names, or time."""
    until = alert.decided_at
    return (
        alert.fence.site_id in holds.site_ids
        or alert.incident_id in holds.incident_ids
        or alert.reviewer_id in holds.user_ids
        or any(wanted.casefold() in alert.words.casefold() for wanted in holds.names)
        or any(
            one.district_id == desk.district_id
            and alert.captured_at <= one.until
            and (until is None or until >= one.since)
            for one in holds.spans
        )
    )


def _forget_keys(desk: AlertDesk, at: datetime) -> None:
    """Delete keys by which no new author is hashed and no alert is left: their pseudonyms then mean nothing."""
    with transaction.atomic(durable=True):
        AlertDesk.objects.select_for_update(of=("self",)).get(pk=desk.pk)
        old = AlertAuthorKey.objects.filter(desk=desk, begun_at__lte=at - timedelta(days=desk.keep_days))
        old.filter(alerts__isnull=True).delete()


def tell_reviews_due(at: datetime) -> int:
    """Tell the administrators of each rule whose review is due, once for each day set; return how many."""
    day = (at + timedelta(hours=14)).date()
    due = AlertRule.objects.filter(state=AlertRuleState.APPROVED.value, review_on__lte=day, expires_on__gte=day)
    untold = due.filter(Q(review_told_for__isnull=True) | ~Q(review_told_for=F("review_on")))
    return sum(_told(pk, at) for pk in untold.values_list("pk", flat=True)[:MOST_AT_ONCE])


def _told(rule_id: UUID, at: datetime) -> int:
    with transaction.atomic(durable=True):
        rows = AlertRule.objects.select_related("desk__district").select_for_update(of=("self",))
        rule = rows.get(pk=rule_id)
        today = at.astimezone(ZoneInfo(rule.desk.district.time_zone)).date()
        if rule.review_on > today or rule.review_told_for == rule.review_on:
            return 0
        rule.review_told_for = rule.review_on
        rule.save(update_fields=["review_told_for"])
        people = administrators_of(rule.desk.district, at)
        tell_of(rule.pk, occasion=f"review-{rule.review_on}", user_ids=people, urgency=Urgency.ROUTINE)
    return 1
