"""Who sees and keeps SRO assignments and training records. What one may not see is not there."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mou.access.fetch import KEEPERS, LEADERS, kept_districts, members_who_count
from mou.errors import AgencyNotFound, NotAllowed, SroAssignmentNotFound, TrainingNotFound
from mou.models import Agency, SroAssignment, TrainingRecord
from mou.vocabulary import AgencyKind, MemberRole, SroParty

EMPLOYERS = (AgencyKind.POLICE.value, AgencyKind.SHERIFF.value)
# Their people's training is a matter of personnel: supervisors of schools are teachers' colleagues.
BY_ADMINISTRATORS_ALONE = (AgencyKind.SCHOOL.value, AgencyKind.DISTRICT.value)


@dataclass(frozen=True, slots=True)
class SroGrant:
    """An assignment that a person may read, and for which parties they may write. The officer writes for none."""

    assignment: SroAssignment
    parties: frozenset[SroParty]

    def require(self, party: SroParty) -> None:
        """Refuse what is the other party's to change."""
        if party not in self.parties:
            raise NotAllowed("This is the other party's to do.")


def led_agencies(user_id: int, at: datetime) -> QuerySet[Agency]:
    """Return the agencies whose people's training a person reads and records, by name.

    Of a school or district its own administrators; of another agency its administrators, commanders and supervisors.
    A district's administrators read no names of its schools: they have the counts.
    """
    led = members_who_count(at).filter(_of_leaders(), user_id=user_id)
    return Agency.objects.filter(pk__in=led.values("agency_id")).order_by("name", "id")


def _of_leaders() -> Q:
    strict = Q(agency__kind__in=BY_ADMINISTRATORS_ALONE)
    anybody = Q(role__in=[role.value for role in LEADERS])
    return (strict & Q(role=MemberRole.ADMINISTRATOR.value)) | (~strict & anybody)


def leaders_of(agency_ids: Collection[UUID], at: datetime) -> dict[UUID, list[int]]:
    """Return by agency who keeps its people's training. One query."""
    found: dict[UUID, list[int]] = defaultdict(list)
    rows = members_who_count(at).filter(_of_leaders(), agency__in=list(agency_ids), user__is_device=False)
    for agency_id, user_id in rows.order_by("user_id").values_list("agency_id", "user_id"):
        found[agency_id].append(user_id)
    return found


def led_agency(*, user_id: int, agency_id: UUID, at: datetime, lock: bool = False) -> Agency:
    """Return an agency whose training a person keeps. With `lock`, holds its row. Raises: AgencyNotFound."""
    rows = led_agencies(user_id, at)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=agency_id).first()
    if found is None:
        raise AgencyNotFound("There is no such agency.")
    return found


def assignments_for(user_id: int, at: datetime) -> QuerySet[SroAssignment]:
    """Return the assignments a person reads: their own, and those of an agency they lead or a district they keep."""
    rows = SroAssignment.objects.filter(
        Q(member__user_id=user_id)
        | Q(agency__in=_employers_of(user_id, at))
        | Q(district__in=kept_districts(user_id, at))
    )
    return rows.select_related("member__user", "agency", "district", "supervisor__user", "backup__user")


def _employers_of(user_id: int, at: datetime) -> QuerySet[Agency]:
    return led_agencies(user_id, at).filter(kind__in=EMPLOYERS).order_by()


def looks_after_training(user_id: int, at: datetime) -> bool:
    """Say whether a person has more to do with training than their own: leads an agency, keeps a district, is SRO."""
    return (
        led_agencies(user_id, at).exists() or bool(kept_districts(user_id, at)) or assignments_for(user_id, at).exists()
    )


def assignment_for(*, user_id: int, assignment_id: UUID, at: datetime, lock: bool) -> SroGrant:
    """Return an assignment that a person reads. With `lock`, holds its row until commit.

    Raises: SroAssignmentNotFound.
    """
    rows = assignments_for(user_id, at)
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=assignment_id).first()
    if found is None:
        raise SroAssignmentNotFound("There is no such assignment.")
    return SroGrant(found, parties_in(found, user_id, at))


def parties_in(assignment: SroAssignment, user_id: int, at: datetime) -> frozenset[SroParty]:
    """Return for which parties of an assignment a person writes; of their own assignment for none. One query."""
    if assignment.member.user_id == user_id:
        return frozenset()
    mine = members_who_count(at).filter(user_id=user_id)
    leads = Q(agency=assignment.agency_id, role__in=[role.value for role in LEADERS])
    keeps = Q(agency=assignment.district_id, role__in=[role.value for role in KEEPERS])
    held = set(mine.filter(leads | keeps).values_list("agency_id", flat=True))
    sides = {SroParty.AGENCY: assignment.agency_id, SroParty.DISTRICT: assignment.district_id}
    return frozenset(party for party, agency_id in sides.items() if agency_id in held)


def training_for(user_id: int, at: datetime) -> QuerySet[TrainingRecord]:
    """Return the training records a person reads: their own, and those that agencies record which they lead."""
    own = Q(person_id=user_id) | Q(agency__in=led_agencies(user_id, at).order_by())
    return TrainingRecord.objects.filter(own).select_related("person", "agency")


def training_record_for(*, user_id: int, record_id: UUID, at: datetime) -> TrainingRecord:
    """Return a record that a person reads. Raises: TrainingNotFound."""
    found = training_for(user_id, at).filter(pk=record_id).first()
    if found is None:
        raise TrainingNotFound("There is no such training record.")
    return found


def kept_record(*, user_id: int, record_id: UUID, at: datetime) -> TrainingRecord:
    """Return a record that a person keeps, and hold its row until commit. Raises: TrainingNotFound, NotAllowed."""
    read = training_record_for(user_id=user_id, record_id=record_id, at=at)
    if not led_agencies(user_id, at).filter(pk=read.agency_id).exists():
        raise NotAllowed("Only those who lead the person's agency may do this.")
    return TrainingRecord.objects.select_for_update(of=("self",)).select_related("person", "agency").get(pk=read.pk)
