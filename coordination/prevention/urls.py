"""The addresses of prevention: a front page, and those of each part."""

from django.urls import include, path

from coordination.prevention import front
from coordination.prevention.places.pages import places_page

urlpatterns = [
    path("prevention", front.prevention_page, name="prevention"),
    path("prevention/places", places_page, name="places"),
    path("", include("coordination.prevention.tips.urls")),
    path("", include("coordination.prevention.cases.urls")),
    path("", include("coordination.prevention.support.urls")),
    path("", include("coordination.prevention.climate.urls")),
    path("", include("coordination.prevention.social_alerts.urls")),
]
