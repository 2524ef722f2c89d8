"""What each operation can answer besides what it is for: problems with their codes, 304, ETag and Retry-After."""

import inspect
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from types import FunctionType
from zlib import crc32

from coordination.api.problems import BadField, NotFoundHere, RequestRefused
from coordination.describe.operations.reached_errors import (
    Refusals,
    functions_reached,
    plain_function,
    refusals_reached,
)
from coordination.describe.problem_codes import CODE_PER_FAULT, meaning_of_error
from coordination.errors import CoordinationError, FrameTooLarge, HiddenText, NotAuthenticated, ServerBusy
from coordination.room.capability import Command
from coordination.room.registry import action_of, command_rules, guards_of_commands
from coordination.room.wire.frames import problem_type
from coordination.room.wire.model import Json, JsonObject
from coordination.sign_in.attempts.later import AccountLocked, DatabaseAway, SignInBusy, TooManyAttempts
from coordination.sign_in.sessions.app_answers import NoCodeAsked, SessionOver, SignedInAlready
from mapping.errors import REFUSED_AT_ONCE
from mou.api.deprecation import DESCRIBED_AS
from mou.api.unless_known import unless_known
from mou.foundation.labelled import WordedError

PROBLEM: JsonObject = {"$ref": "#/components/schemas/Problem"}
RETRY_AFTER: JsonObject = {
    "description": "Whole seconds after which to try again; there with 429 and 503, where waiting helps.",
    "schema": {"type": "integer", "minimum": 1},
    "example": 3,
}
ETAG: JsonObject = {
    "description": "Names this state of what was read or written, for If-None-Match and If-Match.",
    "schema": {"type": "string"},
    "example": '"3f1c9a52.draft.7"',
}
IF_NONE_MATCH: JsonObject = {
    "in": "header",
    "name": "If-None-Match",
    "required": False,
    "description": "The ETag of what the client has: the answer is 304, without a body, while it says the same.",
    "schema": {"type": "string"},
    "example": '"3f1c9a52"',
}
DEPRECATION: JsonObject = {
    "Deprecation": {
        "description": "Since when the operation is deprecated: seconds since 1970 behind an @ (RFC 9745).",
        "schema": {"type": "string"},
        "example": "@1796083200",
    },
    "Sunset": {
        "description": "When the operation ends: an HTTP date (RFC 8594).",
        "schema": {"type": "string"},
        "example": "Wed, 01 Dec 2027 00:00:00 GMT",
    },
}
LATER: tuple[type[WordedError], ...] = (ServerBusy, DatabaseAway)
OF_SIGN_IN: tuple[type[WordedError], ...] = (TooManyAttempts, AccountLocked, SignInBusy, SessionOver)
# What a 409 of allauth says, by the operation.
CONFLICTS: Mapping[str, type[WordedError]] = {
    **dict.fromkeys(("sign_in", "read_invitation", "accept_invitation", "sign_in_with_agency"), SignedInAlready),
    "set_new_password": NoCodeAsked,
}
# More codes than this are no name.
SHARED_MOST = 3
# With these goes Retry-After.
WAITS = {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}


DEFAULT: JsonObject = {
    "description": "Anything else: RFC 9457 problem details; `code` is stable. See protocol.md.",
    "headers": {"Retry-After": RETRY_AFTER},
    "content": {"application/problem+json": {"schema": PROBLEM}},
}


def add_answers(operation: JsonObject, view: object, schemas: JsonObject, shared: JsonObject) -> None:
    """Add the problems that an operation can answer, by status; ETag and 304 where its function has them.

    Args:
        view: the function that answers it.
        schemas: all that have a name.
        shared: the answers of all operations, by name; those that lack are put there.
    """
    function = plain_function(view)
    answers = operation["responses"]
    assert isinstance(answers, dict)
    if function is not None:
        _add_tags(operation, answers, function)
    found = {*_met_anywhere(operation), *(refusals_reached(function) if function else ())}
    found |= _met_by_commands(operation, schemas)
    for status, codes in _codes_by_status(found).items():
        if str(status) not in answers:
            name = ".".join(["Problem", str(status), *codes])
            if len(codes) > SHARED_MOST:
                name = f"Problem.{status}.{crc32(name.encode()):08x}"
            shared.setdefault(name, _problems_answer(status, codes))
            answers[str(status)] = {"$ref": f"#/components/responses/{name}"}
    shared["Problem"] = DEFAULT
    answers["default"] = {"$ref": "#/components/responses/Problem"}


def add_deprecation(operation: JsonObject) -> None:
    """Say of an operation that will end what its answers say of that, and what to use instead."""
    told = operation.get(DESCRIBED_AS)
    if not isinstance(told, dict):
        return
    operation["description"] = (
        f"{operation['description']}\n\nDeprecated since {told['since']}, ends on {told['ends']}: use"
        f" `{told['instead']}` instead."
    )
    answers = operation["responses"]
    assert isinstance(answers, dict)
    for answer in answers.values():
        # Answers that operations share say nothing of one of them; these headers stand beside theirs all the same.
        if isinstance(answer, dict) and "$ref" not in answer:
            headers = answer.setdefault("headers", {})
            assert isinstance(headers, dict)
            headers.update(DEPRECATION)


