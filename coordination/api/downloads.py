"""What a person takes away on paper or as an archive, for apps: the same files as the pages give out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from coordination.agreements.pages import make_ledger
from coordination.home.brief_pages import make_brief
from coordination.home.evidence_pages import make_evidence
from coordination.sign_in.callers import caller_of
from mapping.compliance.pages import make_certificate
from mou.api.media_types import PDF, ZIP, declare_types

router = Router(tags=["records"])


@router.get(
    "/incidents/{uuid:incident_id}/evidence.zip",
    operation_id="read_evidence",
    openapi_extra=declare_types(ZIP),
)
def read_evidence(request: HttpRequest, incident_id: UUID) -> HttpResponseBase:
    """Return the evidence of an incident as a ZIP archive: what the caller may read, and what proves it."""
    return make_evidence(caller_of(request).asker(), incident_id)


@router.get("/incidents/{uuid:incident_id}/brief.pdf", operation_id="read_brief", openapi_extra=declare_types(PDF))
def read_brief(request: HttpRequest, incident_id: UUID, seq: int | None = None) -> HttpResponse:
    """Return the brief of an incident as a PDF, for those who command and those who speak for their agency.

    With `seq` it says what the caller knew after that entry.
    """
    return make_brief(caller_of(request).asker(), incident_id, seq)


@router.get(
    "/districts/{uuid:district_id}/disclosures.pdf", operation_id="print_disclosures", openapi_extra=declare_types(PDF)
)
def print_disclosures(request: HttpRequest, district_id: UUID) -> HttpResponse:
    """Return a district's ledger of disclosures as a PDF: its newest 1,000 rows; for its administrators."""
    return make_ledger(caller_of(request).asker(), district_id)


@router.get(
    "/sites/{uuid:site_id}/map-rules/certificate.pdf",
    operation_id="read_map_certificate",
    openapi_extra=declare_types(PDF),
)
def read_map_certificate(request: HttpRequest, site_id: UUID) -> HttpResponse:
    """Return how a site's plans stand against the law, as a PDF with versions, verifiers and rules that are not met."""
    return make_certificate(caller_of(request).user_id, site_id)
