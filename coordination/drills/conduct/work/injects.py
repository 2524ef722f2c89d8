"""Injects come into play: when their time has come, or by a controller's hand. Each once, whatever stops in between.

The row of its run, the entry in the room and the alert are one transaction, which holds the room: of two servers that
look at once, the second finds the row. After the real-world word the play is not running, and nothing comes.
"""

import logging
from datetime import datetime
from uuid import UUID, uuid5

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet

from coordination.drills.conduct.access import exercise_to_conduct
from coordination.drills.conduct.errors import ConductLacks, InjectNotFound, InjectRefused
from coordination.drills.conduct.models import InjectRun
from coordination.drills.conduct.rules.clock import exercise_seconds, reached_at
from coordination.drills.conduct.rules.offers import BY_HAND, IS_SAID, NOT_RUNNING, why_not
from coordination.drills.conduct.vocabulary import InjectAct, InjectState, ToldByHand
from coordination.drills.conduct.work.playing import hand_needed, play_of, seen_inject
from coordination.drills.conduct.work.room_writing import context_in, locked_room, segments_of
from coordination.drills.exercises.models import Exercise, Inject
from coordination.drills.exercises.vocabulary import DISCUSSIONS, ExerciseState, InjectDelivery
from coordination.incident.exercise_play.actions import bring_in, phase_of
from coordination.incident.exercise_play.capability import PlayPhase
from coordination.room.models import Room
from mou.foundation.labelled import Reason
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.shown_text import without_hidden

logger = logging.getLogger(__name__)
NAMESPACE = UUID("8b0b3f0c-2c6d-5b0e-8f63-0d1c7a4e5f92")
# So many come in one transaction; a server that was away brings the others with its next look.
MOST_AT_ONCE = 50
# Less is not late: the look is once in a second.
LATE_FROM_S = 5
MOST_WORDS_CHARS = 400


# --- when their time has come -----------------------------------------------------------------------------------------
def led_by_the_clock() -> QuerySet[Exercise]:
    """Return exercises that run and whose injects come by themselves. Discussions are led by hand."""
    by_hand = [one.value for one in DISCUSSIONS]
    return Exercise.objects.filter(state=ExerciseState.RUNNING.value).exclude(kind__in=by_hand)


def deliver_due(at: datetime) -> int:
    """Bring in what is due in every exercise that runs; return how many injects that were. Durable, for each its own.

    What fails in one exercise is logged and keeps no other from going on.
    Raises: DatabaseError: there is no database to ask for any of them.
    """
    done = 0
    for exercise_id in led_by_the_clock().order_by("id").values_list("pk", flat=True):
        try:
            done += _deliver_due_in(exercise_id, at)
        except DatabaseError:
            raise
        except Exception:
            # Such as an exercise whose room is no longer kept.
            logger.exception("what is due in exercise %s did not come", exercise_id)
    return done


def _deliver_due_in(exercise_id: UUID, at: datetime) -> int:
    seen = Exercise.objects.filter(pk=exercise_id).first()
    if seen is None or not _list_due(seen, at).exists():
        return 0
    with transaction.atomic(durable=True):
        room = locked_room(seen)
        exercise = Exercise.objects.select_for_update().get(pk=exercise_id)
        if exercise.state != ExerciseState.RUNNING.value:
            return 0
        due = list(_list_due(exercise, at)[:MOST_AT_ONCE])
        for inject in due:
            _bring_inject_in(room, exercise, inject, actor_id=None, at=at)
    return len(due)


def _list_due(exercise: Exercise, at: datetime) -> QuerySet[Inject]:
    """Return what waits and whose time has come, in the order in which it was planned."""
    now_s = exercise_seconds(segments_of(exercise), at)
    waits = Q(run__isnull=True) | Q(run__state=InjectState.WAITING.value)
    rows = Inject.objects.filter(waits, exercise=exercise, offset_s__isnull=False, offset_s__lte=now_s)
    return rows.select_related("to_agency").order_by("offset_s", "number")


