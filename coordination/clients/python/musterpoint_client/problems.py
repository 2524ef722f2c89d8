"""Refusals of the server (RFC 9457): which of them are final, and which are for now."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

type Frame = dict[str, Any]

# Refusals for now: nothing was recorded. The first is about the server, the others are about one command.
TRY_LATER_CODE = "try_later"
LIMIT_CODES = {"too_many_incidents", "too_many_presses"}
# Refusals of a room after which trying again cannot help.
FINAL_CODES = {"not_found", "access_ended", "not_joined", "bad_subprotocol", "foreign_origin"}
SIGNED_OUT_CODES = {"signed_out", "not_authenticated"}
# The session was not used for half an hour: show nothing more until the person has proved who they are.
LOCKED_CODE = "session_locked"


class ApiProblem(Exception):
    """The server said no; `code` is stable, the text is for people."""

    def __init__(self, problem: Mapping[str, Any], *, status: int = 0, retry_after_s: float = 0.0) -> None:
        super().__init__(str(problem.get("detail", problem)))
        self.code = str(problem.get("code", ""))
        self.problem = problem
        self.status = status or int(problem.get("status", 0))
        self.retry_after_s = retry_after_s or float(problem.get("retry_after_s", 0.0))

    @property
    def is_final(self) -> bool:
        """Sending it again gets the same answer: also for what met a fault of the server's and was given up."""
        if self.code == "command_failed":
            return True
        later = (HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS)
        return 400 <= self.status < 500 and self.status not in later


def problem_from(body: bytes) -> Frame:
    """Return the problem that an answer says; an empty one: it is a proxy's page."""
    try:
        problem = json.loads(body)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
