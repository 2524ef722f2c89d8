"""What the panic tests share: presses, and who was told of them."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from coordination.incident.panic.capability import PanicAlert, PanicPressed, RaisePanic
from coordination.models import User
from coordination.room.dispatch import Accepted, execute
from coordination.room.entry.patch import state_from_contents
from coordination.room.models import Incident, LogEntry, Room
from coordination.room.reading.state import state_now
from coordination.room.registry import command_adapter
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import Audience
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
    command = RaisePanic.model_validate(
        {"id": command_id or uuid4(), "type": "raise_panic", "site_id": site.id, "is_exercise": is_exercise, **fields}
    )
    return execute(asker=asks(user, at=at), room_id=None, command=command)


def run(user: User, room_id: UUID, command_type: str, *, at: datetime = NOW, **fields: object) -> Accepted:
    """Carry out a command in a room."""
    command = command_adapter().validate_python({"id": uuid4(), "type": command_type, **fields})
    return execute(asker=asks(user, at=at), room_id=room_id, command=command)


def pressed(accepted: Accepted) -> PanicPressed:
    """Return what a press's entry says has happened."""
    return PanicPressed.model_validate(_content(accepted)["event"])


def alert_of(accepted: Accepted) -> PanicAlert:
    """Return the alert that a press's entry has made."""
    content = _content(accepted)
    return PanicAlert.model_validate(content["patch"]["panic_alerts"][content["event"]["panic_id"]])


def _content(accepted: Accepted) -> Any:
    assert accepted.seq is not None
    return json.loads(LogEntry.objects.get(room_id=accepted.room_id, seq=accepted.seq).content)


def incident_of(accepted: Accepted) -> Incident:
    """Return the incident that a press opened or joined."""
    return Incident.objects.get(room=accepted.room_id)


def room_of(accepted: Accepted) -> Room:
    return Room.objects.select_related("incident__site").get(pk=accepted.room_id)


def told(accepted: Accepted) -> set[str]:
    """Return the names of everybody who was to be told of an entry."""
    people = Recipient.objects.filter(source_key=f"room:{accepted.room_id}:{accepted.seq}", is_supervisor=False)
    return set(people.values_list("user__username", flat=True))


def folded(room: Room, *, audiences: Iterable[Audience] = tuple(Audience)) -> JsonObject:
    """Return what the patches that a reader of these audiences gets come to: all that a client does with the log."""
    rows = LogEntry.objects.filter(room=room, audience__in=list(audiences)).order_by("seq")
    return state_from_contents(json.loads(row.content) for row in rows)


def state_of(room: Room, *, audiences: Iterable[Audience] = tuple(Audience)) -> JsonObject:
    """Return what the tables say that such a reader sees now."""
    state: JsonObject = json.loads(state_now(room, audiences=audiences).as_json())["objects"]
    return state
