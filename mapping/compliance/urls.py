"""The addresses of the law on maps."""

from django.urls import path

from mapping.compliance.pages import certificate, district_rules_page, site_rules_page

urlpatterns = [
    path("sites/<uuid:site_id>/map-rules", site_rules_page, name="site_rules"),
    path("sites/<uuid:site_id>/map-rules/certificate.pdf", certificate, name="map_certificate"),
    path("districts/<uuid:district_id>/map-rules", district_rules_page, name="district_rules"),
]
