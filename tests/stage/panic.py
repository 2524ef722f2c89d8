"""What the panic tests share: presses, and who was told of them."""

from datetime import datetime
from uuid import UUID, uuid4

from coordination.actions.dispatch import Accepted, execute
from coordination.models import Incident, LogEntry, Room, User
from coordination.wire import commands
from coordination.wire.events import PanicPressed
from coordination.wire.upcast import content_from_stored
from mapping.models import Site
from push.models import Recipient
from tests.factories.cast import asks
from tests.factories.mou import NOW


def press(
    user: User,
    site: Site,
    *,
    at: datetime = NOW,
    command_id: UUID | None = None,
    is_exercise: bool = False,
    **fields: object,
) -> Accepted:
    """Let a person press the panic alarm."""
    command = commands.RaisePanic.model_validate(
        {"id": command_id or uuid4(), "type": "raise_panic", "site_id": site.id, "is_exercise": is_exercise, **fields}
    )
    return execute(asker=asks(user, at=at), room_id=None, command=command)


def run(user: User, room_id: UUID, command_type: str, *, at: datetime = NOW, **fields: object) -> Accepted:
    """Carry out a command in a room."""
    command = commands.command_adapter.validate_python({"id": uuid4(), "type": command_type, **fields})
    return execute(asker=asks(user, at=at), room_id=room_id, command=command)


def pressed(accepted: Accepted) -> PanicPressed:
    """Return what a press's entry says."""
    assert accepted.seq is not None
    entry = LogEntry.objects.get(room_id=accepted.room_id, seq=accepted.seq)
    event = content_from_stored(entry.content).event
    assert isinstance(event, PanicPressed)
    return event


def incident_of(accepted: Accepted) -> Incident:
    """Return the incident that a press opened or joined."""
    return Incident.objects.get(room=accepted.room_id)


def room_of(accepted: Accepted) -> Room:
    return Room.objects.select_related("incident__site").get(pk=accepted.room_id)


def told(accepted: Accepted) -> set[str]:
    """Return the names of everybody who was to be told of an entry."""
    people = Recipient.objects.filter(source_key=f"room:{accepted.room_id}:{accepted.seq}", is_supervisor=False)
    return set(people.values_list("user__username", flat=True))
