"""The addresses of drills: a front page, the page of an exercise, and those of each part."""

from django.urls import path

from coordination.drills import exercise_page, front

urlpatterns = [
    path("drills", front.drills_page, name="drills"),
    path("drills/exercises/<uuid:exercise_id>", exercise_page.exercise_page, name="exercise"),
]
