"""Note that a person has read on a page what is to be done now: they have got that alert."""

import json
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.incident.response_actions.capability import ResponseAction
from coordination.incident.response_actions.errors import ResponseActionNotFound
from coordination.incident.response_actions.queries import directives_now
from coordination.room.alerting.recipients import source_key_of
from coordination.room.models import LogEntry
from coordination.room.objects import created_seqs
from push.ledger.answers import acknowledge_event


def note_read_action(*, user_id: int, room_id: UUID, action_id: UUID, at: datetime) -> None:
    """Answer the alert of an action that holds for a person now, in one durable transaction; no entry in the log.

    It answers one alert: the one that told people of this action, which is the press that began it where one did, and
    else the action's own entry. No other alert of the room: a later press from another place is news, and a medical
    call, a mayday or a message asks for an act. What is answered is settled when the action begins, so that a call
    which comes late answers nothing that came after the reading. Answering twice changes nothing, nor does it where no
    alert asked this person.

    Raises: ResponseActionNotFound: there is none, it is over, or it does not hold for this person.
    """
    held = directives_now(user_id=user_id, at=at)
    if not any((one.room_id, one.action_id) == (room_id, action_id) for one in held):
        raise ResponseActionNotFound
    with transaction.atomic(durable=True):
        for seq in created_seqs(room_id, ResponseAction, object_id=action_id):
            told_by = seq if _tells_people(room_id, seq) else seq - 1
            acknowledge_event(source_key=source_key_of(room_id, told_by), user_id=user_id, at=at)


def _tells_people(room_id: UUID, seq: int) -> bool:
    """Tell whether the entry that began an action tells of it; else the press before it in the same command does."""
    content = LogEntry.objects.values_list("content", flat=True).get(room_id=room_id, seq=seq)
    return bool(json.loads(content)["event"].get("is_told", True))
