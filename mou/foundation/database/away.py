"""Tell a database that is away or busy, where waiting helps, from one that refuses what we ask of it."""

import sqlite3

from django.db import InterfaceError, OperationalError

# PostgreSQL's class 54 is a limit that a statement is beyond, as too many variables are SQLite's: neither will pass.
BEYOND_LIMITS = "54"


def is_away(error: BaseException) -> bool:
    """Tell whether the same statement may pass later: no connection, a lock, a disk; and not a statement of ours."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorname", "") != "SQLITE_ERROR"
    # What PostgreSQL's driver raises has one; on SQLite it is not loaded.
    return not (getattr(cause, "sqlstate", None) or "").startswith(BEYOND_LIMITS)
