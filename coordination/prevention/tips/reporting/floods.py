"""Bound how many reports come in, without knowing from whom: by desk and in all, never by person."""

from datetime import datetime, timedelta

from coordination.prevention.tips.errors import TipsFlooded
from coordination.prevention.tips.models import Tip, TipDesk

WINDOW = timedelta(minutes=10)
# Beyond it reports are taken without pictures, and the team is told once instead of for each.
FLOOD_FROM = 20
# Beyond it nothing is taken: a page says whom to call. A whole school that saw the same thing stays below.
MOST_OF_DESK = 200
MOST_OF_SERVER = 1000


def count_lately(desk: TipDesk, at: datetime) -> int:
    """Return how many reports a desk was given within ten minutes."""
    return Tip.objects.filter(desk=desk, received_at__gt=at - WINDOW).count()


def is_flooded(desk: TipDesk, at: datetime) -> bool:
    """Tell whether a desk is in a flood. Raises: TipsFlooded: no more is taken."""
    here = count_lately(desk, at)
    if here >= MOST_OF_DESK or Tip.objects.filter(received_at__gt=at - WINDOW).count() >= MOST_OF_SERVER:
        raise TipsFlooded
    return here >= FLOOD_FROM
