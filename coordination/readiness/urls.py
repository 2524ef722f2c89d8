"""The address of a district at a glance."""

from django.urls import path

from coordination.readiness.pages import readiness_page

urlpatterns = [
    path("districts/<uuid:district_id>/readiness", readiness_page, name="district_readiness"),
]
