"""Pages and what their scripts ask for go out compressed; files that are served lie compressed already."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

KINDS = ("text/html", "application/json", "application/geo+json")


class CompressedAnswers(GZipMiddleware):
    """Django's, which hides lengths from those who guess at secrets by them (BREACH), for answers that are text."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress what was asked for and found; errors stay as they are, the same for everybody."""
        if request.method != "GET" or response.status_code != 200 or not isinstance(response, HttpResponse):
            return response
        if not response.get("Content-Type", "").startswith(KINDS):
            return response
        tag = response.get("ETag")
        compressed: HttpResponseBase = super().process_response(request, response)
        # Django weakens it, and If-Match takes only strong ones: here a tag names a version, whatever bytes carry it.
        if tag is not None:
            compressed.headers["ETag"] = tag
        return compressed
