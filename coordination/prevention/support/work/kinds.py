"""The two kinds of things that a support team works on: referrals of students, and calls of its crisis team."""

from datetime import date, datetime

from django.db.models import OuterRef, Subquery

from coordination.casework.clocks import day_in
from coordination.casework.kinds.kind import Kind
from coordination.casework.kinds.views import fill_view
from coordination.prevention.support.access import SUPPORT_READS, SUPPORT_TEAMS
from coordination.prevention.support.errors import (
    CrisisCalledAlready,
    CrisisCallNotFound,
    ReferralNotFound,
    SupportStepLacks,
)
from coordination.prevention.support.models import CrisisCall, CrisisPerson, Referral
from coordination.prevention.support.rules.machine import CRISES, REFERRALS, refusal_by_urgency
from coordination.prevention.support.vocabulary import ReferralUrgency, SupportAct
from coordination.prevention.support.wire import (
    CrisisLine,
    CrisisPersonView,
    CrisisRoomView,
    CrisisView,
    ReferralLine,
    ReferralView,
)
from coordination.prevention.support.work.referrals import apply_referral_step
from coordination.room.models import Incident

REFERRAL_KIND = Kind(
    model=Referral,
    teams=SUPPORT_TEAMS,
    machine=REFERRALS,
    reads=SUPPORT_READS,
    id_name="referral_id",
    came="referred_at",
    ended="closed_at",
    not_found=ReferralNotFound,
    lacks=SupportStepLacks,
    ask="Say who, or why.",
    line=ReferralLine,
    view=ReferralView,
    line_facts=lambda referral, at: {"is_late": referral.is_late(at)},
    related=("owner", "referred_by"),
    orders=("due_at", "-closed_at"),
    refuses=lambda referral, step: refusal_by_urgency(ReferralUrgency(referral.urgency), step),
    effect=apply_referral_step,
    acts=(SupportAct,),
)


# --- crises -----------------------------------------------------------------------------------------------------------
# The first day on which someone who is looked after is asked again.
NEXT_DAY = CrisisPerson.objects.filter(call=OuterRef("pk"), done_at__isnull=True).order_by("follow_up_on")


def _line_facts(call: CrisisCall, at: datetime) -> dict[str, object]:
    next_on: date | None = getattr(call, "next_on", None)
    return {"next_follow_up_on": next_on, "is_overdue": next_on is not None and next_on < _today_of(call, at)}


def _view_facts(call: CrisisCall, at: datetime) -> dict[str, object]:
    incident = Incident.objects.filter(pk=call.incident_id).first() if call.incident_id else None
    today = _today_of(call, at)
    people = list(call.people.select_related("owner").order_by("follow_up_on", "id"))
    return {
        "incident": (incident.shown_title() if incident else None) or "",
        "rooms": [fill_view(CrisisRoomView, one, {"room_id": one.pk}) for one in call.rooms.order_by("label", "id")],
        "people": [_person_view(one, today) for one in sorted(people, key=lambda one: one.done_at is not None)],
        "today": today,
    }


def _person_view(person: CrisisPerson, today: date) -> CrisisPersonView:
    is_overdue = person.done_at is None and person.follow_up_on < today
    return fill_view(CrisisPersonView, person, {"person_id": person.pk, "is_overdue": is_overdue})


def _today_of(call: CrisisCall, at: datetime) -> date:
    return day_in(call.team.agency.time_zone, at)


CRISIS_KIND = Kind(
    model=CrisisCall,
    teams=SUPPORT_TEAMS,
    machine=CRISES,
    reads=SUPPORT_READS,
    id_name="call_id",
    came="called_at",
    ended="ended_at",
    not_found=CrisisCallNotFound,
    lacks=SupportStepLacks,
    ask="Say why.",
    line=CrisisLine,
    view=CrisisView,
    line_facts=_line_facts,
    view_facts=_view_facts,
    related=("called_by",),
    computed={"next_on": Subquery(NEXT_DAY.values("follow_up_on")[:1])},
    orders=("-called_at", "-called_at"),
    # Another team was called to its incident since.
    taken=CrisisCalledAlready,
    acts=(SupportAct,),
)
