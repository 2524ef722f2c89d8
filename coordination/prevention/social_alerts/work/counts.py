"""Count for the yearly report: the numbers stay when the alerts are gone."""

from datetime import datetime
from uuid import UUID

from django.db.models import F

from coordination.casework.clocks import day_in
from coordination.prevention.social_alerts.models import AlertDesk, AlertRuleYear


def count_of_rule(rule_id: UUID, desk: AlertDesk, at: datetime, **more: int) -> None:
    """Add to a rule's numbers of the year. In the caller's transaction, with the desk's row held."""
    year = day_in(desk.district.time_zone, at).year
    AlertRuleYear.objects.get_or_create(rule_id=rule_id, year=year)
    AlertRuleYear.objects.filter(rule_id=rule_id, year=year).update(**{name: F(name) + n for name, n in more.items()})
