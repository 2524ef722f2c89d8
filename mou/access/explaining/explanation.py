"""Say why a person may or may not do something at a site at an instant, now or in the past. Pure: no Django, no clock.

What is said follows from the same policy that decides; a property test holds that the two never disagree.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from mou.access import policy
from mou.access.openings import (
    ClauseRef,
    Emergency,
    EmergencyAccess,
    MutualAid,
    Opening,
    fits_condition,
    is_open,
    is_opening_met,
    opens_right,
)
from mou.access.policy import Agreement, Place
from mou.terms import WhileIncidentOpen
from mou.vocabulary import AccessAction, AccessReason, AgencyKind, TermKind

NEEDS: dict[AccessAction, TermKind | None] = {
    AccessAction.SEE_SITE: None,
    AccessAction.SEE_FLOORPLAN: TermKind.FLOORPLAN_ACCESS,
    AccessAction.SEE_ROSTER: TermKind.ROSTER_ACCESS,
    AccessAction.ENTER_ROOM: TermKind.ROOM_ACCESS,
    AccessAction.WATCH_CAMERAS: TermKind.CAMERA_ACCESS,
}


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant, included, to another, excluded; None is open."""

    begins_at: datetime | None
    ends_at: datetime | None

    def has(self, at: datetime) -> bool:
        """Say whether an instant lies in it."""
        return (self.begins_at is None or self.begins_at <= at) and (self.ends_at is None or at < self.ends_at)

    def within(self, other: "Span") -> "Span":
        """Return what both have in common."""
        begins = [one for one in (self.begins_at, other.begins_at) if one is not None]
        ends = [one for one in (self.ends_at, other.ends_at) if one is not None]
        return Span(max(begins, default=None), min(ends, default=None))


ALL_TIME = Span(None, None)


