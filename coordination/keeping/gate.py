"""The one way past the triggers that refuse to delete records, and what makes deleted bytes go from the file."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

# SQLite's own refusal to delete; the rest is refused on PostgreSQL alone (tests empty tables by DELETE).
SQLITE_REFUSAL = "disclosure_stays"


@contextmanager
def may_delete() -> Iterator[None]:
    """Let this transaction delete what is otherwise never deleted. Only retention asks for it."""
    assert connection.in_atomic_block, "the leave ends with its transaction"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('musterpoint.retention', 'on', true)")
            yield
            cursor.execute("SELECT set_config('musterpoint.retention', 'off', true)")
        return
    with connection.cursor() as cursor:
        # One writes at a time: no other connection meets the table without its trigger.
        cursor.execute("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = %s", [SQLITE_REFUSAL])
        (made,) = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {SQLITE_REFUSAL}")
        yield
        cursor.execute(made)


def overwrite_what_is_deleted() -> None:
    """Let SQLite write zeros over what this connection deletes. PostgreSQL does so when it vacuums."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def empty_the_wal() -> None:
    """Take what was deleted out of SQLite's write-ahead log, as far as readers let go of it; and let them be."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout")
            (waits_ms,) = cursor.fetchone()
            # No writer waits for this: what is left goes with the next run.
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                cursor.fetchall()
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {int(waits_ms)}")
