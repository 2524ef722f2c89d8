"""Tell a database that is away or busy, where waiting helps, from one that refuses what we ask of it."""

import sqlite3

from django.db import InterfaceError, OperationalError

# PostgreSQL's class 54 is a limit that a statement is beyond, as too many variables are SQLite's: neither will pass.
BEYOND_LIMITS = "54"
# The disk is full, or does not take what is written: PostgreSQL's disk_full and io_error.
TAKES_NOTHING = {
    "SQLITE_FULL",
    "SQLITE_IOERR_WRITE",
    "SQLITE_IOERR_FSYNC",
    "SQLITE_READONLY",
    "53100",
    "58030",
    "25006",
}


def is_away(error: BaseException) -> bool:
    """Tell whether the same statement may pass later: no connection, a lock, a disk; and not a statement of ours."""
    if not isinstance(error, OperationalError | InterfaceError):
        return False
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorname", "") != "SQLITE_ERROR"
    # What PostgreSQL's driver raises has one; on SQLite it is not loaded.
    return not (getattr(cause, "sqlstate", None) or "").startswith(BEYOND_LIMITS)


def takes_nothing(error: BaseException) -> bool:
    """Tell whether a database answers, and cannot store anything: its disk is full, broken, or only to be read."""
    cause = error.__cause__ or error
    said = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    return said in TAKES_NOTHING
