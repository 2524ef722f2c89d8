"""Read a room's panic alarm and flash messages from the tables, as replaying the log gives them (promise 9)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from coordination.models import Flash, FlashAcknowledgement, PanicAlarm, PanicPress, Room
from coordination.replay import FlashState, PanicState, StandDownState
from coordination.vocabulary import Audience, PanicKind, PressSource
from coordination.wire.events import PanicPlace
from coordination.wire.frames import time_text


def panic_states(room: Room) -> tuple[PanicState, ...]:
    """Return every press of the room, by id. One query."""
    presses = PanicPress.objects.filter(room=room)
    return tuple(sorted((_panic_state(one) for one in presses), key=lambda one: str(one.panic_id)))


def stand_down_state(room: Room) -> StandDownState | None:
    """Return the proposal to stand down, or the end of the alarm. One query."""
    alarm = PanicAlarm.objects.filter(room=room, proposed_by__isnull=False).first()
    if alarm is None or alarm.proposed_by_id is None or alarm.proposed_at is None:
        return None
    return StandDownState(
        proposed_by=alarm.proposed_by_id,
        proposed_at=time_text(alarm.proposed_at),
        reason=alarm.proposed_reason,
        stood_down_by=alarm.stood_down_by_id,
        stood_down_at=_optional(alarm.stood_down_at),
    )


def flash_states(room: Room, *, audiences: Iterable[str]) -> tuple[FlashState, ...]:
    """Return the flash messages of these audiences, by id, with who acknowledged. Two queries."""
    flashes = list(Flash.objects.filter(room=room, audience__in=list(audiences)))
    who: defaultdict[int, list[UUID]] = defaultdict(list)
    acknowledgements = FlashAcknowledgement.objects.filter(flash__in=flashes) if flashes else ()
    for one in acknowledgements:
        who[one.flash_id].append(one.participant_id)
    states = (
        FlashState(
            flash_id=one.flash_id,
            text=one.text,
            audience=Audience(one.audience),
            seq=one.seq,
            posted_by=one.posted_by_id,
            posted_at=time_text(one.posted_at),
            acknowledged_by=tuple(sorted(who[one.pk], key=str)),
        )
        for one in flashes
    )
    return tuple(sorted(states, key=lambda one: str(one.flash_id)))


def _panic_state(row: PanicPress) -> PanicState:
    return PanicState(
        panic_id=row.id,
        kind=PanicKind(row.kind),
        source=PressSource(row.source),
        button=row.button or None,
        place=PanicPlace.model_validate(row.place),
        note=row.note or None,
        words=row.words,
        dispatch_text=row.dispatch_text,
        confirmation_required=row.confirmation_required,
        pressed_by=row.pressed_by_id,
        pressed_at=time_text(row.pressed_at),
        confirmed_by=row.confirmed_by_id,
        confirmed_at=_optional(row.confirmed_at),
        cancelled_by=row.cancelled_by_id,
        cancelled_at=_optional(row.cancelled_at),
    )


def _optional(at: datetime | None) -> str | None:
    return time_text(at) if at else None