@dataclass(frozen=True, slots=True)
class Stay:
    """One membership over its whole time, with the times it was suspended."""

    member_id: UUID
    agency_id: UUID
    agency: str
    kind: AgencyKind
    role: str
    is_agency_active: bool
    span: Span
    suspensions: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """Everything that has to be known of one person and one site. `titles` name agreements."""

    user_id: int
    is_person_active: bool
    stays: tuple[Stay, ...]
    agreements: tuple[Agreement, ...]
    emergencies: tuple[Emergency, ...]
    taken: tuple[EmergencyAccess, ...]
    aid: tuple[MutualAid, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One way in, or one obstacle: which agency, which version of which agreement, which clause, from when to when.

    By mutual aid: into which incident, and who let them in.
    """

    code: AccessReason
    agency: str = ""
    memorandum_id: UUID | None = None
    version_id: UUID | None = None
    number: int | None = None
    clause: ClauseRef | None = None
    span: Span = ALL_TIME
    incident: str = ""
    let_in_by: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer: every way in if there is one, every obstacle if there is none."""

    action: AccessAction
    at: datetime
    is_allowed: bool
    reasons: tuple[Reason, ...]


def explain_action(history: History, *, place: Place, action: AccessAction, at: datetime) -> Explanation:
    """Return whether and why, from what was true at that instant."""
    if not history.is_person_active:
        return Explanation(action, at, is_allowed=False, reasons=(Reason(AccessReason.PERSON_INACTIVE),))
    ways: list[Reason] = []
    obstacles: list[Reason] = []
    for stay in history.stays:
        missing = _missing_membership(stay, at)
        if missing is not None:
            obstacles.append(missing)
        elif policy.is_insider(agency_id=stay.agency_id, kind=stay.kind, place=place):
            own = AccessReason.OWN_DISTRICT if stay.kind is AgencyKind.DISTRICT else AccessReason.OWN_SCHOOL
            ways.append(Reason(own, stay.agency, span=stay.span))
        else:
            found, stood_in_the_way = _by_agreement(history, stay, place, NEEDS[action], at)
            ways += found + _by_mutual_aid(history, stay, place, NEEDS[action], at)
            obstacles += stood_in_the_way
    if ways:
        return Explanation(action, at, is_allowed=True, reasons=tuple(ways))
    return Explanation(action, at, is_allowed=False, reasons=tuple(obstacles) or (Reason(AccessReason.NO_MEMBERSHIP),))


def span_of(agreement: Agreement) -> Span:
    """Return from when to when an agreement is in force: signature and dates together."""
    zone = ZoneInfo(agreement.time_zone)
    first = datetime.combine(agreement.effective_on, time.min, tzinfo=zone).astimezone(UTC)
    last = datetime.combine(agreement.expires_on + timedelta(days=1), time.min, tzinfo=zone).astimezone(UTC)
    return Span(first, last).within(Span(agreement.in_force_from, agreement.ended_at))


def _missing_membership(stay: Stay, at: datetime) -> Reason | None:
    """Return why a membership does not count at an instant, or None if it does."""
    if not stay.is_agency_active:
        return Reason(AccessReason.AGENCY_INACTIVE, stay.agency)
    if stay.span.begins_at is not None and at < stay.span.begins_at:
        return Reason(AccessReason.MEMBERSHIP_NOT_BEGUN, stay.agency, span=stay.span)
    if not stay.span.has(at):
        return Reason(AccessReason.MEMBERSHIP_ENDED, stay.agency, span=stay.span)
    for one in stay.suspensions:
        if one.has(at):
            return Reason(AccessReason.SUSPENDED, stay.agency, span=one)
    return None


def _by_agreement(
    history: History, stay: Stay, place: Place, need: TermKind | None, at: datetime
) -> tuple[list[Reason], list[Reason]]:
    """Return the ways in that an agency's agreements give, and what stands in the way where they give none."""
    theirs = [
        one for one in history.agreements if one.agency_id == stay.agency_id and one.district_id == place.district_id
    ]
    if not theirs:
        return [], [Reason(AccessReason.NO_AGREEMENT, stay.agency)]
    ways: list[Reason] = []
    obstacles: list[Reason] = []
    for agreement in theirs:
        about = _agreement_reason(stay, agreement)
        lacking = _not_in_force(about, agreement, place, at)
        if lacking is not None:
            obstacles.append(lacking)
        elif need is None:
            ways.append(replace(about, code=AccessReason.AGREEMENT))
        else:
            found = _by_term(about, agreement, history, place, need, at) + _by_emergency_access(
                about, history, place, need, at
            )
            ways += [one for one in found if one.code in _OPENS]
            obstacles += [one for one in found if one.code not in _OPENS]
    return ways, obstacles


_OPENS = frozenset({AccessReason.CLAUSE, AccessReason.CLAUSE_IN_EMERGENCY, AccessReason.EMERGENCY_ACCESS})


def _agreement_reason(stay: Stay, agreement: Agreement) -> Reason:
    return Reason(
        AccessReason.AGREEMENT,
        stay.agency,
        memorandum_id=agreement.memorandum_id,
        version_id=agreement.version_id,
        number=agreement.number,
        span=span_of(agreement).within(stay.span),
    )


def _not_in_force(about: Reason, agreement: Agreement, place: Place, at: datetime) -> Reason | None:
    """Return why an agreement says nothing here at an instant, or None if it does. The order is the policy's."""
    today = policy.local_date(at, agreement.time_zone)
    codes = (
        (agreement.in_force_from is None or at < agreement.in_force_from, AccessReason.NOT_SIGNED_YET),
        (agreement.ended_at is not None and agreement.ended_at <= at, AccessReason.ENDED),
        (today < agreement.effective_on, AccessReason.NOT_EFFECTIVE_YET),
        (today > agreement.expires_on, AccessReason.EXPIRED),
        (not policy.covers_place(agreement, place), AccessReason.SITE_NOT_COVERED),
    )
    return next((replace(about, code=code) for is_so, code in codes if is_so), None)


def _by_term(
    about: Reason, agreement: Agreement, history: History, place: Place, need: TermKind, at: datetime
) -> list[Reason]:
    terms = [one for one in agreement.openings if one.right.kind is need]
    if not terms:
        return [replace(about, code=AccessReason.NOT_GRANTED)]
    return [_of_opening(about, one, history.emergencies, place, at) for one in terms]


def _of_opening(
    about: Reason, opening: Opening, emergencies: Iterable[Emergency], place: Place, at: datetime
) -> Reason:
    about = replace(about, clause=opening.clause)
    if not isinstance(opening.condition, WhileIncidentOpen):
        return replace(about, code=AccessReason.CLAUSE)
    if not is_opening_met(opening, site_id=place.site_id, emergencies=emergencies, at=at):
        return replace(about, code=AccessReason.NO_SUCH_EMERGENCY)
    opened = [
        Span(one.begun_at, one.ended_at)
        for one in emergencies
        if one.site_id == place.site_id
        and is_open(one, at)
        and fits_condition(opening.condition, one)
        and opens_right(one, opening.right)
    ]
    longest = max(opened, key=lambda one: (one.ends_at is None, one.ends_at or at))
    return replace(about, code=AccessReason.CLAUSE_IN_EMERGENCY, span=about.span.within(longest))


def _by_emergency_access(about: Reason, history: History, place: Place, need: TermKind, at: datetime) -> list[Reason]:
    return [
        replace(
            about,
            code=AccessReason.EMERGENCY_ACCESS,
            clause=None,
            span=about.span.within(Span(one.begun_at, one.ends_at)),
        )
        for one in history.taken
        if one.user_id == history.user_id
        and one.site_id == place.site_id
        and need in one.kinds
        and one.begun_at <= at < one.ends_at
    ]


def _by_mutual_aid(history: History, stay: Stay, place: Place, need: TermKind | None, at: datetime) -> list[Reason]:
    """Return the incidents at the site into which the one in command let them; asked of one incident, only that one."""
    if need not in policy.AID_GRANTS:
        return []
    return [
        Reason(
            AccessReason.MUTUAL_AID,
            stay.agency,
            span=stay.span.within(Span(one.begun_at, one.ends_at)),
            incident=one.incident,
            let_in_by=one.let_in_by,
        )
        for one in history.aid
        if one.member_id == stay.member_id
        and one.site_id == place.site_id
        and place.incident_id in (None, one.incident_id)
        and one.lasts(at)
    ]
