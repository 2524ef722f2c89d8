"""The addresses of the pages about an agreement's paper."""

from django.urls import path

from mou.web.paper_views import check_page, compare_choice_page, compare_page

urlpatterns = [
    path("agreements/<uuid:memorandum_id>/check", check_page, name="agreement_check"),
    path("agreements/<uuid:memorandum_id>/compare", compare_choice_page, name="agreement_compare_choice"),
    path("agreements/<uuid:memorandum_id>/compare/<uuid:other_id>", compare_page, name="agreement_compare"),
]
