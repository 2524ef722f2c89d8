"""The addresses of role cards."""

from django.urls import path

from coordination.incident.staff_roles import pages

urlpatterns = [
    path("role-cards", pages.places_page, name="role_cards"),
    path("role-cards/<uuid:agency_id>", pages.cards_page, name="role_cards_of"),
    path("role-cards/<uuid:agency_id>/print", pages.print_page, name="role_cards_print"),
    path("role-cards/<uuid:agency_id>/<str:role>", pages.card_page, name="role_card"),
]
