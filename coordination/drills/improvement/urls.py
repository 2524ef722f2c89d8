"""The addresses of reports, corrective actions and comparisons."""

from django.urls import path

from coordination.drills.improvement.pages import actions, compare, one_action, report

urlpatterns = [
    path("drills/exercises/<uuid:exercise_id>/report", report.report_page, name="drill_report"),
    path(
        "drills/exercises/<uuid:exercise_id>/report.pdf",
        report.report_file,
        {"form": "pdf"},
        name="drill_report_pdf",
    ),
    path(
        "drills/exercises/<uuid:exercise_id>/report.json",
        report.report_file,
        {"form": "json"},
        name="drill_report_json",
    ),
    path("drills/exercises/<uuid:exercise_id>/improvement-plan", actions.plan_page, name="improvement_plan"),
    path("drills/actions", actions.actions_page, name="corrective_actions"),
    path("drills/actions/<uuid:action_id>", one_action.action_page, name="corrective_action"),
    path("drills/compare", compare.compare_page, name="compare_drills"),
]
