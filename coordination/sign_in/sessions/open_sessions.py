"""When sessions lock that hold something open, a socket: many at a time, and as many queries as for one."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.contrib.sessions.models import Session

from coordination.models import SessionState
from coordination.sign_in.sessions.duties import NOTED_EVERY, STATE, locks_at_of


def locks_of(session_keys: Collection[str], *, used: Mapping[str, datetime]) -> dict[str, datetime | None]:
    """Return when each session locks that is not touched any more; None: never. Two queries, and a write at most.

    Args:
        used: when people have done something with some: what was not locked then stays so for half an hour more.
    """
    # Found by what the session holds: its key may have changed since its row was written.
    rows = Session.objects.filter(session_key__in=session_keys)
    held = {row.session_key: row.get_decoded() for row in rows}
    state_ids = {key: said[STATE] for key, said in held.items() if STATE in said}
    states = SessionState.objects.filter(locks=True).in_bulk(list(state_ids.values()))
    touched: list[SessionState] = []
    found: dict[str, datetime | None] = dict.fromkeys(session_keys)
    for key, state_id in state_ids.items():
        if (row := states.get(state_id)) is None:
            continue
        used_at = used.get(key, row.active_at)
        if used_at - row.active_at > NOTED_EVERY and used_at <= locks_at_of(row, held[key]):
            row.active_at = used_at
            touched.append(row)
        found[key] = locks_at_of(row, held[key])
    if touched:
        SessionState.objects.bulk_update(touched, ["active_at"])
    return found
