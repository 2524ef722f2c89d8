"""The addresses of school climate."""

from django.urls import path

from coordination.prevention.climate.pages import schools, survey, tasks, team

urlpatterns = [
    path("prevention/climate", schools.climate_page, name="climate"),
    path("prevention/climate/schools/<uuid:school_id>", schools.school_page, name="school_climate"),
    path("prevention/climate/tasks/<uuid:task_id>", tasks.task_page, name="climate_task"),
    path("prevention/climate/teams/<uuid:agency_id>", team.team_page, name="climate_team"),
    path("prevention/climate/surveys/<uuid:agency_id>", survey.survey_page, name="climate_survey"),
]
