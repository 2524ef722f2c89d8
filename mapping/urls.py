"""The addresses of the map's pages."""

from django.urls import include, path

from mapping.compliance.pages import certificate, district_rules_page, site_rules_page
from mapping.edits import pages as plan_views
from mapping.exports.pages import print_page
from mapping.imports.pages import import_page, imports_page
from mapping.plans.pages import site_page
from mapping.reunification_sites.pages import reunification_page

urlpatterns = [
    path("sites/<uuid:site_id>", site_page, name="site"),
    path("sites/<uuid:site_id>/print", print_page, name="site_print"),
    path("levels/<uuid:level_id>/history", plan_views.history_page, name="plan_history"),
    path("levels/<uuid:level_id>/difference", plan_views.difference_page, name="plan_difference"),
    path("levels/<uuid:level_id>/edit", plan_views.edit_page, name="plan_edit"),
    path("sites/<uuid:site_id>/plan-imports", imports_page, name="plan_imports"),
    path("plan-imports/<uuid:job_id>", import_page, name="plan_import"),
    path("sites/<uuid:site_id>/reunification", reunification_page, name="reunification"),
    path("sites/<uuid:site_id>/map-rules", site_rules_page, name="site_rules"),
    path("sites/<uuid:site_id>/map-rules/certificate.pdf", certificate, name="map_certificate"),
    path("districts/<uuid:district_id>/map-rules", district_rules_page, name="district_rules"),
    path("", include("mapping.assessments.urls")),
]
