"""Read incidents that access has handed out, as lists and pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from coordination.models import Incident
from coordination.wire.frames import time_text


@dataclass(frozen=True, slots=True)
class IncidentView:
    """An incident in a list."""

    incident_id: UUID
    room_id: UUID
    site_id: UUID
    site: str
    incident_type: str
    severity: str
    title: str
    is_exercise: bool
    status: str
    opened_at: str
    head: int


def incident_view(incident: Incident) -> IncidentView:
    """Return one incident; its site and room should be fetched already."""
    return IncidentView(
        incident_id=incident.id,
        room_id=incident.room.id,
        site_id=incident.site_id,
        site=incident.site.name,
        incident_type=incident.incident_type,
        severity=incident.severity,
        title=incident.title,
        is_exercise=incident.is_exercise,
        status=incident.status,
        opened_at=time_text(incident.opened_at),
        head=incident.room.head_seq,
    )


def incident_views(incidents: Iterable[Incident]) -> list[IncidentView]:
    """Return incidents in the order given."""
    return [incident_view(incident) for incident in incidents]
