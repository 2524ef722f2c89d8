"""What a term opens, to whom, and while which incident: the parts the policy is made of. Pure: no Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mou.terms import ALWAYS, Condition, Sharing, TermValue, WhileIncidentOpen, opening_condition
from mou.vocabulary import GRANTS, AgencyKind, DataCategory, SharingDirection, SharingTime, TermKind

# What belongs to a building: an incident away from it opens none of it. What is of people is theirs on a bus as well.
OF_A_BUILDING = frozenset({TermKind.FLOORPLAN_ACCESS, TermKind.CAMERA_ACCESS})
DATA_OF_A_BUILDING = frozenset(
    one.value
    for one in (
        DataCategory.FLOOR_PLAN,
        DataCategory.DOOR_EVENTS,
        DataCategory.LIVE_VIDEO,
        DataCategory.RECORDED_VIDEO,
        DataCategory.SITE_ASSESSMENT,
    )
)
# What a desk sends to the police, officers of the police alone read, whatever a term of another agency says.
POLICE = frozenset({AgencyKind.POLICE.value, AgencyKind.SHERIFF.value})
READ_BY_POLICE = frozenset({DataCategory.TIP_REPORTS.value, DataCategory.SOCIAL_MEDIA_ALERT.value})


@dataclass(frozen=True, slots=True, order=True)
class Right:
    """What may be had: a grant such as the roster, or a category of data that the district gives."""

    kind: TermKind
    scope: str = ""


@dataclass(frozen=True, slots=True)
class ClauseRef:
    """Where it is written."""

    key: UUID | None
    heading: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A right that a term of an agreement opens, and when."""

    right: Right
    condition: Condition
    clause: ClauseRef


@dataclass(frozen=True, slots=True)
class Emergency:
    """An incident as the policy sees it: open at a site from one instant to another.

    `is_elsewhere`: it is away from the site whose it is, on a bus or a trip; it opens nothing of the building.
    """

    incident_id: UUID
    district_id: UUID
    site_id: UUID
    incident_type: str
    is_exercise: bool
    begun_at: datetime
    ended_at: datetime | None
    is_elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class EmergencyAccess:
    """Rights that one responder took for a while to save life. It adds to an agreement, it never replaces one."""

    id: UUID
    user_id: int
    district_id: UUID
    site_id: UUID
    kinds: frozenset[TermKind]
    begun_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class MutualAid:
    """A person let into one incident by the one in command, for one membership, without an agreement."""

    id: UUID
    member_id: UUID
    district_id: UUID
    site_id: UUID
    incident_id: UUID
    incident: str
    let_in_by: str
    begun_at: datetime
    ends_at: datetime

    def lasts(self, at: datetime) -> bool:
        """Say whether it held at an instant; at its end it does not."""
        return self.begun_at <= at < self.ends_at


def is_read_by(agency_kind: str, right: Right) -> bool:
    """Say whether a right that a term opens gives people of an agency of this kind anything to read."""
    return right.scope not in READ_BY_POLICE or agency_kind in POLICE


def right_opened(kind: TermKind, scope: str, value: TermValue, condition: Condition) -> tuple[Right, Condition] | None:
    """Return what a term opens to the agency and when, or None if it opens nothing by itself."""
    if kind in GRANTS:
        when = opening_condition(kind, value, condition)
        return None if when is None else (Right(kind), when)
    if kind is not TermKind.DATA_SHARING or not isinstance(value, Sharing):
        return None
    category, _, direction = scope.partition(":")
    if direction != SharingDirection.DISTRICT_TO_AGENCY:
        return None
    if value.when is SharingTime.CONTINUOUS:
        return Right(kind, category), ALWAYS
    if value.when is SharingTime.EMERGENCY:
        # 34 CFR 99.36: in connection with an emergency, to whom knowledge is necessary. A drill is none.
        return Right(kind, category), WhileIncidentOpen()
    return None


def is_open(emergency: Emergency, at: datetime) -> bool:
    """Say whether the incident was open at an instant; at its end it is not."""
    return emergency.begun_at <= at and (emergency.ended_at is None or at < emergency.ended_at)


def fits_condition(condition: WhileIncidentOpen, emergency: Emergency) -> bool:
    """Say whether an incident is of the kind that a condition names."""
    if emergency.is_exercise and not condition.is_exercise_too:
        return False
    return not condition.incident_types or emergency.incident_type in condition.incident_types


def is_opening_met(opening: Opening, *, site_id: UUID, emergencies: Iterable[Emergency], at: datetime) -> bool:
    """Say whether what a term opens is open at a site at an instant."""
    condition = opening.condition
    if not isinstance(condition, WhileIncidentOpen):
        return True
    return any(
        one.site_id == site_id
        and is_open(one, at)
        and fits_condition(condition, one)
        and opens_right(one, opening.right)
        for one in emergencies
    )


def opens_right(emergency: Emergency, right: Right) -> bool:
    """Say whether an incident opens a right where a term says so: one on a bus opens its room, and no floorplan."""
    return not emergency.is_elsewhere or not (right.kind in OF_A_BUILDING or right.scope in DATA_OF_A_BUILDING)


def emergency_access_at(
    taken: Iterable[EmergencyAccess], *, user_id: int, site_id: UUID, at: datetime
) -> frozenset[TermKind]:
    """Return what a person took by taking emergency access at a site and still has at an instant."""
    return frozenset(
        kind
        for one in taken
        if one.user_id == user_id and one.site_id == site_id and one.begun_at <= at < one.ends_at
        for kind in one.kinds
    )


def is_let_in(aid: Iterable[MutualAid], *, member_id: UUID, incident_id: UUID | None, at: datetime) -> bool:
    """Say whether a membership was let into an incident by mutual aid; it never opens a site."""
    return any(one.member_id == member_id and one.incident_id == incident_id and one.lasts(at) for one in aid)
