"""Beside serving: have a backup made that an operator asked for, by a process of its own."""

import subprocess
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone

from coordination.management.clockwork import Clockwork
from coordination.management.process_group import manage_command
from coordination.records.backup.asked import LASTS_AT_MOST, end_asked, signs_of_asked, take_asked

# Behind everything else on the machine.
NICENESS = 15
SAID_MAX_CHARS = 500


def clockwork_of_backups() -> Clockwork:
    """Return what makes a backup that was asked for."""
    return Clockwork("backups", signs_of_asked, _make_asked, every_s=2.0)


def _make_asked(at: datetime) -> None:
    asked = take_asked(at)
    if asked is None or settings.BACKUPS_DIR is None:
        return
    # It takes minutes.
    connection.close()
    end_asked(asked, fault=_run_backup(), at=timezone.now())


def _run_backup() -> str:
    """Make a backup as the timer does; return why it was not made, or nothing."""
    command = ["nice", "-n", str(NICENESS), *manage_command("backup_regularly", str(settings.BACKUPS_DIR))]
    try:
        done = subprocess.run(  # noqa: S603 - the command is our own manage.py
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
            timeout=LASTS_AT_MOST.total_seconds(),
        )
    except subprocess.TimeoutExpired:
        return "it took too long and was ended"
    except OSError as error:
        return str(error)[:SAID_MAX_CHARS]
    return "" if done.returncode == 0 else done.stderr.decode(errors="replace").strip()[-SAID_MAX_CHARS:]
