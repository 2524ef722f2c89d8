"""The addresses of threats near schools."""

from django.urls import path

from coordination.incident.near_threats import pages

urlpatterns = [
    path("near-threats", pages.threats_page, name="near_threats"),
    path("near-threats/new", pages.new_threat_page, name="near_threat_new"),
    path("near-threats/<uuid:threat_id>", pages.threat_page, name="near_threat"),
]
