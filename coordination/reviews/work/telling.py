"""Tell who was in a real incident that its hot wash is open: once, quietly, and without a word of what it was."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from coordination.casework.telling import Waiting
from coordination.reviews.access import settled_reviews
from coordination.reviews.models import IncidentReview
from coordination.room.models import Participant
from mou.access.fetch import members_who_count
from mou.foundation.chore_signs import due_while
from mou.foundation.labelled import gettext_noop as _
from push.texts import PushWords
from push.vocabulary import Urgency

# Its kind and its keys are not those of exercises: a phone, a page and a count can tell the two apart.
REVIEW_WASH_WAITS = Waiting(
    "incident-wash",
    "incident_wash_open",
    "incident-wash",
    Urgency.ROUTINE,
    PushWords(_("You can say how it went. There are two weeks for it.")),
)
# After a server stood still: a phone that asks long after only disturbs. The list of what waits has the line anyway.
TOLD_WITHIN = timedelta(days=2)
MOST_AT_ONCE = 25


@due_while(lambda at: [_untold_washes(at)])
def tell_opened(at: datetime) -> int:
    """Tell the people of each incident that was closed that its hot wash is open; return of how many. Durable each."""
    ids = list(_untold_washes(at).order_by("closed_at", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE])
    return sum(_tell_of(incident_id, at) for incident_id in ids)


def _untold_washes(at: datetime) -> QuerySet[IncidentReview]:
    since = at - TOLD_WITHIN
    return settled_reviews().filter(wash_told_at__isnull=True, wash_closed_at__isnull=True, closed_at__gt=since)


def people_asked(review: IncidentReview, at: datetime) -> list[int]:
    """Return who was in the room of a review, still counts, and has not answered: as `waits_for_answer` of one."""
    counts = members_who_count(at).filter(user__is_device=False).values("pk")
    here = Participant.objects.filter(room_id=review.room_id, removed_at__isnull=True, member__in=counts)
    here = here.exclude(user__in=review.answered.values("user"))
    return list(here.values_list("user_id", flat=True).distinct())


def _tell_of(incident_id: UUID, at: datetime) -> int:
    with transaction.atomic(durable=True):
        # Two processes look at the same moment, and a keeper may close it: the second finds what the first has done.
        open_still = settled_reviews().filter(pk=incident_id, wash_told_at__isnull=True, wash_closed_at__isnull=True)
        review = open_still.select_for_update(of=("self",)).first()
        if review is None:
            return 0
        review.wash_told_at = at
        review.save(update_fields=["wash_told_at"])
        REVIEW_WASH_WAITS.tell_of(review.pk, occasion="opened", user_ids=people_asked(review, at))
    return 1
