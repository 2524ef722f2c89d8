"""Word of what waits for a person's decision: offered places, and memberships that a rule holds back.

Noted in the session when it begins, so that no page asks for it.
"""

from datetime import datetime

from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

from mou.agencies.memberships.offers import offers_to
from mou.models import Suspension

WAITING = "musterpoint.memberships_wait"


def note_waiting(request: HttpRequest, user_id: int, at: datetime) -> None:
    """Note in a session whether anything waits for its person. At most two queries."""
    held = Suspension.objects.filter(member__user_id=user_id, of_rule=True, ended_at__isnull=True)
    waits = offers_to(user_id, at).exists() or held.filter(member__ended_at__isnull=True).exists()
    if waits:
        request.session[WAITING] = True
    else:
        request.session.pop(WAITING, None)


def is_waiting(session: SessionBase) -> bool:
    """Tell whether anything waited when the session began, or when its person last looked. No query."""
    return bool(session.get(WAITING))
