"""The addresses of records."""

from django.urls import path

from coordination.records import pages
from coordination.records.backup.pages import backups_page
from coordination.records.person_data import pages as person_data
from coordination.records.retention import pages as retention

urlpatterns = [
    # RFC 8615: where others look for what belongs to a host.
    path(".well-known/musterpoint-record-key", pages.record_key_view, name="record_key"),
    path("administration/backups", backups_page, name="backups"),
    path("records/<uuid:agency_id>", pages.audit_page, name="audit"),
    path("records/<uuid:agency_id>/review", pages.review_page, name="audit_review"),
    path("account/data", person_data.my_data_page, name="my_data"),
    path("administration/people/<uuid:person_id>/data", person_data.person_data_page, name="person_data"),
    path("records/<uuid:district_id>/retention", retention.retention_page, name="retention"),
    path("records/<uuid:district_id>/legal-holds", retention.holds_page, name="legal_holds"),
    path("records/<uuid:district_id>/deletions", retention.deletions_page, name="deletions"),
]
