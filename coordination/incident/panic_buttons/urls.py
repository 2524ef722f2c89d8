"""The addresses of panic buttons."""

from django.urls import path

from coordination.incident.panic_buttons import pages

urlpatterns = [
    path("panic-buttons", pages.keys_page, name="panic_keys"),
    path("panic-buttons/<uuid:intake_id>", pages.key_page, name="panic_key"),
]
