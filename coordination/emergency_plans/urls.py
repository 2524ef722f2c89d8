"""The addresses of emergency operations plans."""

from django.urls import path

from coordination.emergency_plans.pages import one_plan, plans, writing

PLAN = "emergency-plans/<uuid:plan_id>"
urlpatterns = [
    path("emergency-plans", plans.plans_page, name="emergency_plans"),
    path(PLAN, one_plan.plan_page, name="emergency_plan"),
    path(f"{PLAN}.pdf", one_plan.plan_file, {"form": "pdf"}, name="emergency_plan_pdf"),
    path(f"{PLAN}.json", one_plan.plan_file, {"form": "json"}, name="emergency_plan_json"),
    path(f"{PLAN}/checks", one_plan.checks_page, name="emergency_plan_checks"),
    path(f"{PLAN}/changes", one_plan.changes_page, name="emergency_plan_changes"),
    path(f"{PLAN}/sections", writing.sections_page, name="emergency_plan_sections"),
    path(f"{PLAN}/sections/<slug:key>", writing.section_page, name="emergency_plan_section"),
    path(f"{PLAN}/facts", writing.facts_page, name="emergency_plan_facts"),
    path(f"{PLAN}/team", writing.team_page, name="emergency_plan_team"),
    path("districts/<uuid:district_id>/emergency-plan-rules", plans.rules_page, name="emergency_plan_rules"),
]
