"""Who in an incident has never taken part in an exercise at its site: for commanders and the school's command."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from coordination.errors import RoomNotFound
from coordination.room.access import RoomGrant, incident_for, present_in
from coordination.training.work.drilled import drilled_at
from coordination.vocabulary import IncidentStatus
from mou.foundation.value_of import ValueOf
from mou.vocabulary import MemberRole


@dataclass(frozen=True, slots=True)
class NeverDrilled:
    """A participant, as the room has them."""

    participant_id: UUID
    name: str
    role: Annotated[str, ValueOf(MemberRole)]
    agency: str


@dataclass(frozen=True, slots=True)
class DrilledHere:
    """Who is present, and who of them has never drilled here. `exercises`: whether any exercise has ended here."""

    incident_id: UUID
    site: str
    present: int
    has_exercises: bool
    never: list[NeverDrilled]


def never_drilled_in(user_id: int, incident_id: UUID, at: datetime) -> tuple[RoomGrant, DrilledHere]:
    """Return it for roles that command in an open real incident; at most ten queries for three people or three hundred.

    Raises: RoomNotFound: for everybody else, and in every exercise: its players are not told who is new.
    """
    grant = incident_for(user_id=user_id, incident_id=incident_id, at=at)
    incident = grant.incident
    if incident.is_exercise or not IncidentStatus(incident.status).is_open or not grant.may_command():
        raise RoomNotFound
    here = present_in(grant.room.pk, incident=incident, at=at)
    drilled = drilled_at([incident.site_id, *incident.site_ids_now()])
    known = set(drilled.filter(user_id__in=[one.user_id for one in here]).values_list("user_id", flat=True))
    never = [
        NeverDrilled(one.pk, one.name, one.role, one.agency)
        for one in sorted(here, key=lambda one: (one.agency, one.name))
        if one.user_id not in known
    ]
    return grant, DrilledHere(
        incident_id=incident.pk,
        site=incident.shown_place(),
        present=len(here),
        has_exercises=bool(known) or drilled.exists(),
        never=never,
    )
