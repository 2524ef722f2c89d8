"""The addresses of reports, corrective actions and comparisons."""

from django.urls import path

from coordination.drills.improvement import action_pages, compare_page, report_page

urlpatterns = [
    path("drills/exercises/<uuid:exercise_id>/report", report_page.report_page, name="drill_report"),
    path(
        "drills/exercises/<uuid:exercise_id>/report.pdf",
        report_page.report_file,
        {"form": "pdf"},
        name="drill_report_pdf",
    ),
    path(
        "drills/exercises/<uuid:exercise_id>/report.json",
        report_page.report_file,
        {"form": "json"},
        name="drill_report_json",
    ),
    path("drills/exercises/<uuid:exercise_id>/improvement-plan", action_pages.plan_page, name="improvement_plan"),
    path("drills/actions", action_pages.actions_page, name="corrective_actions"),
    path("drills/actions/<uuid:action_id>", action_pages.action_page, name="corrective_action"),
    path("drills/compare", compare_page.compare_page, name="compare_drills"),
]
