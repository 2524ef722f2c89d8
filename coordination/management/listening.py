"""Open the listening socket that all server processes share, and know which address to show."""

import socket

from django.core.management.base import CommandError

# A thousand phones that come back at once after an outage queue here; the kernel caps it at somaxconn.
BACKLOG = 4096


def listening_socket(host: str, port: int) -> socket.socket:
    """Return a listening IPv4 socket that children can inherit.

    One socket for all processes: when one of them dies, connections that were not accepted yet go to the others.

    Raises: CommandError: the address is taken or not ours.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CommandError(f"cannot listen on {host}:{port}: {error.strerror}", returncode=2) from None
    listener.listen(BACKLOG)
    listener.set_inheritable(True)
    return listener


def address_of(listener: socket.socket) -> str:
    """Return the http address of a listening socket."""
    host, port = listener.getsockname()
    return f"http://{host}:{port}"
