"""Which social media alerts wait for a person."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q
from django.urls import reverse

from coordination.prevention.social_alerts.access import alerts_for
from coordination.prevention.social_alerts.models import AlertTeamMember
from coordination.prevention.social_alerts.vocabulary import AlertState
from mou.foundation.waiting import WaitingKind, WaitingLine


def list_waiting_alerts(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield what a person reviews, and what no one has begun to. Two queries at most."""
    # Who may is asked with care, and most people are on no team.
    if not AlertTeamMember.objects.filter(user_id=user_id).exists():
        return
    mine = Q(reviewer_id=user_id, state=AlertState.IN_REVIEW.value) | Q(state=AlertState.RECEIVED.value)
    rows = alerts_for(user_id, at).filter(mine).order_by("captured_at", "id")
    for one in (row for row in rows if row.decides):
        words = f"{one.number} · {one.fence.site.name}"
        yield WaitingLine(WaitingKind.REVIEW_ALERT, words, reverse("social_alert", args=[one.pk]))
