"""The addresses of prevention: the front page, and places on teams. Those of each desk stand in its folder."""

from django.urls import path

from coordination.prevention import front
from coordination.prevention.places.pages import places_page

urlpatterns = [
    path("prevention", front.prevention_page, name="prevention"),
    path("prevention/places", places_page, name="places"),
]
