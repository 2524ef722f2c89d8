"""The addresses of social media alerts."""

from django.urls import path

from coordination.prevention.social_alerts import desk_pages, detail_pages, pages, rule_pages

urlpatterns = [
    path("prevention/alerts", pages.alerts_page, name="social_alerts"),
    path("prevention/alerts/<uuid:alert_id>", detail_pages.alert_page, name="social_alert"),
    path("prevention/alerts/desks/<uuid:district_id>", desk_pages.desk_page, name="social_alert_desk"),
    path("prevention/alerts/rules/<uuid:district_id>", rule_pages.rules_page, name="social_alert_rules"),
    path("prevention/alerts/reports/<uuid:district_id>", rule_pages.report_page, name="social_alert_report"),
]
