"""The addresses of rooms that report."""

from django.urls import path

from coordination.incident.accountability import pages

urlpatterns = [
    path("incidents/<uuid:incident_id>/my-room", pages.my_room_page, name="my_room"),
]
