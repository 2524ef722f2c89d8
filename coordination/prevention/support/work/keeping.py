"""What upkeep does for support: tell of what is late or due, expunge what is kept no longer."""

from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from coordination.casework.due_days import DueDay
from coordination.casework.retention import MOST_AT_ONCE, Retention, list_own_rules
from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds
from coordination.keeping.vocabulary import DataClass
from coordination.prevention.support.access import SUPPORT_TEAMS, SUPPORT_WAITS
from coordination.prevention.support.models import CrisisCall, CrisisPerson, Referral, SupportTeam
from coordination.prevention.support.vocabulary import ReferralState
from push.vocabulary import Urgency

WAITING = [one.value for one in ReferralState if one.is_waiting]


def tell_due(at: datetime) -> int:
    """Tell of each referral that is late, once, and of each follow-up whose day has come; return how many."""
    late = Referral.objects.filter(state__in=WAITING, due_at__lte=at, told_late_at__isnull=True)
    told = sum(_told_late(pk, at) for pk in late.order_by("due_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
    return told + FOLLOW_UPS_DUE.tell_due(at)


def _told_late(referral_id: UUID, at: datetime) -> int:
    with transaction.atomic(durable=True):
        rows = Referral.objects.select_related("team__agency").select_for_update(of=("self",))
        referral = rows.get(pk=referral_id)
        if referral.told_late_at is not None or referral.state not in WAITING:
            return 0
        referral.told_late_at = at
        referral.save(update_fields=["told_late_at"])
        people = {one.pk for one in SUPPORT_TEAMS.counting_people(referral.team, at)}
        SUPPORT_WAITS.tell_of(
            referral.pk,
            occasion=f"late-{referral.due_at.isoformat()}",
            user_ids=people,
        )
    return 1


def _people_to_follow(_day: date) -> QuerySet[CrisisPerson]:
    return CrisisPerson.objects.select_related("call__team__agency").filter(done_at__isnull=True)


def _tell_of_follow_up(person: CrisisPerson, at: datetime) -> None:
    """Tell whose it is; the team instead, where they are not on it any more."""
    here = [one.pk for one in SUPPORT_TEAMS.counting_people(person.call.team, at)]
    SUPPORT_WAITS.tell_of(
        person.pk,
        occasion=f"due-{person.follow_up_on}",
        user_ids=[person.owner_id] if person.owner_id in here else here,
        urgency=Urgency.ROUTINE,
        is_exercise=person.call.is_exercise,
    )


FOLLOW_UPS_DUE = DueDay(
    _people_to_follow, "follow_up_on", "told_for", lambda person: person.call.team.agency, _tell_of_follow_up
)


def expunge_old(at: datetime) -> int:
    """Delete what ended so many days ago, with everything in it; return how much. Durable each."""
    overwrite_what_is_deleted()
    deleted = 0
    for team in SupportTeam.objects.select_related("agency"):
        for retention in SUPPORT_RETENTIONS:
            deleted += retention.delete_due(team, at, most=MOST_AT_ONCE - deleted)
    return deleted


def _due_referrals(team: SupportTeam, at: datetime) -> QuerySet[Referral]:
    rows = Referral.objects.filter(team=team, closed_at__lte=at - timedelta(days=team.keep_days))
    return rows.order_by("closed_at")


def _due_crises(team: SupportTeam, at: datetime) -> QuerySet[CrisisCall]:
    """Return the crises that are kept no longer: ended, with no one left to ask how they are."""
    rows = CrisisCall.objects.filter(team=team, ended_at__lte=at - timedelta(days=team.keep_days))
    return rows.exclude(people__done_at__isnull=True, people__isnull=False).order_by("ended_at")


def _is_held(one: Referral | CrisisCall, team: SupportTeam, holds: Holds) -> bool:
    """Say whether a legal hold keeps it: by site, incident, whom it is about, who worked on it, or time."""
    if isinstance(one, Referral):
        names, since, until = [one.student_name], one.referred_at, one.closed_at
    else:
        names, since, until = list(one.people.values_list("name", flat=True)), one.called_at, one.ended_at
        if one.incident_id in holds.incident_ids:
            return True
    return (
        team.agency_id in holds.agency_ids()
        or holds.names_person_in(names)
        or one.records.filter(by_id__in=holds.user_ids).exists()
        or holds.keeps_time(team.agency.parent_id or team.agency_id, since=since, until=until)
    )


SUPPORT_RETENTIONS = (
    Retention(SUPPORT_TEAMS, DataClass.SUPPORT, "support_team", _due_referrals, _is_held),
    Retention(SUPPORT_TEAMS, DataClass.SUPPORT, "support_team", _due_crises, _is_held),
)
SUPPORT_RULES = partial(list_own_rules, SUPPORT_RETENTIONS)
