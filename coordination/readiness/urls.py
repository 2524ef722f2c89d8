"""The address of a district's readiness."""

from django.urls import path

from coordination.readiness import pages

urlpatterns = [
    path("districts/<uuid:district_id>/readiness", pages.readiness_page, name="district_readiness"),
]
