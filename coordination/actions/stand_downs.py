"""What becomes of a press: cancelled, confirmed, and the alarm's end, which takes two people."""

from uuid import UUID

from coordination import incident_log
from coordination.access import COMMAND_ROLES
from coordination.errors import (
    AnotherPersonNeeded,
    CommandNeeded,
    NoOpenPanic,
    NoStandDownProposed,
    NotAllowed,
    PanicCancelledAlready,
    PanicConfirmedAlready,
    PanicNotFound,
    StandDownProposedAlready,
)
from coordination.incident_log import Turn
from coordination.models import PanicAlarm, PanicPress, Participant
from coordination.wire import events
from coordination.wire.commands import CancelPanic, ConfirmPanic, ConfirmStandDown, ProposeStandDown


def cancel_panic(*, turn: Turn, command: CancelPanic) -> None:
    """Say that a press was not meant: one's own, or anybody's for command. The alarm stays until two stand it down.

    A cancelled alert is still followed up: whoever cancels may be made to.
    Raises: PanicNotFound, PanicCancelledAlready, NotAllowed.
    """
    assert turn.grant is not None
    press = _press(turn, command.panic_id)
    if press.cancelled_at is not None:
        raise PanicCancelledAlready(pointer="/panic_id")
    if press.pressed_by_id != turn.participant.pk and not turn.grant.may_command():
        raise NotAllowed("Only command may cancel what somebody else pressed.", pointer="/panic_id")
    PanicPress.objects.filter(pk=press.pk).update(cancelled_by=turn.participant, cancelled_at=turn.at)
    incident_log.append(turn, events.PanicCancelled(panic_id=press.id, reason=command.reason))


def confirm_panic(*, turn: Turn, command: ConfirmPanic) -> None:
    """Confirm a press as an administrator of the school or district.

    Raises: PanicNotFound, PanicCancelledAlready, PanicConfirmedAlready, NotAllowed.
    """
    assert turn.grant is not None
    if not turn.grant.may_confirm_panic():
        raise NotAllowed("Only administrators of the school or district confirm an alarm.")
    press = _press(turn, command.panic_id)
    if press.cancelled_at is not None:
        raise PanicCancelledAlready(pointer="/panic_id")
    if press.confirmed_at is not None:
        raise PanicConfirmedAlready(pointer="/panic_id")
    PanicPress.objects.filter(pk=press.pk).update(confirmed_by=turn.participant, confirmed_at=turn.at)
    incident_log.append(turn, events.PanicConfirmed(panic_id=press.id))


def propose_stand_down(*, turn: Turn, command: ProposeStandDown) -> None:
    """Propose to end the alarm. Raises: NoOpenPanic, StandDownProposedAlready."""
    alarm = _alarm(turn)
    if alarm.proposed_by_id is not None:
        raise StandDownProposedAlready
    PanicAlarm.objects.filter(pk=alarm.pk).update(
        proposed_by=turn.participant, proposed_at=turn.at, proposed_reason=command.reason
    )
    incident_log.append(turn, events.StandDownProposed(reason=command.reason))


def confirm_stand_down(*, turn: Turn, command: ConfirmStandDown) -> None:
    """End the alarm that another person proposed to end; one of the two commands.

    Raises: NoOpenPanic, NoStandDownProposed, AnotherPersonNeeded, CommandNeeded.
    """
    alarm = _alarm(turn)
    if alarm.proposed_by_id is None:
        raise NoStandDownProposed
    if alarm.proposed_by_id == turn.participant.pk:
        raise AnotherPersonNeeded
    roles = Participant.objects.filter(pk__in=(alarm.proposed_by_id, turn.participant.pk)).values_list(
        "role", flat=True
    )
    if not COMMAND_ROLES & set(roles):
        raise CommandNeeded
    PanicAlarm.objects.filter(pk=alarm.pk).update(
        stood_down_by=turn.participant, stood_down_at=turn.at, ended_at=turn.at
    )
    incident_log.append(turn, events.StoodDown(proposed_by=alarm.proposed_by_id))


def _press(turn: Turn, panic_id: UUID) -> PanicPress:
    press = PanicPress.objects.filter(room=turn.room, pk=panic_id).first()
    if press is None:
        raise PanicNotFound(pointer="/panic_id")
    return press


def _alarm(turn: Turn) -> PanicAlarm:
    alarm = PanicAlarm.objects.filter(room=turn.room).first()
    # An alarm that only grew too old for further presses can still be stood down: nobody said yet that it is over.
    if alarm is None or alarm.stood_down_at is not None:
        raise NoOpenPanic
    return alarm
