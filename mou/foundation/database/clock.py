"""The database's clock: the one that all servers share. Clocks of servers part, and what one of them has timed, another
must be able to judge.
"""

from datetime import datetime

from django.db import connection
from django.utils import timezone


def shared_time() -> datetime:
    """Return the time by the clock that all servers share. One query; SQLite has no clock but the machine's."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        at: datetime = cursor.fetchone()[0]
    return at


def seconds_ahead() -> float:
    """Return by how much this server's clock is ahead of the shared one; less than nothing: behind. One query."""
    before = timezone.now()
    shared = shared_time()
    # Asked somewhere between the two.
    return ((before - shared) + (timezone.now() - shared)).total_seconds() / 2
