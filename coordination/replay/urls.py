"""The address of a replay."""

from django.urls import path

from coordination.replay.pages import replay_page

urlpatterns = [path("incidents/<uuid:incident_id>/replay", replay_page, name="replay")]
