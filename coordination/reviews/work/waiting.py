"""What of real incidents waits for a person: a hot wash to answer, an action to carry out."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.urls import reverse

from coordination.casework.clocks import day_in, newest_day
from coordination.casework.districts import in_district
from coordination.drills.improvement.vocabulary import ActionState
from coordination.reviews.access import settled_reviews, waits_for_answer
from coordination.reviews.models import ReviewAction
from coordination.vocabulary import IncidentType
from mou.access.fetch import members_who_count
from mou.foundation.waiting import OverdueThing, WaitingKind, WaitingLine, is_past

RUNNING = (ActionState.OPEN.value, ActionState.IN_PROGRESS.value)


def list_waiting(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield hot washes to answer and actions that a person owns. One query, and one more for who owns an action."""
    own = members_who_count(at).filter(user_id=user_id).values("agency_id")
    # Who left the agency owns none.
    actions = ReviewAction.objects.filter(owner_id=user_id, state__in=RUNNING, agency_id__in=own)
    asked = waits_for_answer(user_id, at)
    rows = settled_reviews().annotate(owns=Exists(actions.filter(review=OuterRef("pk"))))
    found = list(
        rows.filter(asked | Q(owns=True)).annotate(is_asked=ExpressionWrapper(asked, output_field=BooleanField()))
    )
    for one in (row for row in found if vars(row)["is_asked"]):
        words = f"{IncidentType(one.incident_type).label} · {one.site.name}"
        yield WaitingLine(WaitingKind.ANSWER_HOT_WASH, words, reverse("review_wash", args=[one.pk]))
    if any(vars(row)["owns"] for row in found):
        yield from _list_actions(actions.filter(review__in=found), at)


def _list_actions(actions: QuerySet[ReviewAction], at: datetime) -> Iterator[WaitingLine]:
    for one in actions.select_related("review__site").order_by("due_on", "id"):
        site = one.review.site
        yield WaitingLine(
            WaitingKind.CARRY_OUT_ACTION,
            f"{one.area} · {site.name}",
            reverse("review_action", args=[one.pk]),
            due_on=one.due_on,
            is_overdue=is_past(one.due_on, day_in(site.time_zone, at)),
        )


def list_overdue_actions(district_id: UUID, at: datetime) -> Iterator[OverdueThing]:
    """Yield the actions after real incidents whose day has passed, of a district and its schools. One query."""
    rows = ReviewAction.objects.filter(
        in_district(district_id, "agency"), state__in=RUNNING, due_on__lt=newest_day(at), review__in=settled_reviews()
    )
    columns = ("due_on", "agency_id", "agency__name", "review__site__time_zone")
    for due_on, agency_id, name, zone in rows.values_list(*columns):
        if is_past(due_on, day_in(zone, at)):
            yield OverdueThing(WaitingKind.CARRY_OUT_ACTION, agency_id, name, due_on)
