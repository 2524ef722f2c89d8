"""Django's PostGIS backend with a pool of connections for each lane: who has many takes none of a room's."""

import select
from typing import Any

import psycopg
from django.conf import settings
from django.contrib.gis.db.backends.postgis.base import DatabaseWrapper as PostgisWrapper
from psycopg_pool import ConnectionPool

from mou.foundation.lanes import Lane, lane_here

type Pools = dict[str, ConnectionPool]
_POOLS: dict[Lane, Pools] = {lane: {} for lane in Lane}


class DatabaseWrapper(PostgisWrapper):
    """One thread's connection. It is made in the thread that uses it, and takes from the pool of that thread's lane."""

    def __init__(self, settings_dict: dict[str, Any], *arguments: Any, **named: Any) -> None:
        super().__init__(settings_dict, *arguments, **named)
        self._lane = lane_here()
        # Django's is one for all of a process.
        self._connection_pools = _POOLS[self._lane]

    @property
    def pool(self) -> Any:
        """Return the lane's pool, made when it is first asked for; None for a database without pools."""
        if self.alias not in self._connection_pools and (options := self.settings_dict["OPTIONS"].get("pool")):
            # Asked under this name by the code that makes it: settings say how, the lane how large.
            lane = settings.LANES[self._lane]
            sized = {**options, "max_size": lane.connections, "check": check_connection}
            plain, self.settings_dict = self.settings_dict, dict(self.settings_dict)
            self.settings_dict["OPTIONS"] = {**plain["OPTIONS"], "pool": sized}
            try:
                return super().pool
            finally:
                self.settings_dict = plain
        return super().pool

    def close_pool(self) -> None:
        """Close the pools of all lanes."""
        for pools in _POOLS.values():
            pool = pools.pop(self.alias, None)
            if pool is not None:
                pool.close()


def check_connection(connection: psycopg.Connection[Any]) -> None:
    """Find out whether a pool's connection still stands before it is lent. Raises: psycopg.Error where it does not.

    Costs a system call: a database that has ended has said so on the socket. One that ended ended the others too,
    so the pool makes all of them anew, instead of finding each of them broken, a second and a half apart.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if not poll.poll(0):
        return
    try:
        ConnectionPool.check_connection(connection)
    except psycopg.Error:
        pool = connection._pool  # noqa: SLF001 - the pool tells a check nothing of itself
        if isinstance(pool, ConnectionPool):
            pool.drain()
        raise
