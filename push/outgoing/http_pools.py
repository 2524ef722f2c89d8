"""urllib3's pools over sockets with a deadline, for addresses that were judged before."""

import ssl
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from push.outgoing.sockets import DeadlineSocket, connect_to


class DeadlineConnection(HTTPConnection):
    """Connects through the one way out; its own timeouts have no part in it."""

    def _new_conn(self) -> DeadlineSocket:
        return _connect_pool(self)


class DeadlineTLSConnection(HTTPSConnection):
    """The same in TLS; its context makes the socket (push.outgoing.sockets.tls_context)."""

    def _new_conn(self) -> DeadlineSocket:
        return _connect_pool(self)


class DeadlinePool(urllib3.HTTPConnectionPool):
    ConnectionCls = DeadlineConnection


class DeadlineTLSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = DeadlineTLSConnection

    def __init__(self, host: str, port: int | None = None, *, ssl_context: ssl.SSLContext, **options: Any) -> None:
        """`ssl_context` is asked for: urllib3's own makes sockets that know no deadline."""
        super().__init__(host, port, ssl_context=ssl_context, **options)


def _connect_pool(connection: HTTPConnection) -> DeadlineSocket:
    """Connect, with urllib3's errors. Calls the network."""
    try:
        return connect_to(connection._dns_host, connection.port)  # noqa: SLF001 - with the dot that ends a name
    except TimeoutError as error:
        raise urllib3.exceptions.ConnectTimeoutError(connection, "not connected in time") from error
    except OSError as error:
        raise urllib3.exceptions.NewConnectionError(connection, "not connected") from error
