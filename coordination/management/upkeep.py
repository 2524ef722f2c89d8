"""What a serving process does beside serving: it seals copies, mails reminders, watches clocks, sweeps up."""

import logging
import threading
from collections.abc import Callable
from time import monotonic

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from coordination.administration.accounts.member_index import index_changed
from coordination.administration.accounts.people_staging import forget as forget_given_up
from coordination.administration.operator.telling import tell_of_operator
from coordination.drills.evaluation.work import keeping as evaluation
from coordination.drills.evaluation.work.photos import sweep_photos
from coordination.drills.improvement.work import keeping as improvement
from coordination.incident.attachments.sweep import sweep_orphans
from coordination.management.memory import give_memory_back
from coordination.management.reminding import remind
from coordination.prevention.cases.work.keeping import seal_and_expunge, tell_due
from coordination.prevention.climate.work import keeping as climate
from coordination.prevention.findings_due import tell_due_findings
from coordination.prevention.social_alerts.work import keeping as social_alerts
from coordination.prevention.support.work import keeping as support
from coordination.prevention.tips.work.overdue import delete_old, tell_overdue
from coordination.records.retention.run import carry_out
from coordination.room.answering.answered import forget_refusals
from coordination.rosters.work.retention import delete_people_who_left
from coordination.rosters.work.staging import clear_given_up
from coordination.rosters.work.uploads import delete_old_uploads
from coordination.sign_in.attempts.guesses import forget_wrong_passwords
from coordination.training.telling import tell_expiring
from coordination.training.work import keeping as training
from mou.papers.sealed_copies import COPY_IS_DUE, seal_waiting

logger = logging.getLogger(__name__)
# Also what another process or the console signed is seen after this; an idle look is two indexed reads.
LOOK_EVERY_S = 60.0
SWEEP_EVERY_S = 3600.0


def start_upkeep() -> threading.Thread:
    """Begin looking, in a thread that ends with the process; what it leaves half done the next look does."""
    thread = threading.Thread(target=_look_for_ever, name="upkeep", daemon=True)
    thread.start()
    return thread


def _look_for_ever() -> None:
    swept_s = -SWEEP_EVERY_S
    while True:
        look_once()
        if monotonic() - swept_s >= SWEEP_EVERY_S:
            swept_s = monotonic()
            sweep_once()
        # Cleared before looking: a signature that comes while copies are drawn rings again.
        COPY_IS_DUE.wait(LOOK_EVERY_S)
        COPY_IS_DUE.clear()


def look_once() -> None:
    """Do what is due now. What fails is logged and due again, and keeps nothing else from being done."""
    close_old_connections()
    try:
        for chore in (
            _seal,
            _remind,
            _forget,
            _index_people,
            _tell_of_operator,
            _tell_overdue_tips,
            _tell_due_cases,
            _tell_due_support,
            _tell_due_findings,
            _tell_due_climate,
            _tell_due_rules,
            _tell_expiring_training,
            _tell_hot_washes,
            _improve_drills,
        ):
            _try(chore)
    finally:
        connection.close()
    give_memory_back()


def sweep_once() -> None:
    """Delete what uploads have left behind, and what is kept no longer. What fails is logged and tried again."""
    close_old_connections()
    try:
        _try(_sweep)
        # Before tips are deleted: what was there is counted.
        _try(_count_tips)
        _try(_delete_old_tips)
        _try(_seal_and_expunge_cases)
        _try(_expunge_support)
        _try(_keep_climate)
        _try(_keep_evaluations)
        _try(_delete_old_alerts)
        _try(_delete_old_rosters)
        _try(_delete_old_training)
        _try(_carry_out_retention)
    finally:
        connection.close()


def _sweep() -> None:
    sweep_orphans(timezone.now())
    forget_refusals(timezone.now())


def _seal() -> None:
    seal_waiting(at=timezone.now())


def _remind() -> None:
    remind(at=timezone.now(), say=logger.info, is_asked_for=False)


def _tell_of_operator() -> None:
    tell_of_operator(timezone.now())


def _tell_overdue_tips() -> None:
    tell_overdue(timezone.now())


def _delete_old_tips() -> None:
    delete_old(timezone.now())


def _tell_due_cases() -> None:
    tell_due(timezone.now())


def _seal_and_expunge_cases() -> None:
    seal_and_expunge(timezone.now())


def _tell_due_support() -> None:
    support.tell_due(timezone.now())


def _tell_due_findings() -> None:
    tell_due_findings(timezone.now())


def _tell_due_climate() -> None:
    climate.tell_due(timezone.now())


def _count_tips() -> None:
    climate.count_tips(timezone.now())


def _tell_hot_washes() -> None:
    evaluation.tell_opened(timezone.now())


def _keep_evaluations() -> None:
    evaluation.close_old(timezone.now())
    sweep_photos(timezone.now())


def _keep_climate() -> None:
    climate.delete_old(timezone.now())


def _expunge_support() -> None:
    support.expunge_old(timezone.now())


def _tell_due_rules() -> None:
    social_alerts.tell_reviews_due(timezone.now())


def _improve_drills() -> None:
    improvement.keep_times(timezone.now())
    improvement.tell_due(timezone.now())


def _tell_expiring_training() -> None:
    tell_expiring(timezone.now())


def _delete_old_alerts() -> None:
    social_alerts.delete_old_alerts(timezone.now())


def _delete_old_rosters() -> None:
    delete_old_uploads(timezone.now())
    clear_given_up(timezone.now())
    delete_people_who_left(timezone.now())


def _delete_old_training() -> None:
    training.delete_old(timezone.now())


def _carry_out_retention() -> None:
    carry_out(timezone.now())


def _forget() -> None:
    forget_wrong_passwords(at=timezone.now())
    forget_given_up(None, timezone.now())


def _index_people() -> None:
    index_changed()


def _try(chore: Callable[[], None]) -> None:
    try:
        chore()
    except (DatabaseError, OSError) as error:
        logger.warning("the upkeep of agreements was put off (%s)", type(error).__name__)
    except Exception:
        # A thread that ends of one fault ends in silence: nothing would be sealed or reminded until the next start.
        logger.exception("the upkeep of agreements met a fault of our own")
