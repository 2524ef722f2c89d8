"""The addresses of found things."""

from django.urls import path

from tests.contracts.samples.found_things import pages

urlpatterns = [
    path("found-things", pages.front_page, name="found_things"),
    path("found-things/<uuid:thing_id>", pages.thing_page, name="found_thing"),
    path("found-things/teams/<uuid:agency_id>", pages.team_page, name="found_team"),
]
