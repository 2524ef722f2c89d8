"""The addresses of an exercise as it is played."""

from django.urls import path

from coordination.drills.conduct import pages

urlpatterns = [
    path("drills/exercises/<uuid:exercise_id>/conduct", pages.conduct_page, name="exercise_conduct"),
    path("drills/exercises/<uuid:exercise_id>/discussion", pages.discussion_page, name="exercise_discussion"),
]
