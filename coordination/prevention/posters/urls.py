"""The addresses of posters."""

from django.urls import path

from coordination.prevention.posters import pages

urlpatterns = [
    path("prevention/posters/<uuid:agency_id>", pages.poster_page, name="tip_poster"),
]
