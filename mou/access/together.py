"""Read once what many questions about one person have in common.

The navigation asks a dozen capabilities whether they are there for a reader, and each of them begins with the person's
memberships and the agreements of their agencies.
"""

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import cast

_found: ContextVar[dict[Hashable, object] | None] = ContextVar("asked_together", default=None)


@contextmanager
def asking_together() -> Iterator[None]:
    """Within it, what goes through `read_once` is read once, and forgotten at its end. Write nothing within it."""
    token = _found.set({})
    try:
        yield
    finally:
        _found.reset(token)


def read_once[Answer](key: Hashable, read: Callable[[], Answer]) -> Answer:
    """Return what was read under this key, within `asking_together`; read anew everywhere else.

    The key says nothing of the instant: what is asked together is asked as of the first question.
    """
    found = _found.get()
    if found is None:
        return read()
    if key not in found:
        found[key] = read()
    return cast("Answer", found[key])
