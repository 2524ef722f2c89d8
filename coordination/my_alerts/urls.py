"""The addresses of how alerts reach the reader."""

from django.urls import path

from coordination.my_alerts import duty_pages, pages

urlpatterns = [
    path("account/alerts", pages.my_alerts_page, name="my_alerts"),
    path("account/alerts/duty", duty_pages.duty_page, name="duty"),
    path("account/alerts/tests/<uuid:test_id>", pages.alert_test_page, name="alert_test"),
]
