"""The addresses of school climate."""

from django.urls import path

from coordination.prevention.climate import pages, survey_page, team_page

urlpatterns = [
    path("prevention/climate", pages.climate_page, name="climate"),
    path("prevention/climate/schools/<uuid:school_id>", pages.school_page, name="school_climate"),
    path("prevention/climate/tasks/<uuid:task_id>", pages.task_page, name="climate_task"),
    path("prevention/climate/teams/<uuid:agency_id>", team_page.team_page, name="climate_team"),
    path("prevention/climate/surveys/<uuid:agency_id>", survey_page.survey_page, name="climate_survey"),
]
