"""The addresses of a day in the building."""

from django.urls import path

from coordination.building_today import pages
from coordination.building_today.cards import pages as card_pages

urlpatterns = [
    path("day-card", card_pages.card_page, name="day_card"),
    # The same page: what is posted here waits for nothing.
    path("day-card/press", card_pages.card_page, name="day_card_press"),
    path("today", pages.sites_page, name="today"),
    path("today/<uuid:site_id>", pages.today_page, name="today_at"),
    path("today/<uuid:site_id>/cards", pages.cards_page, name="today_cards"),
    path("today/<uuid:site_id>/visitors", pages.visitors_page, name="today_visitors"),
    path("today/<uuid:site_id>/changes", pages.changes_page, name="today_changes"),
    path("today/<uuid:site_id>/classes", pages.classes_page, name="today_classes"),
    path("today/<uuid:site_id>/cards/<uuid:card_id>", pages.badge_page, name="day_card_badge"),
]
