"""Every address of the site; each app brings its own."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from coordination.api.description import asyncapi_document, openapi_document
from coordination.api.mounted import api
from coordination.api.problems import fault_answer, nothing_here
from coordination.sign_in.attempts.later import too_many_attempts
from coordination.sockets.long_poll import poll_room
from coordination.web.apps.installed import app_addresses
from coordination.web.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    # Before the API: the long poll waits on this process's feed, which plain request handlers know nothing of.
    path("api/v1/rooms/<uuid:room_id>/poll", poll_room),
    path("api/v1/openapi.json", openapi_document),
    path("api/v1/asyncapi.json", asyncapi_document),
    path("api/v1/", api.urls),
    # A program that asks for what does not exist gets a problem document, not a page.
    re_path(r"^api/", nothing_here),
    *app_addresses(),
    path("i18n/", include("django.conf.urls.i18n")),
    # Behind the addresses of signing in that are there.
    re_path(r"^_allauth/", nothing_here),
]
handler429 = too_many_attempts
handler500 = fault_answer
