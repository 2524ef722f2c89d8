"""The addresses of tips by text."""

from django.urls import path

from coordination.prevention.tip_texts import pages

urlpatterns = [path("prevention/tips/desks/<uuid:agency_id>/texts", pages.text_page, name="tip_texts")]
