"""Which keys of the installation wait for who operates it."""

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse

from coordination.records.server_keys.keeping import list_keys
from mou.access.operators import is_operator
from mou.foundation.waiting import WaitingKind, WaitingLine


def list_waiting_keys(user_id: int, at: datetime) -> Iterator[WaitingLine]:
    """Yield a line for each key that is lost, does not read, is another one, or is being changed. Two queries."""
    if not is_operator(user_id):
        return
    for one in list_keys(at):
        if one.standing.is_to_see_to:
            words = f"{one.name} · {one.standing.label}"
            yield WaitingLine(WaitingKind.SEE_TO_KEY, words, f"{reverse('backups')}#keys")
