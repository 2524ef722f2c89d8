"""What upkeep does for support: tell of what is late or due, expunge what is kept no longer."""

from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q, QuerySet

from coordination.keeping.gate import overwrite_what_is_deleted
from coordination.keeping.holds import Holds, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.prevention.support.access import SUPPORT_TEAMS
from coordination.prevention.support.models import CrisisCall, CrisisPerson, Referral, SupportTeam
from coordination.prevention.support.telling import tell_of
from coordination.prevention.support.vocabulary import ReferralState
from coordination.room.wire.model import Json
from push.vocabulary import Urgency

MOST_AT_ONCE = 100
WAITING = [one.value for one in ReferralState if one.is_waiting]


def tell_due(at: datetime) -> int:
    """Tell of each referral that is late, once, and of each follow-up whose day has come; return how many."""
    late = Referral.objects.filter(state__in=WAITING, due_at__lte=at, told_late_at__isnull=True)
    told = sum(_told_late(pk, at) for pk in late.order_by("due_at").values_list("pk", flat=True)[:MOST_AT_ONCE])
    # By the earliest calendar on earth: each is then looked at by the school's own.
    day = (at + timedelta(hours=14)).date()
    due = CrisisPerson.objects.filter(follow_up_on__lte=day, done_at__isnull=True)
    untold = due.filter(Q(told_for__isnull=True) | ~Q(told_for=F("follow_up_on")))
    rows = untold.order_by("follow_up_on").values_list("pk", flat=True)[:MOST_AT_ONCE]
    return told + sum(_told_due(pk, at) for pk in rows)


def _told_late(referral_id: UUID, at: datetime) -> int:
    with transaction.atomic(durable=True):
        rows = Referral.objects.select_related("team__agency").select_for_update(of=("self",))
        referral = rows.get(pk=referral_id)
        if referral.told_late_at is not None or referral.state not in WAITING:
            return 0
        referral.told_late_at = at
        referral.save(update_fields=["told_late_at"])
        people = {one.pk for one in SUPPORT_TEAMS.counting_people(referral.team, at)}
        tell_of(
            referral.pk,
            occasion=f"late-{referral.due_at.isoformat()}",
            user_ids=people,
            urgency=Urgency.URGENT,
            is_exercise=False,
        )
    return 1


def _told_due(person_id: UUID, at: datetime) -> int:
    with transaction.atomic(durable=True):
        rows = CrisisPerson.objects.select_related("call__team__agency").select_for_update(of=("self",))
        person = rows.get(pk=person_id)
        team = person.call.team
        today = at.astimezone(ZoneInfo(team.agency.time_zone)).date()
        if person.done_at is not None or person.follow_up_on > today or person.told_for == person.follow_up_on:
            return 0
        person.told_for = person.follow_up_on
        person.save(update_fields=["told_for"])
        here = [one.pk for one in SUPPORT_TEAMS.counting_people(team, at)]
        tell_of(
            person.pk,
            occasion=f"due-{person.follow_up_on}",
            user_ids=[person.owner_id] if person.owner_id in here else here,
            urgency=Urgency.ROUTINE,
            is_exercise=person.call.is_exercise,
        )
    return 1


def expunge_old(at: datetime) -> int:
    """Delete what ended so many days ago, with everything in it; return how much. Durable each."""
    overwrite_what_is_deleted()
    deleted = 0
    for team in SupportTeam.objects.all():
        for rows in (due_referrals(team, at), due_crises(team, at)):
            for pk in rows.values_list("pk", flat=True)[: MOST_AT_ONCE - deleted]:
                deleted += _expunge(rows, pk, team, at)
    return deleted


def due_referrals(team: SupportTeam, at: datetime) -> QuerySet[Referral]:
    """Return the referrals of a team that are kept no longer."""
    return Referral.objects.filter(team=team, closed_at__lte=at - timedelta(days=team.keep_days))


def due_crises(team: SupportTeam, at: datetime) -> QuerySet[CrisisCall]:
    """Return the crises that are kept no longer: ended, with nobody left to ask how they are."""
    rows = CrisisCall.objects.filter(team=team, ended_at__lte=at - timedelta(days=team.keep_days))
    return rows.exclude(people__done_at__isnull=True, people__isnull=False)


def _expunge(rows: QuerySet[Referral] | QuerySet[CrisisCall], pk: UUID, team: SupportTeam, at: datetime) -> int:
    with transaction.atomic(durable=True):
        lock_deletions()
        found = rows.select_for_update(of=("self",)).filter(pk=pk).first()
        if found is None or is_held(found, team, holds_now()):
            return 0
        # The chain says only that it was, and by which rule.
        rule: dict[str, Json] = {"days": team.keep_days, "set_by": "support_team", "team": str(team.pk)}
        found.delete()
        record_deletion(Deleted(DataClass.SUPPORT, 1, rule, team.agency.parent_id or team.agency_id), at)
    return 1


def is_held(one: Referral | CrisisCall, team: SupportTeam, holds: Holds) -> bool:
    """Say whether a legal hold keeps it: by site, incident, whom it is about, who worked on it, or time."""
    district_id = team.agency.parent_id or team.agency_id
    if isinstance(one, Referral):
        names, since, until = [one.student_name], one.referred_at, one.closed_at
    else:
        names, since, until = list(one.people.values_list("name", flat=True)), one.called_at, one.ended_at
        if one.incident_id in holds.incident_ids:
            return True
    return (
        team.agency_id in holds.agency_ids()
        or any(wanted.casefold() in name.casefold() for wanted in holds.names for name in names)
        or one.records.filter(by_id__in=holds.user_ids).exists()
        or any(
            span.district_id == district_id and since <= span.until and (until is None or until >= span.since)
            for span in holds.spans
        )
    )
