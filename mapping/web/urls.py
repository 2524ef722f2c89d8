"""The addresses of the map's pages."""

from django.urls import path

from mapping.web import plan_views
from mapping.web.import_pages import import_page, imports_page
from mapping.web.reunification_page import reunification_page
from mapping.web.rule_pages import certificate, district_rules_page, site_rules_page
from mapping.web.views import site_page

urlpatterns = [
    path("sites/<uuid:site_id>", site_page, name="site"),
    path("levels/<uuid:level_id>/history", plan_views.history_page, name="plan_history"),
    path("levels/<uuid:level_id>/difference", plan_views.difference_page, name="plan_difference"),
    path("levels/<uuid:level_id>/edit", plan_views.edit_page, name="plan_edit"),
    path("sites/<uuid:site_id>/plan-imports", imports_page, name="plan_imports"),
    path("plan-imports/<uuid:job_id>", import_page, name="plan_import"),
    path("sites/<uuid:site_id>/reunification", reunification_page, name="reunification"),
    path("sites/<uuid:site_id>/map-rules", site_rules_page, name="site_rules"),
    path("sites/<uuid:site_id>/map-rules/certificate.pdf", certificate, name="map_certificate"),
    path("districts/<uuid:district_id>/map-rules", district_rules_page, name="district_rules"),
]
