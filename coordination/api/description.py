"""The descriptions of this interface, as docs/ has them: the same bytes, read and compressed once."""

import gzip
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
# Another version of the server is another document, and then the ETag is another.
KEPT_S = 3600


@dataclass(frozen=True, slots=True)
class Description:
    """A document and its ETag; `packed` is the same by gzip, and has an ETag of its own (RFC 9110, 8.8.3)."""

    plain: bytes
    packed: bytes
    digest: str


# Read-only: without the exemption a POST would be asked for a form's token first.
@csrf_exempt
@require_safe
def openapi_document(request: HttpRequest) -> HttpResponseBase:
    """Answer the description of the HTTP interface."""
    return _answer_document(request, "openapi.json")


# Read-only: without the exemption a POST would be asked for a form's token first.
@csrf_exempt
@require_safe
def asyncapi_document(request: HttpRequest) -> HttpResponseBase:
    """Answer the description of the sockets."""
    return _answer_document(request, "asyncapi.json")


def _answer_document(request: HttpRequest, name: str) -> HttpResponseBase:
    """Answer a document to everyone: it is public, and says nothing about this installation or its people."""
    found = read_description(name)
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    etag = f'"{found.digest}-gzip"' if is_packed else f'"{found.digest}"'
    response = HttpResponse(found.packed if is_packed else found.plain, content_type="application/json")
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = f"public, max-age={KEPT_S}"
    # Also what is not packed says how it is sent: else it would be packed on its way, at each request.
    response.headers["Content-Encoding"] = "gzip" if is_packed else "identity"
    patch_vary_headers(response, ["Accept-Encoding"])
    answer: HttpResponseBase | None = get_conditional_response(request, etag=etag, response=response)
    return answer or response


@cache
def read_description(name: str) -> Description:
    """Return a document of docs/. Read once: a server that is brought up to date starts anew."""
    plain = (DOCS / name).read_bytes()
    return Description(plain, gzip.compress(plain, mtime=0), sha256(plain).hexdigest()[:32])
