"""Talk to a server over HTTP: JSON, and problems as errors with a code."""

import json
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping

from musterpoint_client.problems import ApiProblem, Frame, problem_from

TIMEOUT_S = 30


def request_json(
    origin: str,
    path: str,
    *,
    token: str = "",
    body: Frame | None = None,
    method: str | None = None,
    more: Mapping[str, str] | None = None,
    heard: Callable[[Mapping[str, str]], object] = lambda _headers: None,
) -> Frame:
    """Make one HTTP request and return its JSON.

    Args:
        origin: such as https://musterpoint.example.
        path: from the root, such as /api/v1/me.
        method: GET without a body, POST with one, unless it is named.
        more: further headers.
        heard: told the headers of the answer, also of a refusal.
    Raises: ApiProblem: the server refused; OSError: there was no answer.
    """
    headers = {"Content-Type": "application/json"} | ({"X-Session-Token": token} if token else {}) | dict(more or {})
    data = json.dumps(body).encode() if body is not None else None
    asked = urllib.request.Request(f"{origin}{path}", data=data, headers=headers, method=method)  # noqa: S310 - the user's own server
    try:
        with urllib.request.urlopen(asked, timeout=TIMEOUT_S) as response:  # noqa: S310
            heard(dict(response.headers))
            answer: Frame = json.loads(response.read() or b"{}")
            return answer
    except urllib.error.HTTPError as error:
        with error:
            heard(dict(error.headers))
            wait = error.headers.get("Retry-After", "")
            wait_s = float(wait) if wait.isdecimal() else 0.0
            raise ApiProblem(problem_from(error.read()), status=error.code, retry_after_s=wait_s) from error
