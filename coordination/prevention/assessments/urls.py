"""The addresses of assessments, below those of prevention."""

from django.urls import path

from coordination.prevention.assessments.pages import assessments, findings, measures, one_assessment, sweeps

urlpatterns = [
    path("prevention/assessments", assessments.assessments_page, name="assessments"),
    path("prevention/assessments/<uuid:assessment_id>", one_assessment.assessment_page, name="assessment"),
    path("prevention/assessments/<uuid:assessment_id>/measures", measures.measures_page, name="protective_measures"),
    path("prevention/assessments/<uuid:assessment_id>/plan", measures.plan_page, name="upgrade_plan"),
    path("prevention/findings/<uuid:finding_id>", findings.finding_page, name="site_finding"),
    path("prevention/door-sweeps/<uuid:site_id>", sweeps.sweep_page, name="door_sweep"),
]
