"""Every address of the site; each package brings its own routers."""

from django.urls import URLPattern, URLResolver, include, path

from coordination.web.health import healthz, readyz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("accounts/", include("allauth.account.urls")),
    path("_allauth/", include("allauth.headless.urls")),
]
