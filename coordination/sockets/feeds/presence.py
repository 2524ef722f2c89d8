"""Who is connected and how far each has come: leases, renewed by acknowledgements and polls, not by connecting."""

import json
from dataclasses import dataclass
from datetime import datetime
from math import inf
from uuid import UUID

from coordination.room.wire.frames import time_text

# A participant counts as gone when the process that holds their socket misses two beacons.
LEASE_S = 15.0


# The lease of an open socket of this process: it needs no renewal, because the end of the socket is noticed at once.
HELD_S = inf


@dataclass(slots=True)
class Lease:
    """What one server process knows of one participant."""

    sockets: int
    acked: int
    seen_at: str
    renewed_s: float

    def last_seen(self, now: str) -> str:
        """Return when this process last knew of them: now, while it holds their socket."""
        return now if self.renewed_s == HELD_S and self.sockets else self.seen_at


class Presence:
    """The people of one room, as told by this process (key "") and by the others."""

    __slots__ = ("_changed", "_leases")

    def __init__(self) -> None:
        self._leases: dict[UUID, dict[str, Lease]] = {}
        self._changed: set[UUID] = set()

    def note(self, participant_id: UUID, *, origin: str, sockets: int, acked: int, at: str, now_s: float) -> None:
        """Renew what a process says of a participant."""
        leases = self._leases.setdefault(participant_id, {})
        before = leases.get(origin)
        if before is None or (before.sockets, before.acked) != (sockets, acked):
            self._changed.add(participant_id)
        leases[origin] = Lease(sockets, acked, at, now_s)

    def expire(self, *, now_s: float) -> None:
        """Count sockets of processes that have fallen silent as gone."""
        for participant_id, leases in self._leases.items():
            for lease in leases.values():
                if lease.sockets and now_s - lease.renewed_s > LEASE_S:
                    lease.sockets = 0
                    self._changed.add(participant_id)

    def news(self, *, at: datetime) -> bytes | None:
        """Return the frame of what has changed since the last call, or None."""
        if not self._changed:
            return None
        frame = self._frame(sorted(self._changed, key=str), at)
        self._changed.clear()
        return frame

    def all(self, *, at: datetime) -> bytes:
        """Return the frame of all who are present, for a socket that starts."""
        return self._frame(sorted(self._leases, key=str), at)

    def of_origin(self, origin: str, *, at: datetime) -> list[tuple[str, int, int, str]]:
        """Return who, sockets, acked and last seen, as one process says: this one's own leases go to the others."""
        now = time_text(at)
        mine = ((who, leases[origin]) for who, leases in self._leases.items() if origin in leases)
        return [(str(who), lease.sockets, lease.acked, lease.last_seen(now)) for who, lease in mine]

    def _frame(self, who: list[UUID], at: datetime) -> bytes:
        people = []
        now = time_text(at)
        for participant_id in who:
            leases = self._leases[participant_id].values()
            people.append(
                {
                    "participant_id": str(participant_id),
                    "sockets": sum(lease.sockets for lease in leases),
                    "acked": max(lease.acked for lease in leases),
                    "seen_at": max(lease.last_seen(now) for lease in leases),
                }
            )
        return json.dumps({"type": "presence", "at": now, "people": people}, separators=(",", ":")).encode()
