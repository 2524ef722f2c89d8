"""A chore may say by which rows it has work: upkeep asks for all of them at once, and leaves out what has none."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from mou.foundation.installed_apps import Chore

type Signs = Callable[[datetime], Iterable[QuerySet[Any]]]

_SIGNS: dict[Chore, Signs] = {}


def due_while[C: Callable[[datetime], object]](signs: Signs) -> Callable[[C], C]:
    """Declare of a chore that it does nothing at an instant at which none of these has a row.

    Best they are what it reads itself: then the two cannot differ. What no row can say, the chore of every hour does.
    """

    def declare(chore: C) -> C:
        _SIGNS[chore] = signs
        return chore

    return declare


def signs_of(chore: Chore) -> Signs | None:
    """Return by what a chore says that it has work; None: it does not say, and is done with each look."""
    return _SIGNS.get(chore)
