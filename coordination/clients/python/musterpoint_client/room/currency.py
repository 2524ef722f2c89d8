"""How current a copy of a room is: nothing that it cannot prove. Pure."""

from typing import Literal

STALE_AFTER_S = 12.0  # two beacons and a margin

type Currency = Literal["stale", "catching up", "current"]


def currency_of(*, is_connected: bool, silent_s: float, has_state: bool, seq: int, head: int) -> Currency:
    """Say how current a copy is.

    Args:
        silent_s: how long ago the server said something.
        head: how far the server says the log is.
    """
    if not is_connected or silent_s > STALE_AFTER_S:
        return "stale"
    return "current" if has_state and seq >= head else "catching up"
