"""Declare what a desk refuses: each a class of errors with a stable code of its own, in one line. Pure.

A desk's `errors.py` names them: `CaseIsClosed = declare_step_refusal("case_is_closed", _("The case is closed."))`.
An error that says more of itself, as after how long one may ask again, is written as a class.
"""

from coordination.errors import CoordinationError
from mou.foundation.labelled import gettext_noop as _

NEEDS_MORE = _("Something is missing, or cannot be. Look at each field again.")


class StepRefused(CoordinationError):
    """A step that the state of a thing, or what stands in it, does not allow."""

    status = 409


class StepLacks(CoordinationError):
    """What a step needs is missing; the pointer names it."""

    status = 422


def declare_not_found(code: str, title: str) -> type[CoordinationError]:
    """Return the class of what is not there for the asker: missing and forbidden look alike.

    No one learns that the thing exists. The page of it is not found, so there is no sentence.
    """
    return _make_class(CoordinationError, code, 404, title, "")


def declare_refusal(
    code: str, status: int, sentence: str, *, title: str = "", retry_after_s: int | None = None
) -> type[CoordinationError]:
    """Return the class of what is refused.

    Args:
        sentence: what pages say, marked for the catalogs.
        title: what programs are told in English, where it is not that sentence.
        retry_after_s: after how long one may ask again, where waiting helps.
    """
    return _make_class(CoordinationError, code, status, title or sentence, sentence, retry_after_s)


def declare_fault(code: str, *, title: str = "", sentence: str = NEEDS_MORE) -> type[CoordinationError]:
    """Return the class of what cannot be of what was given; the pointer names the field."""
    return _make_class(CoordinationError, code, 422, title or "Something is missing, or cannot be.", sentence)


def declare_step_refusal(code: str, sentence: str, *, title: str = "") -> type[StepRefused]:
    """Return the class by which a state refuses a step: what happened already, or what comes first."""
    return _make_class(StepRefused, code, StepRefused.status, title or sentence, sentence)


def declare_step_lack(code: str, sentence: str, *, title: str = "") -> type[StepLacks]:
    """Return the class of what a step lacks: words, a person, a choice."""
    return _make_class(StepLacks, code, StepLacks.status, title or "The step needs something more.", sentence)


def _make_class[ErrorT: CoordinationError](
    above: type[ErrorT], code: str, status: int, title: str, sentence: str, retry_after_s: int | None = None
) -> type[ErrorT]:
    """Return the class, named by its code: the interface's description lists errors by their names."""
    name = code.title().replace("_", "")
    own = {"code": code, "status": status, "title": title, "sentence": sentence, "retry_after_s": retry_after_s}
    return type(name, (above,), {**own, "__module__": __name__})
