"""What accountability asks of whatever keeps the school's schedule: the setting SCHEDULES names it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from mapping.models import Site


@dataclass(frozen=True, slots=True)
class ClassInRoom:
    """How many students a class has, and in which place it meets, in the words of the school's system."""

    place: str
    students: int


@dataclass(frozen=True, slots=True)
class ExpectedAtSite:
    """Which classes meet at an instant; `period` by the name in the site's bell schedule."""

    period: str
    classes: tuple[ClassInRoom, ...]


@dataclass(frozen=True, slots=True)
class OwnClass:
    """A teacher's class at an instant."""

    period: str
    place: str
    students: int


class Schedules(Protocol):
    """The schedules of schools. Nothing is known where a site has no bell schedule or no roster."""

    def expected_at(self, site: Site, at: datetime) -> ExpectedAtSite | None:
        """Return which classes meet where; None where nothing is known."""

    def own_class(self, site: Site, *, user_id: int, at: datetime) -> OwnClass | None:
        """Return the class that a teacher has."""

    def own_grades(self, site: Site, *, user_id: int, at: datetime) -> Sequence[str]:
        """Return the grades of the students in that class, in the words of the school's system; no one is named."""

    def own_names(self, site: Site, *, user_id: int, at: datetime, read_at: datetime) -> Sequence[str]:
        """Return the names in the class that a teacher has; the reading is written down."""


@cache
def _schedules_named(path: str) -> Schedules:
    return cast("Schedules", import_string(path))


def installed_schedules() -> Schedules | None:
    """Return what keeps the schedules of this installation, if anything does."""
    return _schedules_named(settings.SCHEDULES) if settings.SCHEDULES else None
