"""Read incidents that access has handed out, as lists and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.room.models import Incident
from coordination.room.said import said_in
from coordination.room.wire.frames import time_text
from coordination.vocabulary import IncidentStatus, IncidentType, Severity
from mou.foundation.value_of import ValueOf

IS_OPEN = Q(status__in=[one.value for one in IncidentStatus if one.is_open])
IS_REAL_AND_OPEN = IS_OPEN & Q(is_exercise=False)


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident in a list. `site` says where it is; `place` has the place alone of one that is not at its site."""

    incident_id: UUID
    room_id: UUID
    site_id: UUID
    site: str
    place: str | None
    incident_type: Annotated[str, ValueOf(IncidentType)]
    severity: Annotated[str, ValueOf(Severity)]
    title: str
    title_in: dict[str, str]
    is_exercise: bool
    status: Annotated[str, ValueOf(IncidentStatus)]
    opened_at: str
    head: int

    def shown_title(self) -> str:
        """Return the title in the language that is active."""
        return said_in(self.title, self.title_in)


def incident_view(incident: Incident) -> IncidentView:
    """Return one incident; its site and room should be fetched already."""
    return IncidentView(
        incident_id=incident.id,
        room_id=incident.room.id,
        site_id=incident.site_id,
        site=incident.shown_place(),
        place=incident.place,
        incident_type=incident.incident_type,
        severity=incident.severity,
        title=incident.title,
        title_in=incident.title_in or {},
        is_exercise=incident.is_exercise,
        status=incident.status,
        opened_at=time_text(incident.opened_at),
        head=incident.room.head_seq,
    )


def incident_views(incidents: Iterable[Incident]) -> list[IncidentView]:
    """Return incidents in the order given."""
    return [incident_view(incident) for incident in incidents]


# --- of the incidents that a person may see, newest first -------------------------------------------------------------
def open_real(seen: QuerySet[Incident]) -> QuerySet[Incident]:
    """Return what really happens now: every list begins with all of it, however many exercises are open."""
    return seen.filter(IS_REAL_AND_OPEN)


def open_exercises(seen: QuerySet[Incident]) -> QuerySet[Incident]:
    """Return the exercises that are open."""
    return seen.filter(IS_OPEN, is_exercise=True)


def closed_incidents(seen: QuerySet[Incident]) -> QuerySet[Incident]:
    """Return what is over, real or not."""
    return seen.exclude(IS_OPEN)


def exercises_and_closed(seen: QuerySet[Incident], *, before: Incident | None = None) -> QuerySet[Incident]:
    """Return everything that open_real() does not; with `before`, what was opened before that incident."""
    others = seen.exclude(IS_REAL_AND_OPEN)
    if before is None:
        return others
    is_older = Q(opened_at__lt=before.opened_at) | Q(opened_at=before.opened_at, id__lt=before.pk)
    return others.filter(is_older)
