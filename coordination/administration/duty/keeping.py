"""Which shifts are retained no longer."""

from datetime import datetime

from mou.agencies.shifts.rules import RETAINED
from mou.models import Shift


def delete_shifts(at: datetime) -> None:
    """Delete shifts that are long over, in a transaction of its own."""
    # No hold is asked: a plan of when someone worked, and no record of what they did.
    Shift.objects.filter(ends_at__lt=at - RETAINED).delete()
