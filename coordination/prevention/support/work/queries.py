"""Referrals and crises as their team reads them: lines that name no one, and a whole one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Min, Q, QuerySet

from coordination.prevention.support.access import SUPPORT_TEAMS
from coordination.prevention.support.audit import SUPPORT_READS, Door
from coordination.prevention.support.models import CrisisCall, Referral, SupportRecord, SupportTeam
from coordination.prevention.support.rules.machine import CRISES, referral_steps_from
from coordination.prevention.support.vocabulary import (
    ConsentBy,
    CrisisOrigin,
    CrisisReaction,
    CrisisRole,
    CrisisRoomUse,
    CrisisState,
    CrisisStep,
    EmotionalExposure,
    InterventionLevel,
    PhysicalExposure,
    ReferralState,
    ReferralStep,
    ReferralUrgency,
)
from coordination.room.models import Incident

MOST_LISTED = 500


@dataclass(frozen=True, slots=True)
class SupportColleague:
    """Someone of the team, to say who supports or asks again."""

    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class SupportRecordView:
    """One step or note."""

    act: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """A referral in a list: its number, and not whom it is about."""

    referral_id: UUID
    number: str
    agency: str
    state: ReferralState
    urgency: ReferralUrgency
    referred_at: datetime
    due_at: datetime
    is_late: bool
    owner: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class ReferralView:
    """A referral with its records."""

    referral_id: UUID
    number: str
    agency: str
    agency_id: UUID
    state: ReferralState
    urgency: ReferralUrgency
    student_name: str
    reason: str
    consent_by: ConsentBy | None
    owner: str
    referred_by: str
    referred_at: datetime
    due_at: datetime
    is_late: bool
    closed_at: datetime | None
    steps: list[ReferralStep]
    records: list[SupportRecordView]
    team: list[SupportColleague]
    time_zone: str


@dataclass(frozen=True, slots=True)
class CrisisLine:
    """A call of a crisis team in a list. `is_exercise`: nothing of it happened."""

    call_id: UUID
    number: str
    agency: str
    state: CrisisState
    is_exercise: bool
    called_at: datetime
    next_follow_up_on: date | None
    is_overdue: bool
    time_zone: str


@dataclass(frozen=True, slots=True)
class CrisisRoomView:
    room_id: UUID
    use: CrisisRoomUse
    site_id: UUID
    label: str
    level: str


@dataclass(frozen=True, slots=True)
class CrisisPersonView:
    """Someone on the follow-up list."""

    person_id: UUID
    name: str
    role: CrisisRole
    physical: PhysicalExposure
    emotional: EmotionalExposure
    reaction: CrisisReaction
    suggested: InterventionLevel
    level: InterventionLevel
    owner: str
    follow_up_on: date
    is_overdue: bool
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class CrisisView:
    """A crisis team at work: its rooms, and everybody it looks after."""

    call_id: UUID
    number: str
    agency: str
    agency_id: UUID
    state: CrisisState
    is_exercise: bool
    origin: CrisisOrigin
    incident: str
    reason: str
    called_by: str
    called_at: datetime
    ended_at: datetime | None
    steps: list[CrisisStep]
    rooms: list[CrisisRoomView]
    people: list[CrisisPersonView]
    records: list[SupportRecordView]
    team: list[SupportColleague]
    today: date
    time_zone: str


@dataclass(frozen=True, slots=True)
class CrisisCalled:
    """What everybody in an incident may know: that a crisis team was called, and how far it is."""

    is_called: bool
    state: CrisisState | None
    called_at: datetime | None
    may_call: bool


def referral_lines(rows: QuerySet[Referral], *, is_open: bool, at: datetime) -> list[ReferralLine]:
    """Return referrals: open ones by what is due first, closed ones newest first."""
    found = rows.filter(closed_at__isnull=is_open).order_by("due_at" if is_open else "-closed_at")[:MOST_LISTED]
    return [
        ReferralLine(
            referral_id=one.pk,
            number=one.number,
            agency=one.team.agency.name,
            state=ReferralState(one.state),
            urgency=ReferralUrgency(one.urgency),
            referred_at=one.referred_at,
            due_at=one.due_at,
            is_late=is_late(one, at),
            owner=one.owner.shown_name() if one.owner else "",
            time_zone=one.team.agency.time_zone,
        )
        for one in found
    ]


def is_late(referral: Referral, at: datetime) -> bool:
    """Tell whether no one has been with the student in time."""
    return ReferralState(referral.state).is_waiting and referral.due_at <= at


def opened_referral(referral: Referral, *, user_id: int, at: datetime, door: Door) -> ReferralView:
    """Return a referral for a reader, and write down that they have read it."""
    SUPPORT_READS.note_reads([referral.pk], user_id=user_id, at=at, door=door)
    state, urgency = ReferralState(referral.state), ReferralUrgency(referral.urgency)
    return ReferralView(
        referral_id=referral.pk,
        number=referral.number,
        agency=referral.team.agency.name,
        agency_id=referral.team.agency_id,
        state=state,
        urgency=urgency,
        student_name=referral.student_name,
        reason=referral.reason,
        consent_by=ConsentBy(referral.consent_by) if referral.consent_by else None,
        owner=referral.owner.shown_name() if referral.owner else "",
        referred_by=referral.referred_by.shown_name(),
        referred_at=referral.referred_at,
        due_at=referral.due_at,
        is_late=is_late(referral, at),
        closed_at=referral.closed_at,
        steps=referral_steps_from(state, urgency),
        records=_list_records(referral.records.all()),
        team=_list_colleagues(referral.team, at),
        time_zone=referral.team.agency.time_zone,
    )


def crisis_lines(rows: QuerySet[CrisisCall], at: datetime) -> list[CrisisLine]:
    """Return calls, those at work first, then the newest."""
    waiting = Min("people__follow_up_on", filter=Q(people__done_at__isnull=True))
    found = []
    for one in rows.annotate(next_on=waiting).order_by("-called_at")[:MOST_LISTED]:
        next_on: date | None = getattr(one, "next_on", None)
        found.append(
            CrisisLine(
                call_id=one.pk,
                number=one.number,
                agency=one.team.agency.name,
                state=CrisisState(one.state),
                is_exercise=one.is_exercise,
                called_at=one.called_at,
                next_follow_up_on=next_on,
                is_overdue=next_on is not None and next_on < _today_of_team(one.team, at),
                time_zone=one.team.agency.time_zone,
            )
        )
    return sorted(found, key=lambda one: one.state is CrisisState.ENDED)


def opened_crisis(call: CrisisCall, *, user_id: int, at: datetime, door: Door) -> CrisisView:
    """Return a call for a reader, and write down that they have read it."""
    SUPPORT_READS.note_reads([call.pk], user_id=user_id, at=at, door=door)
    incident = Incident.objects.filter(pk=call.incident_id).first() if call.incident_id else None
    title = incident.shown_title() if incident else None
    state, today = CrisisState(call.state), _today_of_team(call.team, at)
    return CrisisView(
        call_id=call.pk,
        number=call.number,
        agency=call.team.agency.name,
        agency_id=call.team.agency_id,
        state=state,
        is_exercise=call.is_exercise,
        origin=CrisisOrigin(call.origin),
        incident=title or "",
        reason=call.reason,
        called_by=call.called_by.shown_name(),
        called_at=call.called_at,
        ended_at=call.ended_at,
        steps=CRISES.steps_from(state),
        rooms=[
            CrisisRoomView(one.pk, CrisisRoomUse(one.use), one.site_id, one.label, one.level)
            for one in call.rooms.order_by("label", "id")
        ],
        people=_people_of_call(call, today),
        records=_list_records(call.records.all()),
        team=_list_colleagues(call.team, at),
        today=today,
        time_zone=call.team.agency.time_zone,
    )


def crisis_at(incident_id: UUID, *, may_call: bool) -> CrisisCalled:
    """Return that a crisis team was called to an incident, and nothing of what it does; the newest call counts."""
    call = CrisisCall.objects.filter(incident_id=incident_id).order_by("-called_at").first()
    if call is None:
        return CrisisCalled(is_called=False, state=None, called_at=None, may_call=may_call)
    is_over = call.ended_at is not None
    return CrisisCalled(
        is_called=True, state=CrisisState(call.state), called_at=call.called_at, may_call=may_call and is_over
    )


def _people_of_call(call: CrisisCall, today: date) -> list[CrisisPersonView]:
    rows = call.people.select_related("owner").order_by("follow_up_on", "id")
    found = [
        CrisisPersonView(
            person_id=one.pk,
            name=one.name,
            role=CrisisRole(one.role),
            physical=PhysicalExposure(one.physical),
            emotional=EmotionalExposure(one.emotional),
            reaction=CrisisReaction(one.reaction),
            suggested=InterventionLevel(one.suggested),
            level=InterventionLevel(one.level),
            owner=one.owner.shown_name(),
            follow_up_on=one.follow_up_on,
            is_overdue=one.done_at is None and one.follow_up_on < today,
            done_at=one.done_at,
        )
        for one in rows
    ]
    return sorted(found, key=lambda one: one.done_at is not None)


def _list_records(rows: QuerySet[SupportRecord]) -> list[SupportRecordView]:
    found = rows.select_related("by").order_by("-id")[:MOST_LISTED]
    return [SupportRecordView(one.act, one.words, one.by.shown_name(), one.at) for one in found]


def _list_colleagues(team: SupportTeam, at: datetime) -> list[SupportColleague]:
    return [SupportColleague(one.public_id, one.shown_name()) for one in SUPPORT_TEAMS.counting_people(team, at)]


def _today_of_team(team: SupportTeam, at: datetime) -> date:
    return at.astimezone(ZoneInfo(team.agency.time_zone)).date()
