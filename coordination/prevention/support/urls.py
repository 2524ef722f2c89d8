"""The addresses of support, and of the call of a crisis team from an incident."""

from django.urls import path

from coordination.prevention.support import detail_pages, pages, team_pages

urlpatterns = [
    path("prevention/support", pages.support_page, name="support"),
    path("prevention/support/refer", pages.refer_page, name="refer_student"),
    path("prevention/support/referrals/<uuid:referral_id>", detail_pages.referral_page, name="referral"),
    path("prevention/support/crises/<uuid:call_id>", detail_pages.crisis_page, name="crisis"),
    path("prevention/support/teams/<uuid:agency_id>", team_pages.team_page, name="support_team"),
    path("prevention/support/teams/<uuid:agency_id>/directory", team_pages.directory_page, name="support_directory"),
    path("incidents/<uuid:incident_id>/crisis-team", pages.call_page, name="crisis_team"),
]
