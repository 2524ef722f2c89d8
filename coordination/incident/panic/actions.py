"""Press the alarm, say what became of a press, and give the all clear, which takes two people."""

from coordination.errors import (
    AlarmOpen,
    AllClearProposedAlready,
    AnotherPersonNeeded,
    CommandNeeded,
    NoAllClearProposed,
    NoOpenPanic,
    NotAllowed,
    PanicCancelledAlready,
    PanicConfirmedAlready,
    PanicNotFound,
)
from coordination.incident.command.holding import check_in_command, command_of
from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.panic.capability import (
    AllClear,
    AllClearGiven,
    AllClearProposed,
    CancelPanic,
    ConfirmAllClear,
    ConfirmPanic,
    JudgeThreats,
    PanicAlert,
    PanicCancelled,
    PanicConfirmed,
    PanicPlace,
    ProposeAllClear,
    RaisePanic,
    ThreatJudgment,
    ThreatsJudged,
)
from coordination.incident.panic.models import PanicAlarm
from coordination.incident.panic.pressing.presses import OWN_PAGE, press_alarm
from coordination.incident.panic.standing import NoThreatsToJudge, ThreatsJudgedAlready, threats_in, verdict_on
from coordination.incident.panic.telling import place_of_press_in_words, presses_beside, told_of_press
from coordination.incident.response_actions.actions import refuse_during_lockdown
from coordination.incident.response_actions.hiding import end_silence
from coordination.room.access import Asker
from coordination.room.dispatch import Accepted
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_change, patch_to_create
from mou.vocabulary import AgencyKind

__all__ = ["place_of_press_in_words", "presses_beside", "told_of_press"]


def raise_panic(*, asker: Asker, command: RaisePanic) -> Accepted:
    """Press from one's own page. Raises: as press()."""
    return press_alarm(asker=asker, command=command, origin=OWN_PAGE)


def cancel_panic(*, context: CommandContext, command: CancelPanic) -> None:
    """Say that a press was not meant: one's own, or anybody's for command. The alarm stays until the all clear.

    A cancelled alert is still followed up: the person who cancels may be made to.
    Raises: PanicNotFound, PanicCancelledAlready, NotAllowed.
    """
    alert = _find_alert(context, command)
    if alert.pressed_by != context.participant.pk and not context.grant.may_command():
        raise NotAllowed("Only command may cancel what another person pressed.", pointer="/panic_id")
    patch = patch_to_change(
        PanicAlert, command.panic_id, cancelled_by=context.participant.id, cancelled_at=context.at_text
    )
    context.append(PanicCancelled(panic_id=command.panic_id, reason=command.reason), patch=patch)


def confirm_panic(*, context: CommandContext, command: ConfirmPanic) -> None:
    """Confirm a press as an administrator of the school or district.

    Raises: PanicNotFound, PanicCancelledAlready, PanicConfirmedAlready, NotAllowed.
    """
    # 19 TAC 61.1031.
    if not context.grant.administers_site():
        raise NotAllowed("Only administrators of the school or district confirm an alarm.")
    alert = _find_alert(context, command)
    if alert.confirmed_at is not None:
        raise PanicConfirmedAlready(pointer="/panic_id")
    patch = patch_to_change(
        PanicAlert, command.panic_id, confirmed_by=context.participant.id, confirmed_at=context.at_text
    )
    context.append(PanicConfirmed(panic_id=command.panic_id), patch=patch)


def _find_alert(context: CommandContext, command: CancelPanic | ConfirmPanic) -> PanicAlert:
    alert = context.objects.get(PanicAlert, command.panic_id)
    if alert is None:
        raise PanicNotFound(pointer="/panic_id")
    if alert.cancelled_at is not None:
        raise PanicCancelledAlready(pointer="/panic_id")
    return alert


