"""Beside serving: see within seconds that nobody is in command of an open incident, or that whoever was is gone."""

import logging
import threading
from time import sleep

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from coordination.incident.command.watch import CommandWatch
from coordination.incident.mutual_aid.watch import end_what_has_run_out
from coordination.incident.panic.everyday import is_everyday_room
from mou.access.epoch import HEARD_MOVED

logger = logging.getLogger(__name__)
# After a look that failed, and at the least between two looks.
BREATH_S = 1.0


def start_command_watch() -> threading.Thread:
    """Begin looking, in a thread that ends with the process."""
    thread = threading.Thread(target=_look_for_ever, name="command watch", daemon=True)
    thread.start()
    return thread


def watch_of_server() -> CommandWatch:
    """Return the watch as it runs beside serving: of an everyday alarm nobody is paged for want of a commander."""
    return CommandWatch(everyday=is_everyday_room())


def _look_for_ever() -> None:
    watch = watch_of_server()
    while True:
        HEARD_MOVED.clear()
        look_once(watch)
        sleep(BREATH_S)
        HEARD_MOVED.wait(max(0.0, watch.rest_s - BREATH_S))


def look_once(watch: CommandWatch) -> None:
    """Look once. What fails is logged and due again."""
    close_old_connections()
    try:
        watch.look(timezone.now())
        end_what_has_run_out(timezone.now())
    except (DatabaseError, OSError) as error:
        logger.warning("the look at who is in command was put off (%s)", type(error).__name__)
    except Exception:
        # A thread that ends of one fault ends in silence: nobody would be told any more that nobody commands.
        logger.exception("the look at who is in command met a fault of our own")
    finally:
        # Back into the pool; a file is opened again only slowly, and nobody else waits for it.
        if connection.vendor == "postgresql":
            connection.close()
