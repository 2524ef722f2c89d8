"""What a serving process does beside serving: it seals copies, mails reminders, watches clocks, sweeps up."""

import logging
import threading
from time import monotonic

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from coordination.management.clockwork import have_rows
from coordination.management.memory import give_memory_back
from coordination.room.answering.answered import forget_refusals
from coordination.web.apps.installed import app_chores, app_deletions
from mou.foundation.chore_signs import signs_of
from mou.foundation.installed_apps import Chore
from mou.papers.sealed_copies import COPY_IS_DUE

logger = logging.getLogger(__name__)
# Also what another process or the console signed is seen after this; an idle look is hardly more than one statement.
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
        is_hour = monotonic() - swept_s >= SWEEP_EVERY_S
        look_once(is_whole=is_hour)
        if is_hour:
            swept_s = monotonic()
            sweep_once()
        # Cleared before looking: a signature that comes while copies are drawn rings again.
        COPY_IS_DUE.wait(LOOK_EVERY_S)
        COPY_IS_DUE.clear()


def look_once(*, is_whole: bool = False) -> None:
    """Do what is due now. What fails is logged and due again, and keeps nothing else from being done.

    `is_whole`: do every chore, whatever the rows say of it, as at the start and once an hour.
    """
    close_old_connections()
    try:
        left = app_chores()
        while due := left if is_whole else _list_due(left):
            for chore in due:
                _try_chore(chore)
            # What one has done may be another one's work: those that had none are asked once more.
            left = [one for one in left if one not in due and signs_of(one) is not None]
            if all(signs_of(one) is None for one in due):
                break
    finally:
        connection.close()
    give_memory_back()


def _list_due(chores: list[Chore]) -> list[Chore]:
    """Return the chores that have work, and those that do not say by what. One statement; all, if it fails."""
    try:
        asked = [one(timezone.now()) for chore in chores if (one := signs_of(chore)) is not None]
        answers = iter(have_rows(asked))
    except (DatabaseError, OSError) as error:
        logger.warning("which chores have work could not be asked (%s)", type(error).__name__)
        return chores
    except Exception:
        logger.exception("to ask which chores have work met a fault of our own")
        return chores
    return [chore for chore in chores if signs_of(chore) is None or next(answers)]


def sweep_once() -> None:
    """Delete what uploads have left behind, and what is kept no longer. What fails is logged and tried again."""
    close_old_connections()
    try:
        for chore in (forget_refusals, *app_deletions()):
            _try_chore(chore)
    finally:
        connection.close()


def _try_chore(chore: Chore) -> None:
    try:
        chore(timezone.now())
    except (DatabaseError, OSError) as error:
        logger.warning("the chore %s was put off (%s)", _name_of(chore), type(error).__name__)
    except Exception:
        # A thread that ends of one fault ends in silence: nothing would be sealed or reminded until the next start.
        logger.exception("the chore %s met a fault of our own", _name_of(chore))


def _name_of(chore: Chore) -> str:
    return f"{chore.__module__}.{chore.__qualname__}"
