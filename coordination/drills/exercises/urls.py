"""The addresses of exercises as they are planned."""

from django.urls import path

from coordination.drills.exercises import pages, plan_pages

urlpatterns = [
    path("drills/exercises", pages.exercises_page, name="exercises"),
    path("drills/exercises/new", pages.new_page, name="new_exercise"),
    path("drills/exercises/<uuid:exercise_id>/plan", plan_pages.plan_page, name="exercise_plan"),
]
