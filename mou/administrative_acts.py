"""Mark what administrators do: the one table of such acts, and the question who is acting, asked once more.

The mark stands on the action, so that every door asks: pages, the interface, and those that are still to be built.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from types import MappingProxyType

NOBODY_ELSE = "no"


@dataclass(frozen=True, slots=True)
class ActMark:
    """An act as the table shows it: who may, who else has to agree, who is told, and what is written down."""

    who: str
    second_person: str
    told: str
    recorded: str
    needs_recent_sign_in: bool
    # Why any session will do, where one does.
    because: str = ""


_marks: dict[str, ActMark] = {}
# By their module and name.
ACTS: Mapping[str, ActMark] = MappingProxyType(_marks)
# Raises where the session of the request is too old; None where the act has no session, as at the server's console.
_question: ContextVar[Callable[[], None] | None] = ContextVar("recent_sign_in", default=None)


def administrative_act[**P, R](
    *,
    who: str,
    told: str,
    recorded: str,
    second_person: str = NOBODY_ELSE,
    needs_recent_sign_in: bool = True,
    because: str = "",
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Return a decorator that enters an action into the table and asks for a recent sign-in before it.

    Args:
        because: why any session will do; only where `needs_recent_sign_in` is false.
    """
    assert needs_recent_sign_in != bool(because), "an act that asks nothing says why"
    mark = ActMark(who, second_person, told, recorded, needs_recent_sign_in, because)

    def marked(act: Callable[P, R]) -> Callable[P, R]:
        _marks[f"{act.__module__}.{act.__name__}"] = mark

        @wraps(act)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            if mark.needs_recent_sign_in:
                ask_recent_sign_in()
            return act(*args, **kwargs)

        return asked

    return marked


def ask_recent_sign_in() -> None:
    """Ask now, before an act does what cannot be undone, such as calling another server. Raises: SignInTooOld."""
    if (question := _question.get()) is not None:
        question()


@contextmanager
def asked_by(question: Callable[[], None]) -> Iterator[None]:
    """Let acts inside ask a question of the session that they are done with; it raises SignInTooOld."""
    token = _question.set(question)
    try:
        yield
    finally:
        _question.reset(token)
