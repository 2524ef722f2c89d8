"""What carries the requests of a library that brings a session of `requests`: Firebase's and Google's."""

import requests
from requests.adapters import HTTPAdapter

from push.outgoing.http_pools import DeadlinePool, DeadlineTLSPool
from push.outgoing.sockets import tls_context

POOLS = {"http": DeadlinePool, "https": DeadlineTLSPool}


class DeadlineAdapter(HTTPAdapter):
    """Tries once, over sockets that end by the deadline of the thread."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: object) -> None:  # noqa: FBT001, FBT002 - the parent's
        super().init_poolmanager(connections, maxsize, block, ssl_context=tls_context(), **options)
        self.poolmanager.pool_classes_by_scheme = POOLS

    def proxy_manager_for(self, proxy: str, **options: object) -> object:
        manager = super().proxy_manager_for(
            proxy, ssl_context=tls_context(), proxy_ssl_context=tls_context(), **options
        )
        manager.pool_classes_by_scheme = POOLS
        return manager


def carry_by_deadline(*sessions: requests.Session, connections: int) -> None:
    """Let all requests of these sessions go out with a deadline, over connections that they share."""
    adapter = DeadlineAdapter(pool_connections=2, pool_maxsize=connections, max_retries=0)
    for session in sessions:
        session.mount("https://", adapter)
        session.mount("http://", adapter)
