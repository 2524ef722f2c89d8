"""The addresses of the response protocol."""

from django.urls import path

from coordination.incident.protocols import pages

urlpatterns = [
    path("response-protocol", pages.places_page, name="response_protocols"),
    path("response-protocol/<uuid:agency_id>", pages.protocol_page, name="response_protocol"),
]
