"""What the team does with a tip: what each step does beside the state, and answers to the reporter."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.prevention.tips.access import (
    desks_of_team,
    officers_to_tell,
    people_to_tell,
    tip_to_decide_for,
    tips_for,
)
from coordination.prevention.tips.calendars import calendar_of
from coordination.prevention.tips.errors import (
    BadTip,
    TipHasNoReporter,
    TipStepLacks,
    TooManyTipMessages,
)
from coordination.prevention.tips.models import Tip, TipMessage
from coordination.prevention.tips.reporting.intake import clean_text
from coordination.prevention.tips.rules.clocks import due_at
from coordination.prevention.tips.rules.given import TipStepIn
from coordination.prevention.tips.telling import quiet_down, tell_of
from coordination.prevention.tips.vocabulary import (
    TipPriority,
    TipReceiver,
    TipStep,
)
from coordination.prevention.tips.work.receivers import receivers_at

MOST_MESSAGES = 200
QUIETENS = frozenset({TipStep.ACKNOWLEDGE, TipStep.LINK_DUPLICATE, TipStep.MARK_FALSE, TipStep.MARK_TEST})


def apply_tip_step(tip: Tip, given: TipStepIn, actor_id: int, at: datetime) -> None:
    """Apply what a step does beside the state. Raises: TipStepLacks."""
    if (effect := EFFECTS.get(given.step)) is not None:
        effect(tip, given, actor_id, at)
    if given.step in QUIETENS:
        quiet_down(tip, at)


def _triage_tip(tip: Tip, given: TipStepIn, _actor_id: int, _at: datetime) -> None:
    if given.priority is None:
        raise TipStepLacks("Say how urgent it is.", pointer="/priority")
    tip.is_life_threat = given.is_life_threat
    tip.priority = TipPriority.CRITICAL.value if given.is_life_threat else given.priority.value
    tip.due_at = due_at(TipPriority(tip.priority), tip.received_at, calendar_of(tip.desk, tip.school_id))
    tip.overdue_told_at = None


def _send_tip(tip: Tip, _given: TipStepIn, actor_id: int, at: datetime) -> None:
    tip.to_police = TipReceiver.POLICE in receivers_at(tip, at)
    # Stored first: who may read it is asked of the table.
    Tip.objects.filter(pk=tip.pk).update(to_police=tip.to_police, is_life_threat=tip.is_life_threat)
    team, above = people_to_tell(tip.desk, at)
    told = {*team, *(officers_to_tell(tip, at) if tip.to_police else [])} - {actor_id}
    number = tip.acts.filter(step=TipStep.SEND.value).count() + 1
    tell_of(tip, occasion=f"sent-{number}", user_ids=told, then=above)


def _acknowledge_tip(tip: Tip, _given: TipStepIn, _actor_id: int, at: datetime) -> None:
    tip.acknowledged_at = at


def _dispose_of_tip(tip: Tip, given: TipStepIn, _actor_id: int, _at: datetime) -> None:
    if given.disposition is None:
        raise TipStepLacks("Say what was done.", pointer="/disposition")
    tip.disposition = given.disposition.value


def _link_duplicate(tip: Tip, given: TipStepIn, actor_id: int, at: datetime) -> None:
    if given.duplicate_of is None or given.duplicate_of == tip.pk:
        raise TipStepLacks("Name the other tip.", pointer="/duplicate_of")
    other = tips_for(actor_id, at).filter(pk=given.duplicate_of, desk__in=desks_of_team(actor_id, at)).first()
    # A chain would hide where the work is done.
    if other is None or other.duplicate_of_id is not None:
        raise TipStepLacks("Name a tip of yours that is itself no duplicate.", pointer="/duplicate_of")
    tip.duplicate_of = other


def _reopen_tip(tip: Tip, _given: TipStepIn, _actor_id: int, _at: datetime) -> None:
    tip.duplicate_of, tip.disposition, tip.acknowledged_at = None, "", None


EFFECTS = {
    TipStep.TRIAGE: _triage_tip,
    TipStep.SEND: _send_tip,
    TipStep.ACKNOWLEDGE: _acknowledge_tip,
    TipStep.DISPOSE: _dispose_of_tip,
    TipStep.LINK_DUPLICATE: _link_duplicate,
    TipStep.REOPEN: _reopen_tip,
}


def answer_reporter(*, actor_id: int, tip_id: UUID, text: str, at: datetime) -> None:
    """Write to the reporter, who reads it by the receipt code. Durable; locks the tip.

    Raises: TipNotFound, TipsTeamDecides, TipHasNoReporter, BadTip, TooManyTipMessages.
    """
    text = clean_text("message", text)
    if not text:
        raise BadTip("Write something.", pointer="/text")
    with transaction.atomic(durable=True):
        tip = tip_to_decide_for(user_id=actor_id, tip_id=tip_id, at=at)
        if not tip.has_reporter:
            raise TipHasNoReporter
        if tip.messages.count() >= MOST_MESSAGES:
            raise TooManyTipMessages
        TipMessage.objects.create(tip=tip, author_id=actor_id, text=text, at=at.replace(second=0, microsecond=0))
