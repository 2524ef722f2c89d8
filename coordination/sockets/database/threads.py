"""Run ORM work of sockets in a small pool of threads.

Channels would run all sockets' database work in one thread, one after the other (channels#2132): one slow query would
delay everybody. Each thread here keeps a connection of its own.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connection

THREADS = 8
_POOL = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="room-db")


async def in_database[**P, R](work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run blocking work in the pool and return its result; connections that broke are dropped before and after."""

    def run() -> R:
        _drop_unusable()
        try:
            return work(*args, **kwargs)
        finally:
            _drop_unusable()

    return await sync_to_async(run, thread_sensitive=False, executor=_POOL)()


def _drop_unusable() -> None:
    # PostgreSQL's go back to the pool. A SQLite connection that works is kept: opening one means opening the file and
    # loading SpatiaLite, several times the cost of a command.
    if connection.vendor == "postgresql" or connection.errors_occurred:
        close_old_connections()
