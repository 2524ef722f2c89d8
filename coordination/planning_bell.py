"""Wake this process's keeper of clocks: something was planned that may be due before it asks again.

A lost ring costs seconds: the keeper asks by itself, in every process (coordination/management/clockwork.py).
"""

from threading import Event

from django.db import transaction

# Set by the planning process; cleared by the keeper before it asks.
PLANNED = Event()


def ring_on_commit() -> None:
    """Wake the keeper once the transaction of what was planned is committed."""
    transaction.on_commit(PLANNED.set)
