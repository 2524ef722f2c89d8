"""The addresses of reviews."""

from django.urls import path

from coordination.reviews.pages import actions, hot_wash, reviews, years

urlpatterns = [
    path("reviews", reviews.reviews_page, name="reviews"),
    path("reviews/<uuid:incident_id>", reviews.review_page, name="review"),
    path("reviews/<uuid:incident_id>.pdf", reviews.sealed_file, {"form": "pdf"}, name="review_pdf"),
    path("reviews/<uuid:incident_id>.json", reviews.sealed_file, {"form": "json"}, name="review_json"),
    path("reviews/<uuid:incident_id>/hot-wash", hot_wash.wash_page, name="review_wash"),
    path("reviews/actions/<uuid:action_id>", actions.action_page, name="review_action"),
    path("reviews/years/<uuid:agency_id>", years.year_page, name="review_year"),
]
