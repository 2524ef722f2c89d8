"""The addresses of test alarms."""

from django.urls import path

from coordination.incident.reach import pages

urlpatterns = [
    path("alarm-tests", pages.my_tests_page, name="my_alarm_tests"),
    path("alarm-tests/key/<str:key>", pages.key_page, name="alarm_test_key"),
    path("alarm-tests/agencies/<uuid:agency_id>", pages.agency_tests_page, name="alarm_tests"),
    path("alarm-tests/<uuid:test_id>", pages.test_page, name="alarm_test"),
]
