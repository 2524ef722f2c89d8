"""The database's clock: the one that all servers share. Clocks of servers part, and what one of them has timed, another
must be able to judge.
"""

from datetime import UTC, datetime

from django.db import connection


def shared_time() -> datetime:
    """Return the time by the clock that all servers share. One query; SQLite has no clock but the machine's."""
    if connection.vendor != "postgresql":
        return datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
    return at


def seconds_ahead() -> float:
    """Return by how much this server's clock is ahead of the shared one; less than nothing: behind. One query."""
    before = datetime.now(UTC)
    shared = shared_time()
    # Asked somewhere between the two.
    return ((before - shared) + (datetime.now(UTC) - shared)).total_seconds() / 2
