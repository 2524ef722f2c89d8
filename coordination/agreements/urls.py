"""The addresses of what agreements do in practice."""

from django.urls import path

from coordination.agreements import pages

urlpatterns = [
    path("why", pages.why_page, name="why"),
    path("emergency-access", pages.emergency_access_page, name="emergency_access"),
    path("districts/<uuid:district_id>/disclosures", pages.disclosures_page, name="disclosures"),
    path("districts/<uuid:district_id>/disclosures.pdf", pages.disclosures_pdf, name="disclosures_pdf"),
    path("agreements/<uuid:memorandum_id>/versions/<int:number>/rehearsal", pages.rehearsal_page, name="rehearsal"),
]
