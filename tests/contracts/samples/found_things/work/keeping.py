"""How long found things are retained."""

from datetime import datetime
from functools import partial

from coordination.casework.kinds.retaining import make_retention
from coordination.casework.retention import delete_of_teams, list_own_rules
from coordination.keeping.vocabulary import DataClass
from tests.contracts.samples.found_things.work.kinds import FOUND_KIND

FOUND_RETENTION = make_retention(FOUND_KIND, DataClass.TRAINING, "found_team", names_of=lambda _thing: ())
FOUND_RULES = partial(list_own_rules, (FOUND_RETENTION,))


def delete_old(at: datetime) -> int:
    """Delete what is retained no longer; return how much."""
    return delete_of_teams((FOUND_RETENTION,), at)
