"""The addresses of exercises as they are planned."""

from django.urls import path

from coordination.drills.exercises.pages import exercises, msel, papers, plan

ONE = "drills/exercises/<uuid:exercise_id>"
urlpatterns = [
    path("drills/exercises", exercises.exercises_page, name="exercises"),
    path("drills/exercises/new", exercises.new_page, name="new_exercise"),
    path(f"{ONE}/plan", plan.plan_page, name="exercise_plan"),
    path(f"{ONE}/msel", msel.msel_page, name="msel"),
    path(f"{ONE}/msel.csv", msel.msel_file, name="msel_file"),
    path(f"{ONE}/players-paper", papers.players_page, name="players_paper"),
    path(f"{ONE}/staff-paper", papers.staff_page, name="staff_paper"),
]
