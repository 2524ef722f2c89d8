"""What the tests of races share: works that begin together, and a log that has no gap."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections

from coordination.room.models import LogEntry, Room


def all_at_once[T](works: list[Callable[[], T]]) -> list[T]:
    """Run each work in a thread of its own, all beginning together; return what they return."""
    start = Barrier(len(works))

    def run(work: Callable[[], T]) -> T:
        start.wait()
        try:
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


def check_gapless(room: Room) -> None:
    room.refresh_from_db()
    rows = list(LogEntry.objects.filter(room=room).order_by("seq").values_list("seq", "chain_hash"))
    assert [seq for seq, _ in rows] == list(range(1, room.head_seq + 1))
    assert rows[-1][1] == room.head_hash
