"""What the room asks of whatever keeps the students of an operation: the setting REUNIFICATION_STUDENTS names it."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol, cast
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string

from coordination.room.models import Room


@dataclass(frozen=True, slots=True)
class StudentsCopied:
    """How many students an operation begins with. `roster_at`: when the roster was last in step, if there is one.

    `reunited`: those who were handed over in the room's operation before it.
    """

    enrolled: int
    absent: int
    roster_at: datetime | None
    reunited: int = 0


class ReunificationStudents(Protocol):
    """The students of operations. Both are called in the room's transaction, its row held."""

    def copy_students(self, *, operation_id: UUID, room: Room, at: datetime) -> StudentsCopied:
        """Copy the students of the site's school. Raises: ReunificationIsOpen: the school has one outside exercises."""

    def end_operation(self, *, operation_id: UUID, at: datetime) -> None:
        """Note that an operation is closed."""


@cache
def _students_named(path: str) -> ReunificationStudents:
    return cast("ReunificationStudents", import_string(path))


def installed_students() -> ReunificationStudents | None:
    """Return what keeps the students of this installation, if anything does."""
    return _students_named(settings.REUNIFICATION_STUDENTS) if settings.REUNIFICATION_STUDENTS else None
