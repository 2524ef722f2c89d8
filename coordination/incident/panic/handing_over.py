"""Where further presses go when two incidents are one emergency: to the alarm that goes on."""

from coordination.incident.panic.models import PanicAlarm
from coordination.room.models import Room


def may_hand_presses_over(room: Room, *, to: Room) -> bool:
    """Tell whether presses of a room's open alarm would all find the other room's. Without an open alarm they may."""
    mine, theirs = _open_alarm(room), _open_alarm(to)
    if mine is None:
        return True
    # A grave press never joins an everyday alarm: a lockdown must not become part of a child's fall.
    return theirs is not None and (mine.is_everyday or not theirs.is_everyday)


def hand_presses_over(room: Room, *, to: Room) -> None:
    """Let further presses join the other room's alarm. Both rooms' rows are held by the caller."""
    mine, theirs = _open_alarm(room), _open_alarm(to)
    if mine is None or theirs is None or not mine.takes_presses:
        return
    # The old one first: the database lets only one of a site take presses.
    PanicAlarm.objects.filter(pk=mine.pk).update(takes_presses=False)
    if mine.is_everyday == theirs.is_everyday:
        PanicAlarm.objects.filter(pk=theirs.pk).update(takes_presses=True)


def _open_alarm(room: Room) -> PanicAlarm | None:
    return PanicAlarm.objects.filter(room=room, ended_at__isnull=True).first()
