"""Read back to the presser: what was recorded, what was said, to whom, and what else stands there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat

from coordination.errors import PanicNotFound
from coordination.incident.panic.capability import PanicAlert, PanicPlace
from coordination.incident.panic.models import PanicPress
from coordination.incident.panic.standing import StandingPress, place_key, standing_presses
from coordination.incident.panic.standing_queries import alerts_in
from coordination.incident.panic.tiers import calls_of, tier_of
from coordination.room.alerting.alert_board import Told, told_of
from coordination.room.alerting.recipients import keys_of_room
from coordination.room.models import Room
from coordination.room.reading.state import object_now
from coordination.vocabulary import PanicKind
from push.ledger.queries import tells_somebody


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
    """Return the receipt of a press that was just accepted. A press without an alert shows whom the last alert told."""
    press = PanicPress.objects.select_related("room__incident__site").get(room_id=room_id, seq=seq)
    alerts, all_clear = alerts_in(room_id)
    alert = alerts[str(press.id)]
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
        beside=_presses_beside(alert, standing_presses(alerts, all_clear)),
        told=_how_far_told(press, alert.kind, at),
    )


def _presses_beside(alert: PanicAlert, standing: list[StandingPress]) -> list[PressBeside]:
    """Return what stands besides a press and those of its kind from the same place, the worst first."""
    mine = (alert.kind, place_key(alert.place))
    others = [one.newest for one in standing if (one.kind, place_key(one.newest.place)) != mine]
    return [PressBeside(one.words, one.words_in, one.dispatch_text, one.dispatch_text_in) for one in others]


def told_now(room: Room, *, panic_id: UUID, user_id: int, at: datetime) -> Told:
    """Return how far one's own press has come by now. Raises: PanicNotFound: none here, or another person's."""
    presses = PanicPress.objects.select_related("room__incident__site")
    press = presses.filter(room=room, pk=panic_id, pressed_by__user_id=user_id).first()
    if press is None:
        raise PanicNotFound
    return _how_far_told(press, object_now(room, PanicAlert, press.id).kind, at)


def _how_far_told(press: PanicPress, kind: PanicKind, at: datetime) -> Told:
    """Return how far the newest press came, up to this one, that told anybody: only one from a new place tells again.

    Five queries, however many have pressed.
    """
    key = Concat(Value(keys_of_room(press.room_id)), Cast("seq", CharField()))
    telling = PanicPress.objects.filter(room_id=press.room_id, seq__lte=press.seq).annotate(key=key)
    newest = telling.filter(tells_somebody("key")).order_by("-seq").values_list("seq", flat=True).first()
    incident = press.room.incident
    # In an exercise only its own people are told, and no agency is to be called by telephone.
    calls = [] if incident.is_exercise else calls_of(tier_of(incident.site.district_id, kind))
    return told_of(press.room_id, seq=newest, calls=calls, at=at)