def judge_threats(*, context: CommandContext, command: JudgeThreats) -> None:
    """Say whether active threats from several places are one; a later word replaces it.

    Raises: NotInCommand, NoThreatsToJudge, ThreatsJudgedAlready.
    """
    # While no one commands, dispatch hears all callers and no one else does.
    if command_of(context).commanders or context.participant.agency_kind != AgencyKind.DISPATCH:
        check_in_command(context)
    alerts, judgments = dict(context.objects.all(PanicAlert)), dict(context.objects.all(ThreatJudgment))
    threats = threats_in(alerts, dict(context.objects.all(AllClear)))
    if len(threats) < 2:
        raise NoThreatsToJudge
    if verdict_on(threats, alerts, judgments) is command.verdict:
        raise ThreatsJudgedAlready(pointer="/verdict")
    incident_id = context.incident.pk
    fields: dict[str, object] = {
        "verdict": command.verdict,
        "panic_ids": [one for one, alert in alerts.items() if any(alert in of.alerts for of in threats)],
        "judged_by": context.participant.id,
        "judged_at": context.at_text,
    }
    make = patch_to_change if judgments else patch_to_create
    said = ThreatsJudged(
        incident_id=incident_id,
        verdict=command.verdict,
        places=tuple(_name_of(one.newest.place) for one in threats),
    )
    context.append(said, patch=make(ThreatJudgment, incident_id, **fields))


def _name_of(place: PanicPlace) -> str:
    """Return the smallest name that is known: a log is in no reader's language."""
    return place.room or place.level or place.building or place.site


def propose_all_clear(*, context: CommandContext, command: ProposeAllClear) -> None:
    """Propose to end the alarm; only what a second person could confirm now.

    Raises: NoOpenPanic, LockdownInForce, AllClearProposedAlready, CommandNeeded: command is vacant.
    """
    _alarm_to_end(context)
    if _find_proposal(context) is not None:
        raise AllClearProposedAlready
    if not command_of(context).commanders:
        raise CommandNeeded("No one is in command. Who commands takes command first; then it is proposed.")
    incident_id = context.incident.pk
    patch = patch_to_create(
        AllClear,
        incident_id,
        reason=command.reason,
        proposed_by=context.participant.id,
        proposed_at=context.at_text,
    )
    context.append(AllClearProposed(incident_id=incident_id), patch=patch)


def confirm_all_clear(*, context: CommandContext, command: ConfirmAllClear) -> None:
    """End the alarm that another person proposed to end; one of the two is in command.

    Raises: NoOpenPanic, LockdownInForce, NoAllClearProposed, AnotherPersonNeeded, CommandNeeded.
    """
    alarm = _alarm_to_end(context)
    proposal = _find_proposal(context)
    if proposal is None:
        raise NoAllClearProposed
    if proposal.proposed_by == context.participant.pk:
        raise AnotherPersonNeeded
    two = {str(proposal.proposed_by), str(context.participant.pk)}
    if two.isdisjoint(command_of(context).commanders):
        raise CommandNeeded
    PanicAlarm.objects.filter(pk=alarm.pk).update(ended_at=context.at)
    end_silence(context.room, at=context.at)
    incident_id = context.incident.pk
    patch = patch_to_change(AllClear, incident_id, given_by=context.participant.id, given_at=context.at_text)
    context.append(AllClearGiven(incident_id=incident_id), patch=patch)


def refuse_while_alarm_is_open(*, context: CommandContext, command: CloseIncident) -> None:
    """Keep an incident open until its alarm has got the all clear; an everyday one ends with it. Raises: AlarmOpen."""
    alarm = _open_alarm(context)
    if alarm is not None and not alarm.is_everyday:
        raise AlarmOpen


def _alarm_to_end(context: CommandContext) -> PanicAlarm:
    """Return the alarm that an all clear ends: who proposes one asks the same as who confirms it.

    Raises: NoOpenPanic, LockdownInForce.
    """
    alarm = _open_alarm(context)
    if alarm is None:
        raise NoOpenPanic
    refuse_during_lockdown(context)
    return alarm


def _find_proposal(context: CommandContext) -> AllClear | None:
    return context.objects.get(AllClear, context.incident.pk)


def _open_alarm(context: CommandContext) -> PanicAlarm | None:
    """Return the room's alarm until it has got the all clear.

    An alarm that only grew too old for further presses is still open here: it has not got the all clear yet.
    """
    proposal = _find_proposal(context)
    if proposal is not None and proposal.given_at is not None:
        return None
    return PanicAlarm.objects.filter(room=context.room).first()
