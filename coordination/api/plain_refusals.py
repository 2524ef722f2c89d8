"""What Django and allauth refuse by themselves: to a program they would answer a page, or nothing."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from coordination.api.problems import (
    PROGRAMS,
    CsrfFailed,
    MethodNotAllowed,
    NotFoundHere,
    RequestRefused,
    problem_response,
)
from coordination.errors import CoordinationError

MEANT: dict[int, type[CoordinationError]] = {
    error.status: error for error in (MethodNotAllowed, CsrfFailed, NotFoundHere)
}


class RefusedInOneForm:
    """Middleware: each refusal of the interface is a problem (RFC 9457), also where no code of ours saw the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        is_refused = HTTPStatus.BAD_REQUEST <= response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR
        if not is_refused or not request.path_info.startswith(PROGRAMS):
            return response
        if not response.get("Content-Type", "text/html").startswith("text/html"):
            return response
        problem = problem_response(MEANT.get(response.status_code, RequestRefused)())
        if "Allow" in response.headers:
            problem.headers["Allow"] = response.headers["Allow"]
        return problem
