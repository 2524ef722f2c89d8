"""The addresses of the agreements' pages."""

from django.urls import path

from mou.web.paper_views import check_page, compare_choice_page, compare_page
from mou.web.views import agreement_page, agreements_page, history_page, new_agreement_page, redline_page, version_page
from mou.web.word_views import word_file_page

urlpatterns = [
    path("agreements", agreements_page, name="agreements"),
    path("agreements/new", new_agreement_page, name="new_agreement"),
    path("agreements/<uuid:memorandum_id>", agreement_page, name="agreement"),
    path("agreements/<uuid:memorandum_id>/versions/<int:number>", version_page, name="agreement_version"),
    path("agreements/<uuid:memorandum_id>/versions/<int:number>/word-file", word_file_page, name="agreement_word_file"),
    path("agreements/<uuid:memorandum_id>/versions/<int:number>/history", history_page, name="agreement_history"),
    path(
        "agreements/<uuid:memorandum_id>/versions/<int:number>/redline/<int:before>",
        redline_page,
        name="agreement_redline",
    ),
    path("agreements/<uuid:memorandum_id>/check", check_page, name="agreement_check"),
    path("agreements/<uuid:memorandum_id>/compare", compare_choice_page, name="agreement_compare_choice"),
    path("agreements/<uuid:memorandum_id>/compare/<uuid:other_id>", compare_page, name="agreement_compare"),
]
