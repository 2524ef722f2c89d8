"""The addresses of the first page, the incident page and what every page needs; each other part brings its own."""

from django.urls import path

from coordination.home import brief_pages as brief_views
from coordination.home import evidence_pages as evidence_views
from coordination.home import pages as views
from coordination.home import words_file as words_views
from coordination.home.style_page import style_page

urlpatterns = [
    path("", views.home_page, name="home"),
    path("incidents/<uuid:incident_id>", views.incident_page, name="incident"),
    path("incidents/<uuid:incident_id>/map", views.incident_window, {"half": "map"}, name="incident_map"),
    path(
        "incidents/<uuid:incident_id>/timeline", views.incident_window, {"half": "timeline"}, name="incident_timeline"
    ),
    path("incidents/<uuid:incident_id>/board", views.incident_window, {"half": "board"}, name="incident_board"),
    path("incidents/<uuid:incident_id>/brief", brief_views.brief_page, name="brief"),
    path("incidents/<uuid:incident_id>/brief.pdf", brief_views.brief_pdf, name="brief_pdf"),
    path("incidents/<uuid:incident_id>/evidence.zip", evidence_views.evidence_zip, name="evidence"),
    path("words/room.<slug:language>.<slug:digest>.json", words_views.room_words, name="room_words"),
    path("style", style_page, name="style"),
]
