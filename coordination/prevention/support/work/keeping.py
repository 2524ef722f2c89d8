"""What upkeep does for support: tell of what is late or due, expunge what is kept no longer."""

from datetime import date, datetime
from functools import partial

from django.db.models import QuerySet

from coordination.casework.due_days import DueDay, DueMoment
from coordination.casework.kinds.retaining import make_retention
from coordination.casework.retention import delete_of_teams, list_own_rules
from coordination.keeping.vocabulary import DataClass
from coordination.prevention.support.access import SUPPORT_TEAMS, SUPPORT_WAITS
from coordination.prevention.support.models import CrisisPerson, Referral
from coordination.prevention.support.vocabulary import ReferralState
from coordination.prevention.support.work.kinds import CRISIS_KIND, REFERRAL_KIND
from mou.foundation.chore_signs import due_while
from push.vocabulary import Urgency

WAITING = [one.value for one in ReferralState if one.is_waiting]


@due_while(lambda at: [LATE_REFERRALS.late(at), FOLLOW_UPS_DUE.untold(at)])
def tell_due(at: datetime) -> int:
    """Tell of each referral that is late, once, and of each follow-up whose day has come; return how many."""
    return LATE_REFERRALS.tell_late(at) + FOLLOW_UPS_DUE.tell_due(at)


def _waiting_referrals() -> QuerySet[Referral]:
    return Referral.objects.select_related("team__agency").filter(state__in=WAITING)


def _tell_late(referral: Referral, at: datetime) -> None:
    people = SUPPORT_TEAMS.counting_ids(referral.team, at)
    SUPPORT_WAITS.tell_of(referral.pk, occasion=f"late-{referral.due_at.isoformat()}", user_ids=people)


LATE_REFERRALS = DueMoment(_waiting_referrals, "due_at", "told_late_at", _tell_late)


def _people_to_follow(_day: date) -> QuerySet[CrisisPerson]:
    return CrisisPerson.objects.select_related("call__team__agency").filter(done_at__isnull=True)


def _tell_of_follow_up(person: CrisisPerson, at: datetime) -> None:
    SUPPORT_WAITS.tell_owner_of(
        person.pk,
        occasion=f"due-{person.follow_up_on}",
        owner_id=person.owner_id,
        team=SUPPORT_TEAMS.counting_ids(person.call.team, at),
        urgency=Urgency.ROUTINE,
        is_exercise=person.call.is_exercise,
    )


FOLLOW_UPS_DUE = DueDay(
    _people_to_follow, "follow_up_on", "told_for", lambda person: person.call.team.agency, _tell_of_follow_up
)

SUPPORT_RETENTIONS = (
    make_retention(REFERRAL_KIND, DataClass.SUPPORT, "support_team", names_of=lambda one: [one.student_name]),
    make_retention(
        CRISIS_KIND,
        DataClass.SUPPORT,
        "support_team",
        names_of=lambda call: call.people.values_list("name", flat=True),
        # Someone on its list is still asked how they are.
        also_due=lambda rows: rows.exclude(people__done_at__isnull=True, people__isnull=False),
        also_held=lambda call, holds: call.incident_id in holds.incident_ids,
    ),
)
SUPPORT_RULES = partial(list_own_rules, SUPPORT_RETENTIONS)


def expunge_old(at: datetime) -> int:
    """Delete what ended so many days ago, with everything in it; return how much. Durable each."""
    return delete_of_teams(SUPPORT_RETENTIONS, at)
