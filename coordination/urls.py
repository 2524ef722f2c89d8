"""Every address of the site; each package brings its own routers."""

from django.urls import URLPattern, URLResolver, include, path

from coordination.api.app import api
from coordination.web.health import healthz, readyz
from coordination.ws.long_poll import poll

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("accounts/", include("allauth.account.urls")),
    path("_allauth/", include("allauth.headless.urls")),
    # Before the API: the long poll waits on this process's feed, which plain request handlers know nothing of.
    path("api/v1/rooms/<uuid:room_id>/poll", poll),
    path("api/v1/", api.urls),
    path("", include("mapping.web.urls")),
    path("", include("coordination.web.urls")),
]
