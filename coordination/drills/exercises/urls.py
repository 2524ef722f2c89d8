"""The addresses of exercises as they are planned."""

from django.urls import path

from coordination.drills.exercises import msel_pages, pages, paper_pages, plan_pages

ONE = "drills/exercises/<uuid:exercise_id>"
urlpatterns = [
    path("drills/exercises", pages.exercises_page, name="exercises"),
    path("drills/exercises/new", pages.new_page, name="new_exercise"),
    path(f"{ONE}/plan", plan_pages.plan_page, name="exercise_plan"),
    path(f"{ONE}/msel", msel_pages.msel_page, name="msel"),
    path(f"{ONE}/msel.csv", msel_pages.msel_file, name="msel_file"),
    path(f"{ONE}/players-paper", paper_pages.players_page, name="players_paper"),
    path(f"{ONE}/staff-paper", paper_pages.staff_page, name="staff_paper"),
]
