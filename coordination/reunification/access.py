"""Who works in a reunification, and who reads a student's name in it. A stranger's "no" reads "not there".

Names are for people of the school or its district with a vest, and for readers of its roster. Others read counts.
Holds are for the director, and for the lead of law enforcement whom the director named.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from coordination.errors import CoordinationError
from coordination.incident.reunification.capability import Reunification, ReunificationPlace, RoleInReunification
from coordination.incident.reunification.rules import LAW_ENFORCEMENT
from coordination.incident.reunification.vocabulary import ReunificationRole, ReunificationState
from coordination.reunification.errors import NotYourVest, OperationNotFound, OperationNotOpen, StudentNotFound
from coordination.reunification.models import Operation, ReunitedStudent
from coordination.room.access import RoomGrant, incident_for, room_for
from coordination.room.capability import RoomNeed, RoomObject
from coordination.room.models import RoomObject as RoomObjectRow
from coordination.rosters.access import schools_read_by
from coordination.vocabulary import IncidentStatus

R = ReunificationRole


@dataclass(frozen=True)
class Desk:
    """An operation as one participant of its room finds it."""

    operation: Operation
    grant: RoomGrant
    stands: Reunification
    places: dict[str, ReunificationPlace]
    roles: dict[str, RoleInReunification]
    user_id: int
    at: datetime

    @cached_property
    def my_roles(self) -> frozenset[ReunificationRole]:
        """Return which vests the participant wears. Another agency's are none that read names."""
        me = self.grant.joined()
        mine = {one.role for one in self.roles.values() if one.participant_id == me.pk}
        # Who comes back for another agency is the same participant: a vest of the one before is none.
        if me.agency_kind not in LAW_ENFORCEMENT:
            mine.discard(R.LAW_ENFORCEMENT_LEAD)
        # No one takes the vests off when it closes; the director still answers questions.
        if self.stands.state is ReunificationState.CLOSED:
            mine &= {R.DIRECTOR}
        return frozenset(mine if self.grant.is_of_site() else mine & {R.LAW_ENFORCEMENT_LEAD, *LENT_AWAY})

    @property
    def is_director(self) -> bool:
        return R.DIRECTOR in self.my_roles

    @cached_property
    def reads_names(self) -> bool:
        """Tell whether the participant reads who the students are."""
        if not self.grant.is_of_site():
            return False
        if self.my_roles:
            return True
        school = self.operation.school_id
        return school is not None and schools_read_by(self.user_id, self.at).filter(pk=school).exists()

    @property
    def sees_holds(self) -> bool:
        return self.is_director or R.LAW_ENFORCEMENT_LEAD in self.my_roles

    @property
    def is_open(self) -> bool:
        """Tell whether something can be done in it now."""
        return self.stands.state is ReunificationState.OPEN and IncidentStatus(self.grant.incident.status).is_open

    def open_places(self) -> dict[str, ReunificationPlace]:
        """Return the sites that are open, by their ids."""
        return {key: one for key, one in self.places.items() if one.closed_at is None}

    def require(self, *roles: ReunificationRole) -> None:
        """Check that the participant may work with one of these vests; the director may. Raises: NotYourVest."""
        if not self.is_director and not self.my_roles & set(roles):
            raise NotYourVest

    def require_names(self) -> None:
        """Raises: NotYourVest: the participant reads no names."""
        if not self.reads_names:
            raise NotYourVest

    def require_open(self) -> None:
        """Raises: OperationNotOpen: paused, closed, or the incident is."""
        if not self.is_open:
            raise OperationNotOpen


LENT_AWAY = frozenset({R.COUNSELOR, R.TRANSPORT, R.HOST})


def desk_for(*, user_id: int, operation_id: UUID, at: datetime, lock: bool = False) -> Desk:
    """Return an operation to who takes part in its room. With `lock`, holds the room's row until commit.

    Raises: OperationNotFound: also for who is not in the room.
    """
    operation = Operation.objects.select_related("school").filter(pk=operation_id).first()
    if operation is None:
        raise OperationNotFound
    try:
        grant = room_for(user_id=user_id, room_id=operation.room_id, need=RoomNeed.READ, at=at, lock=lock)
    except CoordinationError as hidden:
        raise OperationNotFound from hidden
    return _desk_of(operation, grant, user_id, at)


def _desk_of(operation: Operation, grant: RoomGrant, user_id: int, at: datetime) -> Desk:
    kinds: tuple[type[RoomObject], ...] = (Reunification, ReunificationPlace, RoleInReunification)
    found: dict[str, dict[str, str]] = {one.state_key: {} for one in kinds}
    rows = RoomObjectRow.objects.filter(room_id=operation.room_id, state_key__in=found, value__isnull=False)
    for row in rows.order_by("created_seq", "object_id"):
        found[row.state_key][row.object_id] = row.value or ""
    key = str(operation.pk)
    places = _of_operation(found, ReunificationPlace, operation.pk)
    roles = _of_operation(found, RoleInReunification, operation.pk)
    stands = Reunification.model_validate_json(found[Reunification.state_key][key])
    return Desk(operation, grant, stands, places, roles, user_id, at)


def _of_operation[O: (ReunificationPlace, RoleInReunification)](
    found: dict[str, dict[str, str]], cls: type[O], operation_id: UUID
) -> dict[str, O]:
    read = {key: cls.model_validate_json(text) for key, text in found[cls.state_key].items()}
    return {key: one for key, one in read.items() if one.operation_id == operation_id}


def room_of_incident(*, user_id: int, incident_id: UUID, at: datetime) -> RoomGrant:
    """Return an incident's room to who takes part in it. Raises: OperationNotFound."""
    try:
        grant = incident_for(user_id=user_id, incident_id=incident_id, at=at)
        grant.joined()
    except CoordinationError as hidden:
        raise OperationNotFound from hidden
    return grant


def newest_operation(grant: RoomGrant) -> Operation | None:
    """Return the newest operation of a room."""
    return Operation.objects.filter(room=grant.room).order_by("-opened_at", "-pk").first()


def student_in(desk: Desk, code: str) -> ReunitedStudent:
    """Return a student of an operation by the code. Raises: NotYourVest, StudentNotFound."""
    desk.require_names()
    found = desk.operation.students.filter(code=code.upper()).first()
    if found is None:
        raise StudentNotFound
    return found
