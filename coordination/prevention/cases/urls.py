"""The addresses of cases, and of the flags for responders."""

from django.urls import path

from coordination.prevention.cases import pages, team_pages
from coordination.prevention.cases.case_pages.faces import case_page
from coordination.prevention.cases.case_pages.opening import new_case_page

urlpatterns = [
    path("prevention/cases", pages.cases_page, name="cases"),
    path("prevention/cases/new", new_case_page, name="new_case"),
    path("prevention/cases/agenda", pages.agenda_page, name="case_agenda"),
    path("prevention/cases/<uuid:case_id>", case_page, name="case"),
    path("prevention/cases/teams/<uuid:agency_id>", team_pages.team_page, name="case_team"),
    path("prevention/police-copies/<uuid:copy_id>", pages.copy_page, name="police_copy"),
    path("prevention/flags", pages.flags_page, name="safety_flags"),
]
