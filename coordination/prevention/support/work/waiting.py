"""Which referrals and follow-ups wait for a person: by number, and no more."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import reverse

from coordination.casework.clocks import day_in, newest_day
from coordination.casework.districts import in_district
from coordination.prevention.support.models import CrisisPerson, Referral
from coordination.prevention.support.vocabulary import ReferralState
from coordination.prevention.support.work.kinds import CRISIS_KIND, REFERRAL_KIND
from mou.foundation.waiting import OverdueThing, WaitingKind, WaitingLine, is_past

WAITING = [one.value for one in ReferralState if one.is_waiting]


def list_overdue_support(district_id: UUID, at: datetime) -> Iterator[OverdueThing]:
    """Yield a district's referrals that no one took up in time, then whom one should have asked again. Two queries."""
    waiting = Referral.objects.filter(in_district(district_id, "team__agency"), state__in=WAITING, due_at__lte=at)
    columns = ("due_at", "team__agency_id", "team__agency__name", "team__agency__time_zone")
    for due_at, agency_id, name, zone in waiting.values_list(*columns):
        yield OverdueThing(WaitingKind.TAKE_REFERRAL, agency_id, name, day_in(zone, due_at))
    people = CrisisPerson.objects.filter(
        in_district(district_id, "call__team__agency"), done_at__isnull=True, follow_up_on__lt=newest_day(at)
    )
    for one in people.select_related("call__team__agency"):
        agency = one.call.team.agency
        if is_past(one.follow_up_on, day_in(agency.time_zone, at)):
            yield OverdueThing(WaitingKind.FOLLOW_UP, agency.pk, agency.name, one.follow_up_on, one.call.is_exercise)


def list_waiting_support(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield referrals that are a person's, or no one's of their team, then whom they ask again. Four queries."""
    waiting = Q(owner_id=user_id) | Q(owner_id__isnull=True), Q(state__in=WAITING)
    # Who may is asked with care, and mostly nothing waits.
    if Referral.objects.filter(*waiting).exists():
        yield from _list_referrals(REFERRAL_KIND.things_for(user_id, at).filter(*waiting), at)
    own = CrisisPerson.objects.filter(owner_id=user_id, done_at__isnull=True)
    if own.exists():
        calls = CRISIS_KIND.things_for(user_id, at).order_by()
        yield from _list_people(own.filter(call__in=calls.values("pk")), at)


def _list_referrals(rows: QuerySet[Referral], at: datetime) -> Iterator[WaitingLine]:
    for one in rows.select_related("team__agency").order_by("due_at", "id"):
        agency = one.team.agency
        yield WaitingLine(
            WaitingKind.TAKE_REFERRAL,
            f"{one.number} · {agency.name}",
            reverse("referral", args=[one.pk]),
            due_on=day_in(agency.time_zone, one.due_at),
            is_overdue=one.due_at <= at,
        )


def _list_people(people: QuerySet[CrisisPerson], at: datetime) -> Iterator[WaitingLine]:
    for person in people.select_related("call__team__agency").order_by("follow_up_on", "id"):
        agency = person.call.team.agency
        yield WaitingLine(
            WaitingKind.FOLLOW_UP,
            agency.name,
            reverse("crisis", args=[person.call_id]),
            due_on=person.follow_up_on,
            is_overdue=is_past(person.follow_up_on, day_in(agency.time_zone, at)),
            is_exercise=person.call.is_exercise,
        )
