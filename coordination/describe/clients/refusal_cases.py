"""Vectors of refusals: what a client's outbox does with a command that met each of them."""

from collections.abc import Iterator
from http import HTTPStatus

from coordination.describe.clients.outbox_rule import Verdict, is_of_session, outbox_vectors
from coordination.describe.problem_codes import codes_and_classes
from coordination.room.wire.model import JsonObject
from mou.foundation.labelled import WordedError

# Of what is refused for good, these stand for all: a list of all would change with every capability.
FOR_GOOD = (
    *("bad_command", "command_id_reused", "incident_closed", "not_allowed", "not_found", "place_not_at_site"),
    *("too_many_invited", "upload_refused"),
)
# Faults of the server that are told as an answer to this very command.
FOR_GOOD_BY_NACK = (*FOR_GOOD, "storage_failed")
GIVEN_UP = "command_failed"
# A server that did not say yet how long to wait said these.
WITHOUT_A_TIME = ("try_later", "too_many_incidents", "too_many_presses")
# What stands before a server answers in its place, without a code.
OF_PROXIES = (408, 429, 500, 502, 503, 504, 520)
REFUSED_BY_PROXIES = (400, 413, 414)


def verdict_of(error: type[WordedError]) -> Verdict:
    """Return what a client does with a command that met an error: as the error's class declares."""
    if is_of_session(error):
        return Verdict.SESSION
    if error.retry_after_s is None:
        return Verdict.REFUSED
    return Verdict.LATER if error.status == HTTPStatus.TOO_MANY_REQUESTS else Verdict.ALL_LATER


def refusal_vectors() -> JsonObject:
    """Return the rule (`outbox`), and problems of sockets (`nacks`) and of HTTP (`answers`), each with its verdict."""
    return {"outbox": outbox_vectors(), "nacks": list(_list_nacks()), "answers": list(_list_answers())}


def _list_nacks() -> Iterator[JsonObject]:
    for error in _list_classes(FOR_GOOD_BY_NACK):
        verdict = verdict_of(error)
        if verdict == Verdict.SESSION:
            continue  # it closes the socket
        problem: JsonObject = {"code": error.code, "status": int(error.status)}
        if error.retry_after_s is not None:
            yield {"name": error.code, "problem": problem | {"retry_after_s": error.retry_after_s}, "verdict": verdict}
        if error.retry_after_s is None or error.code in WITHOUT_A_TIME:
            name = f"{error.code}, no time" if error.code in WITHOUT_A_TIME else error.code
            yield {"name": name, "problem": problem, "verdict": verdict}
    # Of a later server.
    for status, verdict in ((429, Verdict.LATER), (503, Verdict.ALL_LATER), (409, Verdict.ALL_LATER)):
        problem = {"code": "code_of_a_later_server", "status": status}
        yield {"name": f"an unknown {status}", "problem": problem, "verdict": Verdict.REFUSED}
        yield {"name": f"an unknown {status} for now", "problem": problem | {"retry_after_s": 4}, "verdict": verdict}


def _list_answers() -> Iterator[JsonObject]:
    for error in _list_classes(FOR_GOOD):
        yield _make_answer(error.code, int(error.status), error.code, error.retry_after_s, verdict_of(error))
    yield _make_answer("an unknown refusal", 409, "code_of_a_later_server", None, Verdict.REFUSED)
    yield _make_answer("an unknown limit", 429, "code_of_a_later_server", 4, Verdict.LATER)
    # It may have been met before the command was read: the next try may find the server well.
    yield _make_answer("an unknown fault", 500, "code_of_a_later_server", None, Verdict.ALL_LATER)
    for status in OF_PROXIES:
        yield _make_answer(f"a proxy's {status}", status, "", None, Verdict.ALL_LATER)
    for status in REFUSED_BY_PROXIES:
        yield _make_answer(f"a proxy's {status}", status, "", None, Verdict.REFUSED)
    yield _make_answer("a proxy's 429 that says how long", 429, "", 7, Verdict.ALL_LATER)


def _list_classes(for_good: tuple[str, ...]) -> list[type[WordedError]]:
    """Return the class of each code that does not refuse for good, and of those that stand for the others."""
    told = codes_and_classes()
    kept = {code for code, error in told.items() if verdict_of(error) != Verdict.REFUSED}
    return [told[code] for code in sorted({*kept, *for_good, GIVEN_UP})]


def _make_answer(name: str, status: int, code: str, retry_after_s: int | None, verdict: Verdict) -> JsonObject:
    return {"name": name, "status": status, "code": code, "retry_after_s": retry_after_s, "verdict": verdict}
