"""The addresses of lessons."""

from django.urls import path

from coordination.prevention.lessons import pages

urlpatterns = [
    path("prevention/lessons", pages.places_page, name="lessons"),
    path("prevention/lessons/<uuid:agency_id>", pages.place_page, name="lessons_of"),
    path("prevention/lessons/<uuid:agency_id>/<slug:audience>", pages.lesson_page, name="lesson"),
]
