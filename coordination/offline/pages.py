"""The page of what is kept on this phone, and the service worker that keeps it. Both are the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from coordination.offline.shell import kept_html, worker_script


@require_safe
def kept_page(request: HttpRequest) -> HttpResponse:
    """Show what is kept, by what the browser itself knows; no sign-in is asked, and without a network none could be."""
    response = HttpResponse(kept_html())
    response["Cache-Control"] = "no-cache"
    return response


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Return the service worker from the root of the site, because it may only stand in for what lies below it."""
    response = HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")
    # The browser asks for it at every page: a new version takes over at the next one.
    response["Cache-Control"] = "no-cache"
    return response
