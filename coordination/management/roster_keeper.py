"""Beside serving: have rosters read that are due, each by a process of its own."""

import logging
import subprocess
import threading
from time import sleep

from django.db import DatabaseError, close_old_connections, connection
from django.utils import timezone

from coordination.management.process_group import manage
from coordination.rosters.connection.due import claim_one

logger = logging.getLogger(__name__)
# Who asks for a read waits for it; an idle look is one read of a table with a row for each district.
LOOK_EVERY_S = 2.0
# After a failure: a database that is away is not asked every second.
REST_S = 10.0
# Longer than a read may take with all that it waits for.
READ_MOST_S = 2 * 3600.0
# A district's system may take its whole time, and answer nothing: the others' rosters are read beside it.
AT_ONCE = 4


def start_roster_keeper() -> None:
    """Begin looking, in threads that end with the process; the readers end with it, too."""
    for number in range(AT_ONCE):
        threading.Thread(target=_for_ever, name=f"rosters {number}", daemon=True).start()


def _for_ever() -> None:
    while True:
        sleep(LOOK_EVERY_S if read_due_once() else REST_S)


def read_due_once() -> bool:
    """Have one roster read that is due, and wait for it; say whether that went well. What failed is due again."""
    close_old_connections()
    try:
        claim = claim_one(timezone.now())
    except (DatabaseError, OSError) as error:
        logger.warning("reading rosters was put off (%s)", type(error).__name__)
        return False
    finally:
        # A read takes minutes.
        connection.close()
    if claim is None:
        return True
    try:
        # Of its own, since it computes for a while: rooms are served by this process.
        done = subprocess.run(  # noqa: S603 - the command is our own manage.py
            manage("roster_sync", "--claim", str(claim)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            check=False,
            timeout=READ_MOST_S,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        logger.warning("a reader of rosters was ended (%s)", type(error).__name__)
        return False
    return done.returncode == 0
