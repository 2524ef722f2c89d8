"""Which shifts are retained no longer."""

from datetime import datetime

from mou.agencies.shifts.clock import delete_old_shifts


def delete_shifts(at: datetime) -> None:
    """Delete shifts that are long over."""
    delete_old_shifts(at)
