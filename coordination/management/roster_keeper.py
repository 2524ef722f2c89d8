"""Beside serving: have rosters read that are due, each by a process of its own."""

import subprocess
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Model, QuerySet

from coordination.management.clockwork import REST_AFTER_FAILURE_S, Clockwork
from coordination.management.process_group import manage_command
from coordination.rosters.connection.due import claim_one, due_connections

# Longer than a read may take with all that it waits for.
READ_MOST_S = 2 * 3600.0
# A district's system may take its whole time, and answer nothing: the others' rosters are read beside it.
AT_ONCE = 4


def clockworks_of_rosters() -> list[Clockwork]:
    """Return what has rosters read while any is due, each by one reader after the other."""
    return [Clockwork(f"rosters {number}", _signs_of_work, _read_one, every_s=1.0) for number in range(AT_ONCE)]


def _signs_of_work(at: datetime) -> Sequence[QuerySet[Model]]:
    return [due_connections(at)]


def _read_one(at: datetime) -> float | None:
    """Have one roster read that is due, and wait for it. What failed is due again."""
    claim = claim_one(at)
    # A read takes minutes.
    connection.close()
    if claim is None:
        # What is due waits for a reader of its share.
        return REST_AFTER_FAILURE_S
    return None if reads_well(claim) else REST_AFTER_FAILURE_S


def reads_well(claim: UUID) -> bool:
    """Have what was claimed read by a process of its own, since that computes for a while. Raises: OSError."""
    command = manage_command("roster_sync", "--claim", str(claim))
    try:
        done = subprocess.run(  # noqa: S603 - the command is our own manage.py
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=False, timeout=READ_MOST_S
        )
    except subprocess.TimeoutExpired as ended:
        raise OSError("a reader of rosters was ended") from ended
    return done.returncode == 0
