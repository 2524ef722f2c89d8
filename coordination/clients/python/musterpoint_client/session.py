"""Who an app is to the server: signed in by a token, which goes with every request."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Literal

from musterpoint_client.api import request_json
from musterpoint_client.problems import ApiProblem, Frame

API = "/api/v1"
ACCOUNTS = "/_allauth/app/v1"
DAY_S = 24 * 60 * 60

type Step = Literal["signed_in", "second_factor"]


class Session:
    """A person's session with a server. Every method asks over HTTP and waits: call it in a thread from asyncio.

    Args:
        origin: such as https://musterpoint.example.
        token: of a session that goes on; it is what an app stores.
        app_version: such as "ios/2.3.1".
        language: as the phone is set, such as "es-US".
    """

    def __init__(self, origin: str, token: str = "", *, app_version: str = "", language: str = "") -> None:
        self.origin, self.token = origin.rstrip("/"), token
        said = {"X-App-Version": app_version, "Accept-Language": language}
        self._said = {name: value for name, value in said.items() if value}
        # The version to which the app should be brought; empty: it is new enough. Nothing is refused for it.
        self.update = ""

    def get(self, path: str) -> Any:
        """Return what a path below /api/v1 answers. Raises: ApiProblem, OSError."""
        return self._ask(f"{API}{path}")

    def post(self, path: str, body: Frame) -> Any:
        """Post to a path below /api/v1 and return the answer. Raises: ApiProblem, OSError."""
        return self._ask(f"{API}{path}", body=body)

    def sign_in(self, username: str, password: str) -> Step:
        """Sign in. "second_factor": the password is right, and `answer_second_factor` is next. Raises: ApiProblem."""
        self.token = ""
        return self._prove("/auth/login", {"username": username, "password": password})

    def answer_second_factor(self, code: str) -> Step:
        """Give the code of the person's app, or one of their recovery codes. Raises: ApiProblem."""
        return self._prove("/auth/2fa/authenticate", {"code": code})

    def sign_in_with_agency(self, code: str, verifier: str) -> Step:
        """Sign in with one's agency, by the code of the browser (`phone.agency_sign_in`). Raises: ApiProblem."""
        self.token = ""
        return self._prove("/auth/agency/token", {"code": code, "code_verifier": verifier})

    def renew_daily(self, last_at: float, now: float) -> float:
        """Let the session last two weeks from now; at most once a day. Return what to keep as `last_at`.

        Args:
            last_at: when it was done last, in seconds; 0: never.
        Raises: ApiProblem, OSError.
        """
        if now - last_at < DAY_S:
            return last_at
        self.post("/me/session", {})
        return now

    def unlock(self, password: str) -> Step:
        """Say once more who one is: a locked session goes on with the same token. Raises: ApiProblem."""
        return self._prove("/auth/reauthenticate", {"password": password})

    def unlock_by_second_factor(self, code: str) -> Step:
        """Unlock the session of a person with a second factor. Raises: ApiProblem."""
        return self._prove("/auth/2fa/reauthenticate", {"code": code})

    def note_use(self) -> str | None:
        """Report that the person touched the app, or watches an alarm; return when the session locks, None: never.

        At most once a minute, and by a person's doing: an app that says so by itself undoes the lock.
        """
        locks_at: str | None = self.post("/me/in-use", {})["locks_at"]
        return locks_at

    def sign_out(self) -> None:
        """End the session. Raises: ApiProblem, OSError."""
        try:
            self._ask(f"{ACCOUNTS}/auth/session", method="DELETE")
        except ApiProblem as refused:
            # No one is signed in any more, and the answer says so.
            if refused.status not in (HTTPStatus.UNAUTHORIZED, HTTPStatus.GONE):
                raise
        self.token = ""

    def _prove(self, path: str, proof: Frame) -> Step:
        try:
            answer = self._ask(f"{ACCOUNTS}{path}", body=proof)
        except ApiProblem as refused:
            if refused.status != HTTPStatus.UNAUTHORIZED or not _asks_second_factor(refused.problem.get("data")):
                raise _refusal_of(refused) from refused
            self._keep_token(refused.problem.get("meta"))
            return "second_factor"
        self._keep_token(answer.get("meta"))
        return "signed_in"

    def _ask(self, path: str, *, body: Frame | None = None, method: str | None = None) -> Frame:
        return request_json(
            self.origin, path, token=self.token, body=body, method=method, more=self._said, heard=self._hear
        )

    def _hear(self, headers: Mapping[str, str]) -> None:
        # A proxy may write names in small letters.
        self.update = next((value for name, value in headers.items() if name.lower() == "x-app-update"), "")

    def _keep_token(self, meta: Any) -> None:
        if isinstance(meta, dict) and meta.get("session_token"):
            self.token = str(meta["session_token"])


def _asks_second_factor(data: Any) -> bool:
    flows = data.get("flows", []) if isinstance(data, dict) else []
    return any(flow.get("id") == "mfa_authenticate" and flow.get("is_pending") for flow in flows)


def _refusal_of(refused: ApiProblem) -> ApiProblem:
    """Return a refusal with the words of its first error: signing in is refused field by field."""
    errors = refused.problem.get("errors")
    if not errors:
        return refused
    told = {**refused.problem, "code": errors[0].get("code", ""), "detail": errors[0].get("message", "")}
    return ApiProblem(told, status=refused.status, retry_after_s=refused.retry_after_s)
