"""How long discrepancies are retained."""

from datetime import datetime, timedelta
from functools import partial

from django.db.models import QuerySet

from coordination.casework.retention import Retention, delete_of_teams, list_own_rules
from coordination.keeping.holds import Holds
from coordination.keeping.vocabulary import DataClass
from tests.contracts.samples.head_counts.access import COUNT_TEAMS
from tests.contracts.samples.head_counts.models import CountTeam, Discrepancy


def delete_old(at: datetime) -> int:
    """Delete what is retained no longer; return how much."""
    return delete_of_teams((COUNT_RETENTION,), at)


def _due_discrepancies(team: CountTeam, at: datetime) -> QuerySet[Discrepancy]:
    return QuerySet(Discrepancy).filter(team=team, noted_at__lt=at - timedelta(days=team.keep_days))


def _is_held(one: Discrepancy, _team: CountTeam, holds: Holds) -> bool:
    return one.noted_by.pk in holds.user_ids


COUNT_RETENTION = Retention(COUNT_TEAMS, DataClass.TRAINING, "count_team", _due_discrepancies, _is_held)
COUNT_RULES = partial(list_own_rules, (COUNT_RETENTION,))
