"""The table of every error code that a client can meet, for docs/wire.md, from the error classes of all packages."""

from dataclasses import dataclass

from coordination.administration.single_sign_on import errors as single_sign_on
from coordination.api import mounted, problems
from coordination.errors import CoordinationError
from coordination.room.wire.frames import CloseCode
from coordination.sign_in.attempts import later
from coordination.sign_in.sessions import app_answers
from coordination.sockets import long_poll
from mapping.errors import REFUSED_AT_ONCE, BadFile, MappingError
from mou.errors import MouError
from mou.foundation.labelled import WordedError
from push.errors import PushError

# Classes are found when their modules are loaded.
DEFINING_MODULES = (mounted, problems, long_poll, later, app_answers, single_sign_on)
# It has a code per kind of fault; those that refuse a request are listed beside it.
CODE_PER_FAULT = (BadFile,)


@dataclass(frozen=True, order=True)
class Code:
    """A stable word, the HTTP status that comes with it, and what it means."""

    code: str
    status: int
    meaning: str


def problem_codes() -> list[Code]:
    """Return every code once per status, in alphabetical order."""
    refused = [Code(code, BadFile.status, meaning) for code, meaning in REFUSED_AT_ONCE.items()]
    codes = {(one.code, one.status): one for one in refused}
    for one in codes_of_classes():
        codes.setdefault((one.code, one.status), one)
    return sorted(codes.values())


def codes_of_classes() -> list[Code]:
    """Return what each error class says of itself. Several may share a code, if it is one fault at several doors."""
    return [Code(one.code, int(one.status), meaning_of_error(one)) for one in _error_classes()]


def codes_and_classes() -> dict[str, type[WordedError]]:
    """Return the class of each code; of several that share one, a room's."""
    classes: dict[str, type[WordedError]] = {}
    for one in _error_classes():
        classes.setdefault(one.code, one)
    return classes


def _error_classes() -> list[type[WordedError]]:
    """Return every class of errors with a code of its own."""
    roots: tuple[type[WordedError], ...] = (CoordinationError, MouError, MappingError, PushError)
    ours = [
        one
        for root in roots
        for one in _classes_below(root)
        if one not in CODE_PER_FAULT and not one.__module__.startswith("tests.") and "code" in vars(one)
    ]
    return sorted(ours, key=_order_of_error)


def _order_of_error(one: type[Exception]) -> tuple[bool, str, str]:
    """Return the place of an error, whatever was loaded first: of two that share a code, a room's gives the meaning."""
    is_of_rooms = one.__module__.startswith(("coordination.errors", "coordination.room.", "coordination.incident."))
    return not is_of_rooms, one.__module__, one.__qualname__


def _classes_below(root: type[WordedError]) -> list[type[WordedError]]:
    """Return everything below a root; the root itself is never raised."""
    return [one for child in root.__subclasses__() for one in (child, *_classes_below(child))]


def meaning_of_error(one: type[Exception]) -> str:
    """Return what a class of errors says of itself, in English."""
    title = vars(one).get("title")
    if title:
        return str(title)
    said = " ".join((one.__doc__ or "").split())
    return said or str(vars(one)["code"]).replace("_", " ").capitalize() + "."


def codes_text() -> str:
    """Return the section of the page."""
    rows = [f"| `{one.code}` | {one.status} | {one.meaning} |" for one in problem_codes()]
    close = [
        f"| `{code}` | {name.lower().replace('_', ' ')} |" for name, code in vars(CloseCode).items() if name.isupper()
    ]
    lines = [
        "## Problem codes\n",
        "The `code` of RFC 9457 problem details, with the status it has over HTTP. Codes never change; texts may.\n",
        "| code | status | meaning |",
        "|---|---|---|",
        *rows,
        "\n## Close codes\n",
        "Why a socket was closed; what to do then stands in [protocol.md](protocol.md#close-codes).\n",
        "| code | why |",
        "|---|---|",
        *close,
    ]
    return "\n".join(lines) + "\n"
