"""Read back to whoever pressed: what was recorded, what was said, to whom, and what else stands there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from coordination.incident.panic.capability import PanicAlert, PanicPlace
from coordination.incident.panic.models import PanicPress
from coordination.incident.panic.standing import StandingPress, place_key, standing_presses
from coordination.incident.panic.standing_queries import alerts_in
from coordination.room.alerting.alert_board import Told, told_by_newest


@dataclass(frozen=True, slots=True)
class PressBeside:
    """Another press that stands in the same room: who calls 9-1-1 says it, too."""

    words: str
    words_in: dict[str, str]
    dispatch_text: str
    dispatch_text_in: dict[str, str]


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
    beside: list[PressBeside]
    told: Told


def panic_receipt(room_id: UUID, *, seq: int, is_repeat: bool, at: datetime) -> PanicReceipt:
    """Return the receipt of a press that was just accepted. A press that told nobody shows whom the last one told."""
    press = PanicPress.objects.select_related("room__incident").get(room_id=room_id, seq=seq)
    alerts, all_clear = alerts_in(room_id)
    alert = alerts[str(press.id)]
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
        beside=_beside(alert, standing_presses(alerts, all_clear)),
        told=told,
    )


def _beside(alert: PanicAlert, standing: list[StandingPress]) -> list[PressBeside]:
    """Return what stands besides a press and those of its kind from the same place, the worst first."""
    mine = (alert.kind, place_key(alert.place))
    others = [one.newest for one in standing if (one.kind, place_key(one.newest.place)) != mine]
    return [PressBeside(one.words, one.words_in, one.dispatch_text, one.dispatch_text_in) for one in others]
