"""Run a command of the command line, and say in a sentence why it cannot work with its database."""

import sys
from collections.abc import Sequence

from django.core.management import execute_from_command_line
from django.core.management.base import CommandError
from django.db import DatabaseError, connection, connections

from mou.foundation.database.ready import refuse_unready

AWAY = "database_away: the database of MUSTERPOINT_DATABASE cannot be reached: {reason}"


def run_command(argv: Sequence[str]) -> None:
    """Run what the arguments name. Ends the process with a sentence where the database is away or behind."""
    try:
        execute_from_command_line(list(argv))
    except DatabaseError:
        refusal = why_unready()
        if refusal is None:
            raise
        print(f"musterpoint: {refusal}", file=sys.stderr)
        sys.exit(refusal.returncode)


def why_unready() -> CommandError | None:
    """Return what keeps any command from working with this database; None when its tables are there."""
    connections.close_all()
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        # Not the whole of it, which may be a page. Nor 2: it may be back in a moment, and a worker is started again.
        return CommandError(AWAY.format(reason=str(error).strip().split("\n")[0]), returncode=1)
    try:
        refuse_unready()
    except CommandError as refusal:
        return refusal
    return None
