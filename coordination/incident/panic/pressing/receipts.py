"""Read back to whoever pressed: what was recorded, what was said, and to whom."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.incident.panic.capability import PanicAlert, PanicPlace
from coordination.incident.panic.models import PanicPress
from coordination.room.alerting.alert_board import Told, told_by_newest
from coordination.room.reading.state import object_now


@dataclass(frozen=True, slots=True)
class PanicReceipt:
    """A recorded press."""

    room_id: UUID
    seq: int
    is_repeat: bool
    incident_id: UUID
    panic_id: UUID
    is_exercise: bool
    place: PanicPlace
    words: str
    words_in: dict[str, str]
    dispatch_text: str
    dispatch_text_in: dict[str, str]
    told: Told


def panic_receipt(room_id: UUID, *, seq: int, is_repeat: bool, at: datetime) -> PanicReceipt:
    """Return the receipt of a press that was just accepted. A press that told nobody shows whom the last one told."""
    press = PanicPress.objects.select_related("room__incident").get(room_id=room_id, seq=seq)
    alert = object_now(press.room, PanicAlert, press.id)
    # Only a press from a new place tells people again.
    presses = PanicPress.objects.filter(room_id=room_id, seq__lte=seq).values_list("seq", flat=True)
    told = told_by_newest(room_id, seqs=presses, at=at)
    return PanicReceipt(
        room_id=room_id,
        seq=seq,
        is_repeat=is_repeat,
        incident_id=press.room.incident_id,
        panic_id=press.id,
        is_exercise=press.room.incident.is_exercise,
        place=alert.place,
        words=alert.words,
        words_in=alert.words_in,
        dispatch_text=alert.dispatch_text,
        dispatch_text_in=alert.dispatch_text_in,
        told=told,
    )
