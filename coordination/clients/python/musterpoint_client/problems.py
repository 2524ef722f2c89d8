"""Refusals of the server (RFC 9457): which of them are final, and which are for now."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Literal

type Frame = dict[str, Any]

# What becomes of a command that was refused: it leaves for good, it waits and those behind it go on, all wait, or all
# wait until the person has proven who they are. docs/examples/vectors/refusals.json has a case for each code.
type Verdict = Literal["refused", "later", "all_later", "session"]
TRY_LATER_CODE = "try_later"
# Older servers did not say how long to wait.
CODES_WITHOUT_A_TIME = {TRY_LATER_CODE, "too_many_incidents", "too_many_presses"}
SESSION_CODES = {
    *("not_authenticated", "signed_out", "session_locked", "second_factor_needed", "notice_not_accepted"),
    "app_not_attested",
}
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

    @property
    def _is_for_now(self) -> bool:
        return self.retry_after_s > 0 or self.code in CODES_WITHOUT_A_TIME

    @property
    def verdict_of_nack(self) -> Verdict:
        """What becomes of the command, told over a socket: every nack is the server's word about this command."""
        if not self._is_for_now:
            return "refused"
        is_limit = self.status == HTTPStatus.TOO_MANY_REQUESTS or self.code in CODES_WITHOUT_A_TIME - {TRY_LATER_CODE}
        return "later" if is_limit else "all_later"

    @property
    def verdict_of_answer(self) -> Verdict:
        """The same over HTTP: what stands before the server may have answered in its place, without a code."""
        if self.status == HTTPStatus.UNAUTHORIZED or self.code in SESSION_CODES:
            return "session"
        if self.code == "command_failed":
            return "refused"
        if self.status == HTTPStatus.TOO_MANY_REQUESTS and self.code:
            return "later" if self._is_for_now else "refused"
        is_of_server = self.status >= HTTPStatus.INTERNAL_SERVER_ERROR or not self.is_final
        return "all_later" if self._is_for_now or is_of_server else "refused"


def problem_from(body: bytes) -> Frame:
    """Return the problem that an answer says; an empty one: it is a proxy's page."""
    try:
        problem = json.loads(body)
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}
