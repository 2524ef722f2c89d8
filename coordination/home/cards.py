"""An incident as a card of the first page: what queries say of it, in the reader's words, and what stands in it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from coordination.incident.lifecycle.queries import IncidentView
from coordination.incident.standing.things import StandingThing, short_lines
from coordination.vocabulary import IncidentStatus, IncidentType, Severity


@dataclass(frozen=True, slots=True)
class IncidentCard:
    incident_id: UUID
    room_id: UUID
    title: str
    site: str
    type_words: str
    severity_words: str
    is_exercise: bool
    status: IncidentStatus
    opened_at: str
    head: int
    standing: tuple[str, ...]

    @property
    def badge(self) -> str:
        """Return the status in words where it is not what every card's is."""
        return "" if self.status is IncidentStatus.ACTIVE else self.status.label

    @property
    def is_closed(self) -> bool:
        return self.status is IncidentStatus.CLOSED


def cards_from_views(views: Iterable[IncidentView], standing: Mapping[UUID, list[StandingThing]]) -> list[IncidentCard]:
    """Return a card for each incident, in the order given; `standing` is by room."""
    types, levels = IncidentType.labels(), Severity.labels()
    return [
        IncidentCard(
            incident_id=view.incident_id,
            room_id=view.room_id,
            title=view.shown_title(),
            site=view.site,
            type_words=types.get(view.incident_type, view.incident_type),
            severity_words=levels.get(view.severity, view.severity),
            is_exercise=view.is_exercise,
            status=IncidentStatus(view.status),
            opened_at=view.opened_at,
            head=view.head,
            standing=tuple(short_lines(standing.get(view.room_id, []))),
        )
        for view in views
    ]
