"""Beside serving: bring what is due into exercises that run. Every process looks; what one brought, no other brings."""

import logging
import threading
from time import sleep

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from coordination.drills.conduct.work.injects import deliver_due

logger = logging.getLogger(__name__)
# At the fastest pace a minute of exercise time.
LOOK_EVERY_S = 1.0


def start_exercise_keeper() -> threading.Thread:
    """Begin looking, in a thread that ends with the process."""
    thread = threading.Thread(target=_look_for_ever, name="exercise keeper", daemon=True)
    thread.start()
    return thread


def _look_for_ever() -> None:
    while True:
        look_once()
        sleep(LOOK_EVERY_S)


def look_once() -> None:
    """Look once: one indexed read where no exercise runs. What fails is logged and due again."""
    close_old_connections()
    try:
        deliver_due(timezone.now())
    except (DatabaseError, OSError) as error:
        logger.warning("the look at what is due in exercises was put off (%s)", type(error).__name__)
    except Exception:
        # A thread that ends of one fault ends in silence: nothing would come into any exercise any more.
        logger.exception("the look at what is due in exercises met a fault of our own")
    finally:
        # Back into the pool; a file is opened again only slowly, and nobody else waits for it.
        if connection.vendor == "postgresql":
            connection.close()
