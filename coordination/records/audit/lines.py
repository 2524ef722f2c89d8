"""An event of the audit as its page shows it, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass

from coordination.records.audit.event_words import event_words
from coordination.records.audit.queries import AuditEventView


@dataclass(frozen=True, slots=True)
class EventLine:
    """An event as the page shows it."""

    event: AuditEventView
    what: str
    kind: str
    outcome: str
    step: str
    count: str

    @property
    def where(self) -> str:
        """Return where it was; of an incident without a site that the reader knows, that it was of one."""
        return self.event.site or ("" if self.event.is_exercise is None else "—")


def event_line(event: AuditEventView, kinds: Mapping[str, str], outcomes: Mapping[str, str]) -> EventLine:
    """Return an event in words."""
    return EventLine(
        event=event,
        what=event_words(event.what),
        kind=kinds[event.kind],
        outcome=outcomes[event.outcome],
        step=event.about.get("step", ""),
        count=event.about.get("count", ""),
    )
