"""The addresses of records."""

from django.urls import path

from coordination.records import pages

urlpatterns = [
    # RFC 8615: where others look for what belongs to a host.
    path(".well-known/musterpoint-record-key", pages.record_key_view, name="record_key"),
    path("records/<uuid:agency_id>", pages.audit_page, name="audit"),
    path("records/<uuid:agency_id>/review", pages.review_page, name="audit_review"),
]
