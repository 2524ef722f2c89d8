"""Functions of the staff in a room: who holds which, and what is done with them."""

from typing import Any

from coordination.incident.general_staff.actions import id_of_function
from coordination.incident.general_staff.capability import HeldFunction
from coordination.incident.general_staff.vocabulary import StaffFunction
from coordination.room.models import Participant, Room, RoomObject
from push.models import Recipient
from tests.stage.incident.command import People, participant
from tests.stage.incident.panic import run


def staff(people: People, room: Room, who: str, word: str, function: str = "safety", **fields: Any) -> None:
    """Let someone do something with a function; `to` names the person to whom."""
    if (to := fields.pop("to", None)) is not None:
        fields["participant_id"] = participant(people, room, to).pk
    run(
        people.user(who),
        room.pk,
        f"{word}_function" if word != "appoint" else "appoint_to_function",
        function=function,
        **fields,
    )


def function_in(room: Room, function: str, subdivision: str | None = None) -> HeldFunction | None:
    """Return a function as it stands in the room, if it was ever held."""
    object_id = str(id_of_function(room.incident_id, StaffFunction(function), subdivision))
    row = RoomObject.objects.filter(room=room, state_key="staff_functions", object_id=object_id).first()
    return None if row is None else HeldFunction.model_validate_json(row.value or "")


def holder(room: Room, function: str = "safety", subdivision: str | None = None) -> str | None:
    """Return the name of the user who holds a function."""
    held = function_in(room, function, subdivision)
    return None if held is None or held.holder is None else Participant.objects.get(pk=held.holder).user.username


def told(room: Room, seq: int) -> set[str]:
    """Return who is told of an entry."""
    rows = Recipient.objects.filter(source_key=f"room:{room.id}:{seq}")
    return set(rows.values_list("user__username", flat=True))