# --- by hand ----------------------------------------------------------------------------------------------------------
def act_on_inject(
    *, actor_id: int, exercise_id: UUID, inject_id: UUID, act: InjectAct, words: str = "", at: datetime
) -> InjectRun:
    """Do something with an inject as director or controller; return what became of it. Durable; holds the room.

    Raises: ExerciseNotFound, ExerciseNotAllowed, InjectNotFound, InjectRefused, ConductLacks, ConductStepRefused.
    """
    words = _clean_words(words, act)
    with transaction.atomic(durable=True):
        seen = exercise_to_conduct(user_id=actor_id, exercise_id=exercise_id, at=at)
        room = locked_room(seen)
        # Again behind the lock: a role may have been taken while it was waited for.
        exercise_to_conduct(user_id=actor_id, exercise_id=exercise_id, at=at)
        exercise = Exercise.objects.select_for_update().get(pk=exercise_id)
        inject = Inject.objects.filter(exercise=exercise, pk=inject_id).select_related("to_agency").first()
        if inject is None:
            raise InjectNotFound
        run = InjectRun.objects.filter(inject=inject).first()
        _check_may_act(exercise, inject, run, act, at)
        match act:
            case InjectAct.FIRE:
                return _bring_inject_in(room, exercise, inject, actor_id=actor_id, at=at)
            case InjectAct.RELEASE:
                state = InjectState.WAITING
            case InjectAct.HOLD:
                state = InjectState.HELD
            case InjectAct.SKIP:
                state = InjectState.SKIPPED
            case InjectAct.MARK_DELIVERED:
                state = InjectState.DELIVERED
        return _write_run(exercise, inject, state, actor_id=actor_id, at=at, words=words)


def _clean_words(words: str, act: InjectAct) -> str:
    words = without_hidden(" ".join(words.split()))
    if len(words) > MOST_WORDS_CHARS:
        raise ConductLacks(Reason(_("At most 400 characters.")), pointer="/words")
    if act is InjectAct.SKIP and not words:
        raise ConductLacks(Reason(_("Say why it is skipped.")), pointer="/words")
    return words


def _check_may_act(exercise: Exercise, inject: Inject, run: InjectRun | None, act: InjectAct, at: datetime) -> None:
    # Why the system cannot bring it in is asked of the room, so only where that matters.
    by_hand = hand_needed(exercise, inject, run, at=at) if act is InjectAct.FIRE else None
    reason = why_not(act, seen_inject(exercise, inject, run, by_hand))
    if reason is not None:
        raise InjectRefused(reason)


# --- writing ----------------------------------------------------------------------------------------------------------
def _bring_inject_in(
    room: Room, exercise: Exercise, inject: Inject, *, actor_id: int | None, at: datetime
) -> InjectRun:
    """Bring an inject in, or let a controller know that they have to. The caller holds room and exercise."""
    late_s = _late_s(exercise, inject, at)
    context = context_in(room, exercise=exercise, actor_id=actor_id, at=at, command_id=uuid5(NAMESPACE, str(inject.pk)))
    if phase_of(context) is not PlayPhase.RUNNING:
        raise InjectRefused(NOT_RUNNING)
    by_system = InjectDelivery(inject.delivery).is_by_system
    planned = play_of(exercise, inject, site=room.incident.site, late_s=late_s, at=at) if by_system else None
    if planned is None or isinstance(planned, ToldByHand):
        why = planned.value if isinstance(planned, ToldByHand) else ""
        if actor_id is not None:
            raise InjectRefused(IS_SAID if not why else BY_HAND[ToldByHand(why)])
        return _write_run(exercise, inject, InjectState.TO_SAY, actor_id=None, at=at, late_s=late_s, told_by_hand=why)
    seq = bring_in(context, planned)
    context.finish()
    return _write_run(exercise, inject, InjectState.DELIVERED, actor_id=actor_id, at=at, late_s=late_s, seq=seq)


def _late_s(exercise: Exercise, inject: Inject, at: datetime) -> int:
    if inject.offset_s is None:
        return 0
    due = reached_at(segments_of(exercise), inject.offset_s)
    late_s = 0 if due is None else int((at - due).total_seconds())
    return late_s if late_s >= LATE_FROM_S else 0


def _write_run(
    exercise: Exercise,
    inject: Inject,
    state: InjectState,
    *,
    actor_id: int | None,
    at: datetime,
    late_s: int = 0,
    seq: int | None = None,
    told_by_hand: str = "",
    words: str = "",
) -> InjectRun:
    fields = {
        "state": state.value,
        "by_id": actor_id,
        "at": at,
        "exercise_s": round(exercise_seconds(segments_of(exercise), at), 3),
        "late_s": late_s,
        "seq": seq,
        "told_by_hand": told_by_hand,
        "words": words,
    }
    run, _is_new = InjectRun.objects.update_or_create(inject=inject, defaults=fields)
    return run
