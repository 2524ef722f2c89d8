"""The addresses of a floor's versions."""

from django.urls import path

from mapping.edits.pages import difference_page, edit_page, history_page
from mapping.edits.walks.pages import verify_floors_page

urlpatterns = [
    path("levels/<uuid:level_id>/history", history_page, name="plan_history"),
    path("levels/<uuid:level_id>/difference", difference_page, name="plan_difference"),
    path("levels/<uuid:level_id>/edit", edit_page, name="plan_edit"),
    path("sites/<uuid:site_id>/verify-floors", verify_floors_page, name="verify_floors"),
]
