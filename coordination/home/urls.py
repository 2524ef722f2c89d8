"""The addresses of the pages."""

from django.urls import path

from coordination.home import brief_pages as brief_views
from coordination.home import evidence_pages as evidence_views
from coordination.home import pages as views
from coordination.home import words_file as words_views
from coordination.home.style_page import style_page
from coordination.incident.accountability import pages as accountability_views
from coordination.incident.mutual_aid import pages as mutual_aid_views
from coordination.incident.panic import pages as panic_views
from coordination.incident.panic import tier_pages as tier_views
from coordination.incident.panic_buttons import pages as panic_key_views

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
    path("rooms/<uuid:room_id>", panic_views.room_page, name="room"),
    path("aid", mutual_aid_views.aid_page, name="mutual_aid"),
    path("panic", panic_views.panic_page, name="panic"),
    path("incidents/<uuid:incident_id>/my-room", accountability_views.my_room_page, name="my_room"),
    path("panic-tiers", tier_views.tiers_page, name="panic_tiers"),
    path("panic-buttons", panic_key_views.keys_page, name="panic_keys"),
    path("panic-buttons/<uuid:intake_id>", panic_key_views.key_page, name="panic_key"),
    path("style", style_page, name="style"),
]
