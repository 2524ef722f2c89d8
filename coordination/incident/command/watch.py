"""Look at open incidents without a request: end the command of people whose access ended, and report a vacancy.

A look is one query, and one more for each room that has a commander or was reopened. Where something is due,
each room is locked and looked at again, so that two processes that look at once write one entry.
"""

from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery, Value

from coordination.incident.command.actions import lapse
from coordination.incident.command.capability import CommandMissing, IncidentCommand
from coordination.incident.lifecycle.queries import IS_OPEN
from coordination.room.access import RoomGrant, locked_rooms, present_in
from coordination.room.audiences import audiences_of
from coordination.room.entry.entries import SERVER
from coordination.room.log import CommandContext
from coordination.room.models import Incident, LogEntry, Participant, Room, RoomObject
from coordination.room.objects import patch_to_change, patch_to_create
from coordination.room.wire.frames import time_text
from coordination.vocabulary import CommandEnd, IncidentStatus

# Entries that the server writes have a command id that follows from what they say: the same one is written once.
SERVER_COMMANDS = UUID("0b2c5a56-3a53-5f0e-9d36-6d2f0e9d7f11")
# How long a process rests at the most. For so long it may go unnoticed that a commander is gone, where no socket of
# the room is open in this process. One that hears that access has moved looks at once.
REST_S = 10.0
# So many rooms at the most are left out of the question: it is asked every few seconds.
SETTLED_MAX = 20
# Told already, or nothing to tell.
AT_NO_TIME = datetime.max.replace(tzinfo=UTC)


class CommandWatch:
    """What one process remembers between its looks."""

    def __init__(self, *, everyday: Q | None = None) -> None:
        """`everyday`: the rooms whose vacant command is not reported; without it, there are none."""
        self.rest_s = 0.0
        self._everyday = everyday
        # By room, the head at which the clock had nothing more to bring.
        self._settled: dict[UUID, int] = {}

    def look(self, at: datetime) -> int:
        """Write what is due now and return how many entries that was; note how long there is to rest."""
        self.rest_s = 0.0  # a look that fails is due again
        rooms = [(room, _held_in(room)) for room in self._open_rooms()]
        found = [(room, held, _missing_at(room, held)) for room, held in rooms]
        due = [room for room, held, missing_at in found if missing_at <= at or _has_left(room, held, at)]
        waits_s = [(missing_at - at).total_seconds() for room, _held, missing_at in found if room not in due]
        self.rest_s = min([REST_S, *waits_s])
        settled = [room for room, held, missing_at in found if not held.commanders and missing_at == AT_NO_TIME]
        self._settled = {room.pk: room.head_seq for room in settled[:SETTLED_MAX]}
        return sum(self._write(one.pk, at) for one in due)

    def unsettled(self) -> QuerySet[Room]:
        """Return the open rooms that have to be looked at.

        Without a commander, and with the vacancy told or never told, only a new entry changes anything.
        """
        settled = [Q(pk=room_id, head_seq=head) for room_id, head in self._settled.items()]
        rooms = Room.objects.filter(incident__in=Incident.objects.filter(IS_OPEN))
        return rooms.exclude(reduce(or_, settled)) if settled else rooms

    def _open_rooms(self) -> QuerySet[Room]:
        held = RoomObject.objects.filter(
            room=OuterRef("pk"), state_key=IncidentCommand.state_key, value__isnull=False
        ).values("value")[:1]
        is_everyday = Value(value=False) if self._everyday is None else self._everyday
        open_ones = Room.objects.filter(incident__in=Incident.objects.filter(IS_OPEN))
        return open_ones.select_related("incident__site").annotate(
            held=Subquery(held), is_everyday=ExpressionWrapper(is_everyday, output_field=BooleanField())
        )

    def _write(self, room_id: UUID, at: datetime) -> int:
        """Write what is due in one room, in a transaction of its own that holds its row."""
        with transaction.atomic(durable=True):
            room = locked_rooms([room_id])[room_id]
            if not IncidentStatus(room.incident.status).is_open:
                return 0
            contexts = _lapse_commands(room, _held_in(self._open_rooms().get(pk=room.pk)), at)
            seen = self._open_rooms().get(pk=room.pk)
            if _missing_at(seen, _held_in(seen)) <= at:
                contexts.append(_tell_of_gap(room, _held_in(seen), at))
        return len(contexts)


