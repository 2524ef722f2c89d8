"""What is read beside a list and a page: what a search finds, who searched, the rules of a desk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from django.db.models import Q

from coordination.casework.kinds.kind import MOST_LISTED
from coordination.prevention.social_alerts.access import ALERT_DESKS
from coordination.prevention.social_alerts.models import AlertDesk, AlertRead
from coordination.prevention.social_alerts.rules.given import AlertsWanted
from coordination.prevention.social_alerts.vocabulary import AlertRuleState
from coordination.prevention.social_alerts.wire import AlertLine, AlertRuleView
from coordination.prevention.social_alerts.work.kinds import ALERT_KIND, RULE_KIND


def search_alerts(wanted: AlertsWanted, *, user_id: int, at: datetime, most: int = MOST_LISTED) -> list[AlertLine]:
    """Return alerts that a search finds, the newest first. It is written down, in each desk that was searched.

    Args:
        most: so many are read. A page asks for one more, to say that there are others.
    """
    alerts = ALERT_KIND.things_for(user_id, at)
    # Officers search as well, in what they were told of.
    searched = Q(pk__in=ALERT_DESKS.teams_of(user_id, at).values("pk")) | Q(pk__in=alerts.values("desk_id"))
    for desk in AlertDesk.objects.filter(searched):
        note_search(desk, wanted.list_asked(), user_id=user_id, at=at, door="search")
    named = {"rule_id": wanted.rule_id, "fence__site_id": wanted.site_id, "disposition": wanted.disposition}
    rows = alerts.filter(**{name: value for name, value in named.items() if value})
    if wanted.author:
        rows = rows.filter(author_hash__startswith=wanted.author.lower())
    if wanted.since:
        rows = rows.filter(captured_at__date__gte=wanted.since)
    if wanted.until:
        rows = rows.filter(captured_at__date__lte=wanted.until)
    return ALERT_KIND.fill_lines(rows.order_by("-captured_at", "-number")[:most], at)


def note_search(
    desk: AlertDesk, asked: Mapping[str, str], *, user_id: int, at: datetime, door: Literal["search", "report"]
) -> None:
    """Write down what someone searched for in a desk, or that they read its numbers."""
    AlertRead.objects.create(desk=desk, subject_id=desk.pk, user_id=user_id, door=door, asked=dict(asked), at=at)


def searches_of(desk: AlertDesk, most: int) -> list[AlertRead]:
    """Return who searched a desk for what, the newest first."""
    rows = AlertRead.objects.filter(subject_id=desk.pk, door="search").select_related("user")
    return list(rows.order_by("-at", "-id")[:most])


def rules_of(desk: AlertDesk, *, user_id: int, at: datetime) -> list[AlertRuleView]:
    """Return the rules of a desk as a person reads them, those that wait or run first."""
    rows = RULE_KIND.things_for(user_id, at).filter(desk=desk).prefetch_related("fences__site", "acts__by")
    order = list(AlertRuleState)
    found = [RULE_KIND.view_thing(one, at) for one in rows]
    return sorted(found, key=lambda one: (order.index(one.state), -one.number))
