"""The addresses of drills: a front page, the page of an exercise, and those of each part."""

from django.urls import include, path

from coordination.drills import exercise_page, front

urlpatterns = [
    path("drills", front.drills_page, name="drills"),
    path("drills/exercises/<uuid:exercise_id>", exercise_page.exercise_page, name="exercise"),
    path("", include("coordination.drills.exercises.urls")),
    path("", include("coordination.drills.evaluation.urls")),
    path("", include("coordination.drills.improvement.urls")),
    path("", include("coordination.drills.conduct.urls")),
    path("", include("coordination.drills.requirements.urls")),
]
