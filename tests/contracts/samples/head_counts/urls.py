"""The address of the sample's page."""

from django.urls import path

from tests.contracts.samples.head_counts.pages import team_page

urlpatterns = [path("head-counts/<uuid:agency_id>", team_page, name="head_counts")]
