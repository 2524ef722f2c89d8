"""Decide, in the entry's own transaction, who is notified of it. Every event has a row here, even if it says nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.models import Incident, Participant
from coordination.vocabulary import Severity
from mou.access import people_granted
from mou.vocabulary import TermKind
from push.outbox import enqueue
from push.vocabulary import Urgency


@dataclass(frozen=True, slots=True)
class Occasion:
    """An entry that may have to be told to people who are not looking."""

    incident: Incident
    author: Participant
    room_id: UUID
    seq: int
    event_type: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Rule:
    """Who is told of an event, and how urgently, for a real incident."""

    people: Callable[[Occasion], list[int]]
    urgency: Callable[[Occasion], Urgency]


def people_of_the_site(occasion: Occasion) -> list[int]:
    """On-duty members of covered agencies, and the site's own staff; not whoever did it."""
    site = occasion.incident.site
    people = people_granted(
        TermKind.ROOM_ACCESS,
        district_id=site.district_id,
        school_id=site.school_id,
        site_id=site.id,
        at=occasion.at,
    )
    return [user_id for user_id in people if user_id != occasion.author.user_id]


def urgency_of_the_incident(occasion: Occasion) -> Urgency:
    """Extreme and severe are life safety; an exercise never is (promise 10)."""
    grave = occasion.incident.severity in (Severity.EXTREME, Severity.SEVERE)
    if occasion.incident.is_exercise:
        return Urgency.URGENT if grave else Urgency.ROUTINE
    return Urgency.LIFE_SAFETY if grave else Urgency.URGENT


OPENING = Rule(people=people_of_the_site, urgency=urgency_of_the_incident)
NOBODY = None

RULES: dict[str, Rule | None] = {
    "incident_opened": OPENING,
    "incident_reopened": OPENING,
    "incident_closed": NOBODY,
    "participant_joined": NOBODY,
    "participant_left": NOBODY,
    "participant_removed": NOBODY,
    "message_posted": NOBODY,
    "marker_placed": NOBODY,
    "marker_moved": NOBODY,
    "marker_removed": NOBODY,
    "shape_drawn": NOBODY,
    "shape_erased": NOBODY,
    "status_set": NOBODY,
    "entry_struck": NOBODY,
    "file_attached": NOBODY,
}


def plan(occasion: Occasion) -> None:
    """Write the notifications that an entry asks for, in the caller's transaction (promise 5)."""
    rule = RULES[occasion.event_type]
    if rule is None:
        return
    enqueue(
        source_key=f"room:{occasion.room_id}:{occasion.seq}",
        user_ids=rule.people(occasion),
        is_exercise=occasion.incident.is_exercise,
        urgency=rule.urgency(occasion),
        kind=occasion.event_type,
        room_id=occasion.room_id,
        seq=occasion.seq,
        collapse_key=f"room:{occasion.room_id}",
    )
