"""What Django and allauth refuse by themselves: to a program they would answer a page, or nothing."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse

from coordination.api.problems import (
    PROGRAMS,
    CsrfFailed,
    MethodNotAllowed,
    NotFoundHere,
    RequestRefused,
    problem_response,
)
from coordination.errors import CoordinationError
from mou.foundation.labelled import words_told

MEANT: dict[int, type[CoordinationError]] = {
    error.status: error for error in (MethodNotAllowed, CsrfFailed, NotFoundHere)
}


# There a 400 says what is wrong by `errors`, each with a code.
SIGN_IN = "/_allauth/"


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
        if response.status_code == HTTPStatus.BAD_REQUEST and request.path_info.startswith(SIGN_IN):
            return _refuse_as_sign_in_does()
        problem = problem_response(MEANT.get(response.status_code, RequestRefused)())
        if "Allow" in response.headers:
            problem.headers["Allow"] = response.headers["Allow"]
        return problem


def _refuse_as_sign_in_does() -> HttpResponse:
    refused = RequestRefused()
    told = words_told(refused, refused.title, refused.detail)
    fault = {"code": refused.code, "message": told.detail}
    answer = JsonResponse({"status": refused.status, "errors": [fault]}, status=refused.status)
    answer.headers["Content-Language"] = told.language
    return answer
