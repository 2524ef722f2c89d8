"""Refer a student, and take a referral from step to step, each with its record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.casework.clocks import SchoolCalendar
from coordination.casework.machine import Need, step_words
from coordination.models import User
from coordination.prevention.support.access import SUPPORT_TEAMS, SUPPORT_WAITS, referral_for, teams_to_refer_to
from coordination.prevention.support.errors import (
    BadSupport,
    NotOnSupportTeam,
    SupportStepLacks,
    SupportTeamNotFound,
)
from coordination.prevention.support.models import Referral, SupportRecord, SupportTeam
from coordination.prevention.support.rules.clocks import due_at
from coordination.prevention.support.rules.given import ReferralIn, ReferralStepIn
from coordination.prevention.support.rules.machine import REFERRALS, SAID_BY, next_referral_state
from coordination.prevention.support.vocabulary import (
    ConsentBy,
    ReferralState,
    ReferralStep,
    ReferralUrgency,
)
from push.vocabulary import Urgency

MOST_CHARS, MOST_NAME_CHARS, MOST_RECORDS = 4000, 200, 1000
T = ReferralStep


def refer_student(*, actor_id: int, given: ReferralIn, at: datetime) -> Referral:
    """Hand a referral to a team. Durable. Who refers reads it again only on the team.

    Raises: SupportTeamNotFound: none, or not of their school or district. BadSupport.
    """
    name = checked_text(given.student_name, "/student_name", most=MOST_NAME_CHARS)
    reason = checked_text(given.reason, "/reason", most=MOST_CHARS)
    with transaction.atomic(durable=True):
        if not teams_to_refer_to(actor_id, at).filter(agency_id=given.agency_id).exists():
            raise SupportTeamNotFound
        team = SUPPORT_TEAMS.locked_team(given.agency_id)
        referral = Referral.objects.create(
            team=team,
            number=next_number(team, at),
            urgency=given.urgency.value,
            student_name=name,
            reason=reason,
            referred_by_id=actor_id,
            referred_at=at,
            due_at=_due_instant(team, given.urgency, at),
        )
        SupportRecord.objects.create(referral=referral, act="referred", by_id=actor_id, at=at)
        people = {one.pk for one in SUPPORT_TEAMS.counting_people(team, at)} - {actor_id}
        urgency = Urgency.ROUTINE if given.urgency is ReferralUrgency.ROUTINE else Urgency.URGENT
        SUPPORT_WAITS.tell_of(referral.pk, occasion="new", user_ids=people, urgency=urgency)
    return referral


def take_step(*, actor_id: int, referral_id: UUID, given: ReferralStepIn, at: datetime) -> Referral:
    """Take a step. Durable; locks the referral.

    Raises: ReferralNotFound. ReferralStepRefused: its code says why. SupportStepLacks. NotOnSupportTeam.
    """
    with transaction.atomic(durable=True):
        referral = referral_for(user_id=actor_id, referral_id=referral_id, at=at, lock=True)
        now = next_referral_state(ReferralState(referral.state), given.step, ReferralUrgency(referral.urgency))
        words = step_words(
            given.words,
            are_needed=REFERRALS.needs(given.step, Need.WORDS),
            ask="Say who, or why.",
            most_chars=MOST_CHARS,
            lacks=SupportStepLacks,
        )
        if referral.records.count() >= MOST_RECORDS:
            raise BadSupport("The referral holds as much as it can take.", pointer="/step")
        _effect_of_step(referral, given, actor_id, at)
        referral.state = now.value
        referral.closed_at = (referral.closed_at or at) if REFERRALS.is_end(now) else None
        referral.save()
        SupportRecord.objects.create(referral=referral, act=given.step.value, words=words, by_id=actor_id, at=at)
    return referral


def _effect_of_step(referral: Referral, given: ReferralStepIn, actor_id: int, at: datetime) -> None:
    if given.step is T.RECORD_CONSENT:
        if given.consent_by not in SAID_BY:
            raise SupportStepLacks("Say who agreed: a parent, or the student.", pointer="/consent_by")
        referral.consent_by = given.consent_by.value
    elif given.step is T.GO_WITHOUT_CONSENT:
        referral.consent_by = ConsentBy.EMERGENCY.value
    elif given.step is T.ASSIGN:
        referral.owner = _find_owner(referral.team, given.owner_id, at)
        if referral.owner.pk != actor_id:
            occasion, people = f"assigned-{at.isoformat()}", [referral.owner.pk]
            SUPPORT_WAITS.tell_of(referral.pk, occasion=occasion, user_ids=people)
    elif given.step is T.REOPEN:
        # The clock and the consent begin anew: what was agreed then was for then.
        referral.consent_by, referral.owner, referral.told_late_at = "", None, None
        referral.due_at = _due_instant(referral.team, ReferralUrgency(referral.urgency), at)


def _find_owner(team: SupportTeam, person_id: UUID | None, at: datetime) -> User:
    return person_of(team, person_id, at, pointer="/owner_id")


def _due_instant(team: SupportTeam, urgency: ReferralUrgency, at: datetime) -> datetime:
    return due_at(urgency, at, SchoolCalendar(team.agency.time_zone))


# --- shared with crises -----------------------------------------------------------------------------------------------
def person_of(team: SupportTeam, person_id: UUID | None, at: datetime, *, pointer: str) -> User:
    """Return someone of a team who counts. Raises: NotOnSupportTeam."""
    found = next((one for one in SUPPORT_TEAMS.counting_people(team, at) if one.public_id == person_id), None)
    if found is None:
        raise NotOnSupportTeam(pointer=pointer)
    return found


def next_number(team: SupportTeam, at: datetime) -> str:
    """Return the next number of a team whose row is held."""
    team.last_number += 1
    team.save(update_fields=["last_number"])
    return f"S{at.year}-{team.last_number:03}"


def checked_text(text: str, pointer: str, *, most: int) -> str:
    """Return text that someone must give, stripped. Raises: BadSupport."""
    text = text.strip()
    if not text or len(text) > most or "\x00" in text:
        raise BadSupport(f"1 to {most} characters.", pointer=pointer)
    return text
