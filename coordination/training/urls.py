"""The addresses of SROs and training."""

from django.urls import path

from coordination.training import file_page, officer_pages, pages

urlpatterns = [
    path("training", pages.training_page, name="training"),
    path("training/officers", officer_pages.officers_page, name="sros"),
    path("training/officers/<uuid:assignment_id>", officer_pages.officer_page, name="sro"),
    path("training/agencies/<uuid:agency_id>", pages.agency_page, name="training_agency"),
    path("training/agencies/<uuid:agency_id>/new-officer", officer_pages.new_officer_page, name="new_sro"),
    path("training/completed/<uuid:record_id>", pages.record_page, name="training_record"),
    path("training/files/<uuid:agency_id>", file_page.training_file_page, name="training_file"),
    path("training/coverage/<uuid:district_id>", pages.coverage_page, name="training_coverage"),
    path("incidents/<uuid:incident_id>/never-drilled", pages.never_drilled_page, name="never_drilled"),
]
