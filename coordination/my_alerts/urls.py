"""The addresses of how alerts reach the reader."""

from django.urls import path

from coordination.my_alerts.duty_pages import duty_page
from coordination.my_alerts.pages import alert_test_page, my_alerts_page

urlpatterns = [
    path("account/alerts", my_alerts_page, name="my_alerts"),
    path("account/alerts/duty", duty_page, name="duty"),
    path("account/alerts/tests/<uuid:test_id>", alert_test_page, name="alert_test"),
]