def _held_in(room: Room) -> IncidentCommand:
    held: str | None = getattr(room, "held", None)
    return IncidentCommand.model_validate_json(held) if held else IncidentCommand()


def _has_left(room: Room, held: IncidentCommand, at: datetime) -> bool:
    return bool(_list_gone(room, held, at))


def _list_gone(room: Room, held: IncidentCommand, at: datetime) -> list[UUID]:
    """Return who is in command and may not be in the room any more, first those whose command is older."""
    if not held.commanders:
        return []
    here = {str(one.pk) for one in present_in(room.pk, incident=room.incident, at=at)}
    return [UUID(one) for one, _since in sorted(held.commanders.items(), key=lambda one: one[1]) if one not in here]


def _missing_at(room: Room, held: IncidentCommand) -> datetime:
    """Return when a vacancy of command is to be reported: only in a real incident that calls responders."""
    if room.incident.is_exercise or held.commanders or getattr(room, "is_everyday", False):
        return AT_NO_TIME
    since = gap_begins(room, held)
    is_told = held.alarmed_at is not None and datetime.fromisoformat(held.alarmed_at) >= since
    return AT_NO_TIME if is_told else since + timedelta(seconds=settings.COMMAND_ALARM_S)


def gap_begins(room: Room, held: IncidentCommand) -> datetime:
    """Return since when command is vacant; in an incident that was reopened, at the earliest since then."""
    since = datetime.fromisoformat(held.vacant_since) if held.vacant_since else room.incident.opened_at
    if room.incident.status != IncidentStatus.REOPENED:
        return since
    entries = LogEntry.objects.filter(room=room, event_type="incident_reopened").order_by("-seq")
    return max(since, entries.values_list("at", flat=True)[0])


def _lapse_commands(room: Room, held: IncidentCommand, at: datetime) -> list[CommandContext]:
    written = []
    for one in Participant.objects.filter(pk__in=_list_gone(room, held, at)).order_by("pk"):
        context = _context_of_server(room, one, at, said=f"lapse {one.pk} {held.commanders[str(one.pk)]}")
        lapse(context, one, cause=CommandEnd.ACCESS_ENDED)
        context.finish()
        written.append(context)
    return written


def _tell_of_gap(room: Room, held: IncidentCommand, at: datetime) -> CommandContext:
    since = time_text(gap_begins(room, held))
    opener = Participant.objects.get(room=room, user=room.incident.opened_by_id)
    context = _context_of_server(room, opener, at, said=f"missing {since}")
    incident_id = room.incident_id
    fields = {"alarmed_at": context.at_text}
    if context.objects.record(IncidentCommand, incident_id) is None:
        patch = patch_to_create(IncidentCommand, incident_id, vacant_since=since, **fields)
    else:
        patch = patch_to_change(IncidentCommand, incident_id, **fields)
    context.append(CommandMissing(incident_id=incident_id, since=since), patch=patch)
    context.finish()
    return context


def _context_of_server(room: Room, one: Participant, at: datetime, *, said: str) -> CommandContext:
    """Return the context of what the server writes: an entry needs a participant's row, and says whose words it is."""
    grant = RoomGrant(room, room.incident, (), one, audiences_of(one, room.incident.site))
    command_id = uuid5(SERVER_COMMANDS, f"{room.pk} {said}")
    return CommandContext.uncommanded(grant, command_id=command_id, at=at, author=SERVER)
