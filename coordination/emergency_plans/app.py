"""Emergency operations plans of schools and districts."""

from mou.foundation.app_declaration import App, Part, PersonCount
from mou.foundation.labelled import gettext_noop as _

APP = App(
    waiting=("work.waiting.list_waiting_plans",),
    routers=("api",),
    addresses="urls",
    parts=(
        Part(
            "prevention",
            "emergency_plans",
            _("Emergency plans"),
            _("What a school does in an emergency, who agreed to it, and what of it no longer holds."),
            seen_by="access.sees_plans",
            order=5,
        ),
    ),
    person_counts=(
        PersonCount("emergency_plans_begun", "models.PlanVersion", "begun_by", _("Versions of emergency plans begun")),
        PersonCount("emergency_plan_roles", "models.PlanRole", "person", _("Roles in emergency plans")),
        PersonCount("emergency_plan_seats", "models.PlanTeamMember", "user", _("Seats on planning teams")),
        PersonCount("emergency_plans_agreed", "models.PlanConsent", "user", _("Emergency plans agreed to")),
        PersonCount("emergency_plan_remarks", "models.PlanRemark", "author", _("Remarks on emergency plans")),
        PersonCount("emergency_plan_edits", "models.PlanSectionEdit", "by", _("Sections of emergency plans written")),
    ),
    audited={
        "emergency_plan_exported": (r"emergency-plans/<id>\.(pdf|json)",),
        "emergency_plan_read": (r"emergency-plans/<id>(/.*)?",),
        "emergency_plan_changed": (r"emergency-plans.*", r"districts/<id>/emergency-plan-rules"),
    },
    not_audited={r"emergency-plans|districts/<id>/emergency-plan-rules": "which plans there are"},
)
