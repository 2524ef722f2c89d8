"""Where codes of invitations are tried: the page and apps count together, so that no door is a second chance."""

from datetime import datetime, timedelta

from coordination.sign_in.attempts.guesses import Limit, address_at, has_guessed_too_often, note_wrong_password
from coordination.sign_in.attempts.later import TooManyAttempts

DOOR = "invitation"
# 125 bits cannot be guessed. It keeps those who try from costing the server anything; a school that invites all its
# teachers at once, behind one address, mistypes less.
LIMITS = (Limit(30, timedelta(minutes=5), is_per_login=True),)


def check_may_try_code(address: str, at: datetime) -> None:
    """Let a code be tried from an address. One query. Raises: TooManyAttempts."""
    if has_guessed_too_often(address=address_at(DOOR, address), login=DOOR, at=at, limits=LIMITS):
        raise TooManyAttempts


def note_wrong_code(address: str, at: datetime) -> None:
    """Count a code that is not valid. Commits."""
    note_wrong_password(address=address_at(DOOR, address), login=DOOR, at=at)
