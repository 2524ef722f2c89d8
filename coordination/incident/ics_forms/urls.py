"""The addresses of an incident's forms."""

from django.urls import path

from coordination.incident.ics_forms import pages

FORMS = "incidents/<uuid:incident_id>/forms"
urlpatterns = [
    path(FORMS, pages.forms_page, name="ics_forms"),
    path(f"{FORMS}/<str:form>.pdf", pages.form_pdf, name="ics_form_pdf"),
    path(f"{FORMS}/<str:form>", pages.form_page, name="ics_form"),
    path(f"{FORMS}/<str:form>/<str:block>", pages.block_page, name="ics_form_block"),
]
