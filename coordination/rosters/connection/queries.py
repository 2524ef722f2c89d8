"""How a connection stands, for those who keep the roster. The secret is never part of it."""

from dataclasses import dataclass
from datetime import datetime

from coordination.rosters.models import RosterConnection
from coordination.rosters.vocabulary import RosterConnectionState, RosterReadFailure, RosterTable


@dataclass(frozen=True, slots=True)
class RosterConnectionView:
    """Where the school's system is, when it is read, how far a read is, and what came of the last ones.

    `read_at` is the last read that was stored, `failed_at` one after it that was not; then the roster is as it was.
    While it is `reading`: `table` and `rows_done` of `rows_total`, as far as the server says; without a table it is
    being stored.
    """

    base_url: str
    token_url: str
    client_id: str
    scopes: str
    hour: int
    is_nightly: bool
    state: RosterConnectionState
    table: RosterTable | None
    rows_done: int
    rows_total: int | None
    next_at: datetime | None
    read_at: datetime | None
    read_whole_at: datetime | None
    failed_at: datetime | None
    failure: RosterReadFailure | None
    failed_table: RosterTable | None


def connection_view(row: RosterConnection, at: datetime) -> RosterConnectionView:
    """Return how a connection stands. No query."""
    is_held = row.claimed_until is not None and row.claimed_until >= at
    # A reader that went away without a word.
    is_lost = row.claimed_until is not None and not is_held
    failure = RosterReadFailure.INTERRUPTED.value if is_lost else row.failure
    return RosterConnectionView(
        base_url=row.base_url,
        token_url=row.token_url,
        client_id=row.client_id,
        scopes=row.scopes,
        hour=row.hour,
        is_nightly=row.is_nightly,
        state=_state_of(row, is_held=is_held),
        table=RosterTable(row.table) if is_held and row.table else None,
        rows_done=row.rows_done if is_held else 0,
        rows_total=row.rows_total if is_held else None,
        next_at=row.next_at,
        read_at=row.read_at,
        read_whole_at=row.read_whole_at,
        failed_at=row.claimed_until if is_lost else row.failed_at,
        failure=RosterReadFailure(failure) if failure else None,
        failed_table=RosterTable(row.failed_table) if row.failed_table and not is_lost else None,
    )


def _state_of(row: RosterConnection, *, is_held: bool) -> RosterConnectionState:
    if is_held:
        return RosterConnectionState.READING
    return RosterConnectionState.WAITING if row.asked_at is not None else RosterConnectionState.IDLE
