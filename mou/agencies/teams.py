"""Read who leads the people of an agency while they are on duty."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from mou.access.fetch import members_who_count
from mou.vocabulary import AgencyKind, MemberRole

# A school has no shifts: who answers for its people is its administrators, at any hour.
SCHOOL_KINDS = frozenset({AgencyKind.SCHOOL, AgencyKind.DISTRICT})
LEADERS = frozenset({MemberRole.SUPERVISOR, MemberRole.COMMANDER})


@dataclass(frozen=True, slots=True)
class LedPeople:
    """People of one agency, and who leads them now."""

    agency_id: UUID
    user_ids: tuple[int, ...]
    leader_ids: tuple[int, ...]


def led_people(user_ids: Collection[int], *, first: Collection[UUID], at: datetime) -> list[LedPeople]:
    """Return these people by agency with its leaders on duty; a person of several agencies is counted in one.

    `first` are the agencies that count before others. Two queries, however many people.
    """
    rows = members_who_count(at).filter(user_id__in=list(user_ids)).values_list("user_id", "agency_id")
    agency_of: dict[int, UUID] = {}
    for user_id, agency_id in sorted(rows, key=lambda row: (row[1] not in first, row[1].int)):
        agency_of.setdefault(user_id, agency_id)
    members: dict[UUID, list[int]] = defaultdict(list)
    for user_id, agency_id in agency_of.items():
        members[agency_id].append(user_id)
    leaders = _leaders_by_agency(members, at)
    return [
        LedPeople(agency_id, tuple(sorted(people)), tuple(leaders[agency_id]))
        for agency_id, people in sorted(members.items())
    ]


def _leaders_by_agency(agency_ids: Collection[UUID], at: datetime) -> dict[UUID, list[int]]:
    found: dict[UUID, list[int]] = defaultdict(list)
    rows = members_who_count(at).filter(agency_id__in=list(agency_ids)).select_related("agency").order_by("user_id")
    for row in rows.filter(role__in=[role.value for role in (*LEADERS, MemberRole.ADMINISTRATOR)]):
        is_school = row.agency.kind in SCHOOL_KINDS
        if row.role == MemberRole.ADMINISTRATOR if is_school else row.role in LEADERS and row.is_on_duty:
            found[row.agency_id].append(row.user_id)
    return found
