"""A view as anybody would write it first: who is signed in, by the session."""

from django.http import HttpRequest, JsonResponse
from django.urls import path

from coordination.web.health import healthz


def who(request: HttpRequest) -> JsonResponse:
    """Say who is signed in."""
    user = request.user
    return JsonResponse({"id": user.pk, "name": user.get_username()} if user.is_authenticated else {})


urlpatterns = [path("healthz", healthz), path("who", who)]
