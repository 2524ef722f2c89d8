"""The addresses of what rooms and other places offer."""

from django.urls import path

from mapping.options.pages import floor_page, options_page, place_page

urlpatterns = [
    path("sites/<uuid:site_id>/room-options", options_page, name="room_options"),
    path("levels/<uuid:level_id>/room-options", floor_page, name="walk_floor"),
    path("levels/<uuid:level_id>/room-options/<uuid:place_id>", place_page, name="walk_room"),
]
