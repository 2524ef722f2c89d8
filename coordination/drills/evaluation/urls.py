"""The addresses of evaluations."""

from django.urls import path

from coordination.drills.evaluation import hot_wash_pages, pages

urlpatterns = [
    path("drills/exercises/<uuid:exercise_id>/evaluation", pages.evaluation_page, name="evaluation"),
    path("drills/exercises/<uuid:exercise_id>/evaluation/mine", pages.sheet_page, name="evaluation_sheet"),
    path("drills/exercises/<uuid:exercise_id>/hot-wash", hot_wash_pages.hot_wash_page, name="hot_wash"),
    path("drills/hot-washes", hot_wash_pages.hot_washes_page, name="hot_washes"),
    path("drills/times/<uuid:incident_id>", pages.times_page, name="exercise_times"),
]
