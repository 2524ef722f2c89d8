"""How the product becomes an app of a phone: the manifest that browsers read, and the page that tells people how."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

MANIFEST_TYPE = "application/manifest+json"


@require_safe
def show_manifest(request: HttpRequest) -> HttpResponse:
    """Return what a phone shows of the installed app; the same for everybody."""
    response = render(request, "offline/manifest.webmanifest", content_type=MANIFEST_TYPE)
    response["Cache-Control"] = "max-age=3600"
    return response


@require_safe
def install_page(request: HttpRequest) -> HttpResponse:
    """Tell how to put the product on a phone's home screen; it is shown without a sign-in, too."""
    return render(request, "offline/install.html")
