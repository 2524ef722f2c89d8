"""The addresses of assessments, below those of prevention."""

from django.urls import path

from mapping.assessments import finding_pages, measure_pages, pages, sweep_pages

urlpatterns = [
    path("prevention/assessments", pages.assessments_page, name="assessments"),
    path("prevention/assessments/<uuid:assessment_id>", pages.assessment_page, name="assessment"),
    path(
        "prevention/assessments/<uuid:assessment_id>/measures", measure_pages.measures_page, name="protective_measures"
    ),
    path("prevention/assessments/<uuid:assessment_id>/plan", measure_pages.plan_page, name="upgrade_plan"),
    path("prevention/findings/<uuid:finding_id>", finding_pages.finding_page, name="site_finding"),
    path("prevention/door-sweeps/<uuid:site_id>", sweep_pages.sweep_page, name="door_sweep"),
]
