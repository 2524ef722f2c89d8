"""All that an agency may ask of its people, and all that a session may owe: read from where it is declared.

Tests that a press of the alarm waits for nothing go through these, so that a rule which is declared tomorrow is asked.
"""

import itertools
from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime, timedelta
from typing import get_type_hints

from django.db import models
from django.utils import timezone

from coordination.models import AgencySecurity, SessionState
from coordination.sign_in.sessions.duties import SessionDuties
from coordination.sign_in.sessions.guests import Guest

# What names the row, and whose it is.
_OF_THE_ROW = {"id", "agency"}


def asking(field: object) -> object:
    """Return what a choice of an agency is where it asks for something. Fails for a kind that no one has thought of."""
    kinds: dict[type, object] = {
        models.BooleanField: True,
        models.TextField: "Watched.",
    }
    return kinds[type(field)]


CHOICES = {one.name: asking(one) for one in AgencySecurity._meta.get_fields() if one.name not in _OF_THE_ROW}
RULES = tuple(CHOICES)
SETS_OF_RULES = [frozenset(one) for n in range(len(RULES) + 1) for one in itertools.combinations(RULES, n)]


def chosen(rules: frozenset[str]) -> dict[str, object]:
    """Return the fields of an agency that asks for these."""
    return {name: CHOICES[name] for name in rules}


def all_duties() -> Iterator[SessionDuties]:
    """Yield every way in which a session may owe something; a guest has no press, and one room."""
    past = timezone.now() - timedelta(hours=1)
    kinds: dict[object, tuple[object, ...]] = {
        bool: (False, True),
        datetime | None: (None, past),
        Guest | None: (None,),
    }
    hints = get_type_hints(SessionDuties)
    values = [kinds[hints[one.name]] for one in fields(SessionDuties)]
    names = [one.name for one in fields(SessionDuties)]
    for combination in itertools.product(*values):
        yield SessionDuties(**dict(zip(names, combination, strict=True)))  # type: ignore[arg-type]  # by their kinds


def owe_everything(user_id: int) -> None:
    """Let the rows of a person's sessions say that they owe all that a row can say."""
    flags = [one.name for one in SessionState._meta.get_fields() if isinstance(one, models.BooleanField)]
    SessionState.objects.filter(user_id=user_id).update(
        active_at=timezone.now() - timedelta(days=2), **dict.fromkeys(flags, True)
    )
