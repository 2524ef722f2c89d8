"""The hand-over brief (ICS 201): what the next commander has to know, from the room's state and log: now or then.

It holds what its reader may read, and nothing else.
"""

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from coordination.errors import EntryNotFound
from coordination.incident.command.capability import IncidentCommand
from coordination.incident.command.order import order_at
from coordination.incident.people.capability import Person
from coordination.room.access import RoomGrant
from coordination.room.capability import Alert, RoomObject
from coordination.room.models import LogEntry
from coordination.room.reading.history import history_at
from coordination.room.reading.state import RoomState, state_now
from coordination.room.registry import event_rules, object_classes
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import IncidentType

# A brief is one page; the log holds the rest.
MAX_FACTS, MAX_ITEMS = 24, 20
# What is on the map is known by where it is, and a brief names the objects that are put there.
ON_THE_MAP = frozenset({"marker_placed", "shape_drawn"})
OF_COMMAND = frozenset({"command_claimed", "command_accepted", "locked_rooms_opened"})
BY_RADIO = frozenset({"call_relayed"})


@dataclass(frozen=True, slots=True)
class Holder:
    """A person in command."""

    name: str
    agency: str
    role: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Force:
    """The people of one agency in the room, counted by their status; "" where they have said none."""

    agency: str
    kind: str
    people: int
    statuses: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Brief:
    """Everything on the page; objects of other capabilities by their key in the state, as the log holds them.

    `past_at`: of a brief as of an entry, when the newest one up to there was written that the reader may read.
    """

    holders: tuple[Holder, ...]
    vacant_since: datetime | None
    forces: tuple[Force, ...]
    facts: tuple[JsonObject, ...]
    is_whole: bool
    state: RoomState
    past_at: datetime | None = None

    def objects(self, key: str) -> list[RoomObject]:
        """Return the objects of a kind, the first MAX_ITEMS."""
        return list(self.state.of(object_classes()[key]).values())[:MAX_ITEMS]


def may_read_brief(grant: RoomGrant, at: datetime) -> bool:
    """Tell whether the reader is in the room with a command role, or may be in command. At most three queries."""
    if grant.participant is None:
        return False
    incident = grant.incident
    order = order_at(incident.site, incident_type=IncidentType(incident.incident_type), at=at)
    return grant.may_command() or order.claimant(grant.participant) is not None


def brief_of(grant: RoomGrant, seq: int | None = None) -> Brief:
    """Return the brief of a room as its reader may know it now, or as they knew it after an entry. Two queries.

    Raises: EntryNotFound: there is no such entry.
    """
    if seq is not None and not 1 <= seq <= grant.room.head_seq:
        raise EntryNotFound
    if seq is None:
        state, at = state_now(grant.room, audiences=grant.audiences), None
    else:
        history = history_at(grant.room, audiences=grant.audiences, seq=seq)
        state, at = history.as_state(), history.at
    people = state.of(Person)
    held = next(iter(state.of(IncidentCommand).values()), IncidentCommand())
    facts = _newest_facts(grant, state.seq)
    vacant = datetime.fromisoformat(held.vacant_since) if held.vacant_since else grant.incident.opened_at
    return Brief(
        holders=tuple(
            Holder(person.name, person.agency, person.role, datetime.fromisoformat(since))
            for one, since in sorted(held.commanders.items(), key=lambda one: one[1])
            if (person := people.get(one)) is not None
        ),
        vacant_since=None if held.commanders else vacant,
        forces=_count_forces(people.values()),
        facts=tuple(reversed(facts[:MAX_FACTS])),
        is_whole=len(facts) <= MAX_FACTS,
        state=state,
        past_at=at,
    )


def _newest_facts(grant: RoomGrant, up_to: int) -> list[JsonObject]:
    """Return the newest facts up to an entry, newest first, one more than are shown: what told people, and more."""
    words = {word for word, rule in event_rules().items() if isinstance(rule.alert, Alert)}
    words |= ON_THE_MAP | OF_COMMAND | BY_RADIO
    rows = LogEntry.objects.filter(room=grant.room, event_type__in=words, audience__in=list(grant.audiences))
    rows = rows.filter(seq__lte=up_to)
    return [json.loads(text) for text in rows.order_by("-seq").values_list("content", flat=True)[: MAX_FACTS + 1]]


def _count_forces(people: Collection[Person]) -> tuple[Force, ...]:
    here = [one for one in people if one.presence == "in_room"]
    agencies = sorted({(one.agency, one.agency_kind) for one in here})
    found = []
    for agency, kind in agencies:
        own = [one for one in here if one.agency == agency]
        statuses = Counter("" if one.status is None else one.status.value for one in own)
        found.append(Force(agency, kind, len(own), tuple(sorted(statuses.items()))))
    return tuple(found)
