"""The addresses of the alarm, whose own folder is full."""

from django.urls import path

from coordination.incident.panic import pages, tier_pages

urlpatterns = [
    path("rooms/<uuid:room_id>", pages.room_page, name="room"),
    path("panic", pages.panic_page, name="panic"),
    path("panic-tiers", tier_pages.tiers_page, name="panic_tiers"),
]
