"""Answer 304 to a reader who has the bytes already (RFC 9110, 13.1.2)."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response


def unless_known(
    request: HttpRequest, etag: str, made: Callable[[], HttpResponseBase], kept: str = "no-cache"
) -> HttpResponseBase:
    """Return a 304 to a client that has what this quoted ETag names, and else what is made now.

    `kept` says for how long a reader may go without asking: by default not at all, for the right to it may have ended.
    """
    known = get_conditional_response(request, etag=etag)
    # If-Match guards changes: on a read it would refuse a client the very thing that it lacks.
    response = known if known is not None and known.status_code == HTTPStatus.NOT_MODIFIED else made()
    response["ETag"] = etag
    # A shared cache must never hold what not everybody may see.
    response["Cache-Control"] = f"private, {kept}"
    return response
