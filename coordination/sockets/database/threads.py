"""Run ORM work of sockets in small pools of threads, each with connections of its own.

Channels would run all sockets' database work in one thread, one after the other (channels#2132): one slow query would
delay all the others. Each thread here keeps a connection of its own.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import close_old_connections, connection

from mou.foundation.lanes import Lane, work_in


def _make_pool(lane: Lane) -> ThreadPoolExecutor:
    threads = settings.LANES[lane].at_once
    return ThreadPoolExecutor(threads, thread_name_prefix=f"{lane}-db", initializer=work_in, initargs=(lane,))


_ROOMS, _WATCH, _LOOKUPS = _make_pool(Lane.ROOMS), _make_pool(Lane.WATCH), _make_pool(Lane.LOOKUPS)
_PRESSES = _make_pool(Lane.PRESSES)


async def in_database[**P, R](work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run blocking work of a room; return its result. Connections that broke are dropped before and after."""
    return await _run_in(_ROOMS, work, *args, **kwargs)


async def in_presses[**P, R](work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a press of the alarm in the same way, in threads that rooms do not use."""
    return await _run_in(_PRESSES, work, *args, **kwargs)


async def in_watch[**P, R](work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a question about access in the same way, in threads that commands do not use."""
    return await _run_in(_WATCH, work, *args, **kwargs)


async def beside_rooms[**P, R](work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Run a question that no room waits for, and return its answer, in the same way."""
    return await _run_in(_LOOKUPS, work, *args, **kwargs)


async def _run_in[**P, R](pool: ThreadPoolExecutor, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    def run() -> R:
        _drop_unusable()
        try:
            return work(*args, **kwargs)
        finally:
            _drop_unusable()

    return await sync_to_async(run, thread_sensitive=False, executor=pool)()


def _drop_unusable() -> None:
    # PostgreSQL's go back to the pool. A SQLite connection that works is kept: opening one means opening the file and
    # loading SpatiaLite, several times the cost of a command.
    if connection.vendor == "postgresql" or connection.errors_occurred:
        close_old_connections()
