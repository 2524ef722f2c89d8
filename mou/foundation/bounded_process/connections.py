"""Hold no connection to the database while another process works."""

from django.conf import settings
from django.db import connections


def let_go_of_connections() -> None:
    """Give this thread's connections back; the next query takes one again. In a transaction they stay.

    Connections are few, and a file or a paper takes seconds: a thread that waits with one in hand keeps a room waiting.
    """
    if not settings.configured:
        return  # a program without a database
    for connection in connections.all(initialized_only=True):
        if not connection.in_atomic_block:
            connection.close()
