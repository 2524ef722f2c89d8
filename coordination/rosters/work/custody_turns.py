"""Who tells of changed custody notes of a roster, and who copies them into a reunification, wait for each other.

Without it a note that is written while an operation opens is in neither: its writer does not see the operation yet, and
the operation does not see the note. It is the roster's turn, not a school's: a child who was moved between two schools
has one row and may be written about in one of them while the other copies. Both wait until the other's transaction
ends. SQLite has one writer.

The writer asks once the note is written or deleted, and before looking for operations. Who copied first did not
read that note, and is found; who copies later reads it, as it is committed by then.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection


def wait_to_tell_of_notes(roster_id: UUID) -> None:
    """Wait until no one copies the notes of a roster or tells of them, and let those who come later wait."""
    _take_turn("pg_advisory_xact_lock", roster_id)


def wait_to_copy_notes(roster_ids: Iterable[UUID]) -> None:
    """Wait until no one tells of the notes of these rosters, and let who does so later wait; copies go side by side."""
    for one in sorted(roster_ids):
        _take_turn("pg_advisory_xact_lock_shared", one)


def _take_turn(function: str, roster_id: UUID) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {function}(hashtextextended(%s, 0))", [f"custody/{roster_id}"])
