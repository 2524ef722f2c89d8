"""The addresses of the pages."""

from django.urls import include, path

from coordination.web import views

urlpatterns = [
    path("", views.home_page, name="home"),
    path("incidents/<uuid:incident_id>", views.incident_page, name="incident"),
    path("i18n/", include("django.conf.urls.i18n")),
]
