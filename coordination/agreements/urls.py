"""The addresses of what agreements do in practice."""

from django.urls import path

from coordination.agreements.on_paper.pages import paper_page
from coordination.agreements.pages import (
    disclosures_page,
    disclosures_pdf,
    emergency_access_page,
    rehearsal_page,
    why_page,
)
from coordination.agreements.parties.pages import parties_page

urlpatterns = [
    path("why", why_page, name="why"),
    path("emergency-access", emergency_access_page, name="emergency_access"),
    path("districts/<uuid:district_id>/disclosures", disclosures_page, name="disclosures"),
    path("districts/<uuid:district_id>/disclosures.pdf", disclosures_pdf, name="disclosures_pdf"),
    path("agreements/<uuid:memorandum_id>/versions/<int:number>/rehearsal", rehearsal_page, name="rehearsal"),
    path("agreements/<uuid:memorandum_id>/versions/<int:number>/paper", paper_page, name="agreement_paper"),
    path("agreements/<uuid:memorandum_id>/versions/<int:number>/parties", parties_page, name="agreement_parties"),
]
