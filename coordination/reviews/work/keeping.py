"""What is deleted of reviews and when: words of people with the incident, everything ten years after it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.reviews.models import IncidentReview
from coordination.room.wire.model import Json

# Ours. Figures have no one's name; a comparison of years needs them longer than an incident's log.
KEPT_DAYS = 10 * 365
MOST_AT_ONCE = 500


def delete_review_words(incident_id: UUID) -> None:
    """Delete what people said of an incident that goes, in the caller's transaction, which asked for holds.

    Figures, actions and sealed reports stay: they have their own time.
    """
    # No hold is asked: its caller, `delete_incident`, has asked in the same transaction.
    for review in IncidentReview.objects.filter(pk=incident_id):
        review.answers.all().delete()
        review.answered.all().delete()
        review.follow_ups.all().delete()
    IncidentReview.objects.filter(pk=incident_id).update(summary="", went_well="", to_improve="")


def delete_old(at: datetime) -> int:
    """Delete reviews that are kept no longer and that nothing holds; return how many. Durable."""
    overwrite_what_is_deleted()
    districts = _list_due(at).order_by().values_list("site__district_id", flat=True).distinct()
    return sum(_delete_of(district_id, at) for district_id in list(districts))


def reviews_due(at: datetime, holds: Holds) -> QuerySet[IncidentReview]:
    """Return the reviews that are kept no longer, without those under hold."""
    held = Q(pk__in=holds.incident_ids) | Q(site__in=holds.site_ids)
    held |= Q(wash_closed_by__in=holds.user_ids) | Q(actions__owner__in=holds.user_ids)
    held |= Q(sealed__sealed_by__in=holds.user_ids) | Q(actions__records__by__in=holds.user_ids)
    held |= Q(follow_ups__marked_by__in=holds.user_ids) | Q(follow_ups__settled_by__in=holds.user_ids)
    held |= holds.within("site__district_id", begins="opened_at", ends="closed_at")
    return _list_due(at).exclude(pk__in=IncidentReview.objects.filter(held).values("pk"))


def _list_due(at: datetime) -> QuerySet[IncidentReview]:
    return IncidentReview.objects.filter(closed_at__lt=at - timedelta(days=KEPT_DAYS))


def _delete_of(district_id: UUID, at: datetime) -> int:
    with transaction.atomic(durable=True):
        lock_deletions()
        due = reviews_due(at, holds_now()).filter(site__district_id=district_id).order_by("closed_at")
        found = list(due.values_list("pk", flat=True)[:MOST_AT_ONCE])
        if found:
            IncidentReview.objects.filter(pk__in=found).delete()
            rule: dict[str, Json] = {"days": KEPT_DAYS, "set_by": "default", "of": "reviews"}
            record_deletion(Deleted(DataClass.INCIDENTS, len(found), rule, district_id), at)
    return len(found)
