"""Refer a student, and what the steps of a referral do beside its state."""

from datetime import datetime

from django.db import transaction

from coordination.casework.clocks import SchoolCalendar
from coordination.prevention.support.access import SUPPORT_TEAMS, SUPPORT_WAITS, teams_to_refer_to
from coordination.prevention.support.errors import (
    BadSupport,
    NotOnSupportTeam,
    SupportStepLacks,
    SupportTeamNotFound,
)
from coordination.prevention.support.models import Referral, SupportTeam
from coordination.prevention.support.rules.clocks import due_at
from coordination.prevention.support.rules.given import ReferralIn, ReferralStepIn
from coordination.prevention.support.rules.machine import SAID_BY
from coordination.prevention.support.vocabulary import (
    ConsentBy,
    ReferralStep,
    ReferralUrgency,
    SupportAct,
)
from push.vocabulary import Urgency

MOST_RECORDS = 1000
T = ReferralStep


def refer_student(*, actor_id: int, given: ReferralIn, at: datetime) -> Referral:
    """Hand a referral to a team. Durable. Who refers reads it again only on the team.

    Raises: SupportTeamNotFound: none, or not of their school or district.
    """
    with transaction.atomic(durable=True):
        return write_referral(actor_id=actor_id, given=given, at=at)


def write_referral(*, actor_id: int, given: ReferralIn, at: datetime) -> Referral:
    """Write a referral and tell its team, in the caller's transaction. Raises: as `refer_student`."""
    if not teams_to_refer_to(actor_id, at).filter(agency_id=given.agency_id).exists():
        raise SupportTeamNotFound
    team = SUPPORT_TEAMS.locked_team(given.agency_id)
    referral = Referral.objects.create(
        team=team,
        number=team.take_number(at, prefix="S"),
        urgency=given.urgency.value,
        student_name=given.student_name,
        reason=given.reason,
        referred_by_id=actor_id,
        referred_at=at,
        due_at=_due_instant(team, given.urgency, at),
    )
    referral.records.create(act=SupportAct.REFERRED.value, by_id=actor_id, at=at)
    people = SUPPORT_TEAMS.counting_ids(team, at) - {actor_id}
    urgency = Urgency.ROUTINE if given.urgency is ReferralUrgency.ROUTINE else Urgency.URGENT
    SUPPORT_WAITS.tell_of(referral.pk, occasion="new", user_ids=people, urgency=urgency)
    return referral


def apply_referral_step(referral: Referral, given: ReferralStepIn, actor_id: int, at: datetime) -> None:
    """Apply what a step does beside the state. Raises: SupportStepLacks, NotOnSupportTeam. BadSupport: it is full."""
    if referral.records.count() >= MOST_RECORDS:
        raise BadSupport("The referral holds as much as it can take.", pointer="/step")
    if given.step is T.RECORD_CONSENT:
        if given.consent_by not in SAID_BY:
            raise SupportStepLacks("Say who agreed: a parent, or the student.", pointer="/consent_by")
        referral.consent_by = given.consent_by.value
    elif given.step is T.GO_WITHOUT_CONSENT:
        referral.consent_by = ConsentBy.EMERGENCY.value
    elif given.step is T.ASSIGN:
        absent = NotOnSupportTeam(pointer="/owner_id")
        referral.owner = SUPPORT_TEAMS.counting_person(referral.team, given.owner_id, at, absent=absent)
        if referral.owner.pk != actor_id:
            occasion, people = f"assigned-{at.isoformat()}", [referral.owner.pk]
            SUPPORT_WAITS.tell_of(referral.pk, occasion=occasion, user_ids=people)
    elif given.step is T.REOPEN:
        # The clock and the consent begin anew: what was agreed then was for then.
        referral.consent_by, referral.owner, referral.told_late_at = "", None, None
        referral.due_at = _due_instant(referral.team, ReferralUrgency(referral.urgency), at)


def _due_instant(team: SupportTeam, urgency: ReferralUrgency, at: datetime) -> datetime:
    return due_at(urgency, at, SchoolCalendar(team.agency.time_zone))
