"""Find the sockets of a process whose sessions have locked, that is, were not used for half an hour.

The database is asked about a session when its first socket comes, when it seems to lock, and every half minute:
requests may have used it, or an administrator may have changed its device. A session that never locks is asked about
once.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import UTC, datetime, timedelta

from django.db import DatabaseError
from django.utils import timezone

from coordination.sign_in.sessions.open_sessions import locks_of
from coordination.sockets.database.threads import beside_rooms

type ReadLocks = Callable[[Collection[str], Mapping[str, datetime]], Awaitable[dict[str, datetime | None]]]
ASKED_EVERY = timedelta(seconds=30)


class SocketLocks:
    """Lives in the hub's loop. `now` is the clock; tests move it."""

    def __init__(self, read: ReadLocks | None = None) -> None:
        self.now: Callable[[], datetime] = timezone.now
        self._read = read or _read_locks
        self._locks_at: dict[str, datetime | None] = {}
        self._used: dict[str, datetime] = {}
        self._asked_at = datetime.min.replace(tzinfo=UTC)
        # No session that is known here locks before, and none is asked about.
        self._quiet_until = self._asked_at

    def note_used(self, session_key: str) -> None:
        """Note that a person has done something by a socket."""
        self._used[session_key] = self.now()

    async def locked_among(self, session_keys: set[str]) -> set[str]:
        """Return those sessions that are locked now. Raises: DatabaseError: it cannot be known."""
        at = self.now()
        # Asked every second, of thousands of sockets of which nearly always nothing has changed.
        if at < self._quiet_until and session_keys == self._locks_at.keys():
            return set()
        self._locks_at = {key: when for key, when in self._locks_at.items() if key in session_keys}
        asks_all = at - self._asked_at >= ASKED_EVERY
        asked = {key for key in session_keys if self._is_to_ask(key, at, asks_all=asks_all)}
        used = dict(self._used)
        if asks_all:
            self._asked_at, self._used = at, {}
        try:
            self._locks_at.update(await self._read(asked, used) if asked else {})
        except DatabaseError:
            self._used = {**used, **self._used}
            raise
        whens = [when for when in self._locks_at.values() if when is not None]
        self._quiet_until = min([self._asked_at + ASKED_EVERY, *whens])
        return {key for key, when in self._locks_at.items() if when is not None and at > when}

    def _is_to_ask(self, key: str, at: datetime, *, asks_all: bool) -> bool:
        if key not in self._locks_at:
            return True
        when = self._locks_at[key]
        return when is not None and (asks_all or at > when)


async def _read_locks(keys: Collection[str], used: Mapping[str, datetime]) -> dict[str, datetime | None]:
    return await beside_rooms(locks_of, keys, used=used)