def problem_examples(used: Iterable[str]) -> JsonObject:
    """Return an example of each problem that operations name, by its code and status."""
    wanted = set(used)
    examples: JsonObject = {}
    for error in every_error():
        for code in _codes_of(error):
            name = f"{code}.{error.status}"
            if name in wanted and name not in examples:
                examples[name] = {"summary": code.replace("_", " ").capitalize(), "value": _example_of(error, code)}
    return dict(sorted(examples.items()))


def _add_tags(operation: JsonObject, answers: JsonObject, function: FunctionType) -> None:
    reached = functions_reached(function)
    is_conditional = unless_known in reached
    if not is_conditional and not any('["ETag"]' in inspect.getsource(one) for one in _in_doors(reached)):
        return
    for status, answer in answers.items():
        if status.startswith("2") and isinstance(answer, dict):
            answer["headers"] = {"ETag": ETAG}
    if is_conditional:
        parameters = operation.setdefault("parameters", [])
        assert isinstance(parameters, list)
        parameters.append(IF_NONE_MATCH)
        answers["304"] = {"description": "The client has it already.", "headers": {"ETag": ETAG}}


def _in_doors(functions: Iterable[FunctionType]) -> list[FunctionType]:
    """Return those that stand in routes: only there are headers of an answer set."""
    return [one for one in functions if "api" in one.__module__]


def _met_anywhere(operation: JsonObject) -> set[type[WordedError]]:
    """Return what the server answers before the operation's function is asked."""
    found: set[type[WordedError]] = set(LATER)
    if "sign-in" in str(operation["tags"]):
        found |= set(OF_SIGN_IN)
        conflict = CONFLICTS.get(str(operation["operationId"]))
        found |= {conflict} if conflict else set()
    if operation.get("security"):
        found.add(NotAuthenticated)
    parameters = operation.get("parameters")
    places = {one["in"] for one in parameters if isinstance(one, dict)} if isinstance(parameters, list) else set()
    if "path" in places:
        found.add(NotFoundHere)
    if "query" in places or "requestBody" in operation:
        found |= {BadField}
    if "requestBody" in operation:
        found |= {FrameTooLarge, RequestRefused, HiddenText}
    return found


def _met_by_commands(operation: JsonObject, schemas: JsonObject) -> set[type[WordedError]]:
    """Return what the actions refuse of the commands that an operation takes."""
    text = str(operation.get("requestBody", ""))
    commands = {rule.__name__: rule for rule in command_rules()}
    named = [one for name, one in commands.items() if f"/{name}'" in text or _is_behind(name, text, schemas)]
    return set().union(*(_refused_by(one) for one in named))


def _is_behind(name: str, text: str, schemas: JsonObject) -> bool:
    """Say whether a body is a named union of commands."""
    return any(f"/{union}'" in text and f"/{name}'" in str(schema) for union, schema in _unions_of(schemas).items())


def _unions_of(schemas: JsonObject) -> dict[str, Json]:
    return {name: one for name, one in schemas.items() if isinstance(one, dict) and "oneOf" in one}


def _refused_by(command: type[Command]) -> Refusals:
    asked = [plain_function(one) for one in (action_of(command), *guards_of_commands().get(command, ()))]
    return frozenset().union(*(refusals_reached(one) for one in asked if one))


def _codes_by_status(found: Iterable[type[WordedError]]) -> Mapping[int, list[str]]:
    codes: dict[int, set[str]] = {}
    for error in found:
        # Faults of ours are what `default` is for.
        if error.status != HTTPStatus.INTERNAL_SERVER_ERROR and error.code != WordedError.code:
            codes.setdefault(error.status, set()).update(_codes_of(error))
    return {status: sorted(codes[status]) for status in sorted(codes)}


def _codes_of(error: type[WordedError]) -> list[str]:
    return sorted(REFUSED_AT_ONCE) if error in CODE_PER_FAULT else [error.code]


def _problems_answer(status: int, codes: list[str]) -> JsonObject:
    """Return the answer of a status, with an example for each of its codes."""
    examples: JsonObject = {code: {"$ref": f"#/components/examples/{code}.{status}"} for code in codes}
    said = ", ".join(f"`{code}`" for code in codes)
    answer: JsonObject = {
        "description": f"{HTTPStatus(status).phrase}: {said}.",
        "content": {"application/problem+json": {"schema": PROBLEM, "examples": examples}},
    }
    return {**answer, "headers": {"Retry-After": RETRY_AFTER}} if status in WAITS else answer


def _example_of(error: type[WordedError], code: str) -> JsonObject:
    meaning = REFUSED_AT_ONCE.get(code) if error in CODE_PER_FAULT else None
    said = meaning or meaning_of_error(error)
    return {
        "type": problem_type(code),
        "title": said,
        "status": error.status,
        "code": code,
        "detail": said,
    }


def every_error() -> list[type[WordedError]]:
    """Return every refusal there is, ours of rooms first."""
    found: list[type[WordedError]] = []
    ahead: list[type[WordedError]] = [CoordinationError, *WordedError.__subclasses__()]
    while ahead:
        one = ahead.pop()
        found.append(one)
        ahead += one.__subclasses__()
    return sorted(
        set(found), key=lambda one: (not one.__module__.startswith("coordination"), one.__module__, one.__name__)
    )
