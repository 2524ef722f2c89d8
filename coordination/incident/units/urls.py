"""The addresses of door stickers."""

from django.urls import path

from coordination.incident.units import pages

urlpatterns = [
    path("door/<uuid:site_id>/<uuid:code>", pages.door_page, name="door"),
    path("sites/<uuid:site_id>/door-stickers", pages.stickers_page, name="door_stickers"),
]
