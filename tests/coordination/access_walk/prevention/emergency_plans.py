"""Who is answered what about emergency operations plans: keepers, and the teacher on the team.

What terms open to officers: tests/coordination/emergency_plans. The plan of the stage is a draft.
"""

from uuid import uuid4

from coordination.emergency_plans.models import PlanRole, PlanTeamMember, PlanVersion
from tests.coordination.access_walk.rows import EVERYBODY, Answers, Row, answers, district
from tests.factories.emergency_plans import PLAN_SECRETS
from tests.stage.full_room import Stage

NO_TEXT: dict[str, object] = {"text_sha256": "0" * 64}
SECTION: dict[str, object] = {"edit_number": 1, "heading": "Evacuation", "body": "Go by door 2."}


def plan(stage: Stage) -> dict[str, object]:
    return {"plan_id": stage.emergency_plan_id}


def section(stage: Stage) -> dict[str, object]:
    return {**plan(stage), "key": "evacuation"}


def role(stage: Stage) -> dict[str, object]:
    version = PlanVersion.objects.get(plan=stage.emergency_plan_id)
    made, _is_new = PlanRole.objects.get_or_create(version=version, title="Commander", defaults={"position": 1})
    return {**plan(stage), "key": made.key}


def seat(stage: Stage) -> dict[str, object]:
    return {**plan(stage), "seat_id": PlanTeamMember.objects.filter(plan=stage.emergency_plan_id).earliest("pk").pk}


def readers(status: int) -> Answers:
    """Those who keep it, and the teacher on its team."""
    return answers(insider=status, keeper=status, teacher=status)


def keepers(status: int) -> Answers:
    return answers(insider=status, keeper=status, teacher=403)


PLAN = "/emergency-plans/{uuid:plan_id}"
RULES = "/districts/{uuid:district_id}/emergency-plan-rules"
EMERGENCY_PLANS: dict[str, Row] = {
    "GET /emergency-plans": Row(EVERYBODY),
    # There is one already.
    "POST /emergency-plans": Row(
        answers(insider=409, keeper=409),
        body=lambda stage: {"district_id": str(stage.cast.district.id), "site_id": str(stage.cast.site.id)},
    ),
    f"GET {PLAN}": Row(readers(200), ids=plan),
    f"GET {PLAN}.json": Row(readers(200), ids=plan),
    f"GET {PLAN}.pdf": Row(readers(200), ids=plan),
    f"GET {PLAN}/findings": Row(keepers(200), ids=plan),
    f"GET {PLAN}/changes": Row(readers(200), ids=plan, query=lambda _stage: "?before=1&after=1"),
    # A draft is being written.
    f"POST {PLAN}/versions": Row(keepers(409), ids=plan),
    f"PUT {PLAN}/sections/{{key}}": Row(keepers(200), ids=section, body=lambda _stage: SECTION),
    f"POST {PLAN}/sections": Row(
        keepers(200), ids=plan, body=lambda _stage: {"part": "hazard", "heading": "Bees on the field"}
    ),
    f"POST {PLAN}/library/{{topic}}": Row(keepers(200), ids=lambda stage: {**plan(stage), "topic": "flood"}),
    f"DELETE {PLAN}/sections/{{key}}": Row(keepers(204), ids=section, query=lambda _stage: "?edit_number=1"),
    f"POST {PLAN}/sections/{{key}}/remarks": Row(
        readers(200), ids=section, body=lambda _stage: {"text": "By which door?"}
    ),
    f"POST {PLAN}/remarks/{{uuid:remark_id}}/close": Row(
        answers(teacher=403), ids=lambda stage: {**plan(stage), "remark_id": uuid4()}
    ),
    f"POST {PLAN}/roles": Row(
        keepers(200), ids=plan, body=lambda _stage: {"facts_number": 1, "title": "Reunification lead"}
    ),
    f"PUT {PLAN}/roles/{{uuid:key}}": Row(
        keepers(200), ids=role, body=lambda _stage: {"facts_number": 1, "title": "Incident commander"}
    ),
    f"DELETE {PLAN}/roles/{{uuid:key}}": Row(keepers(204), ids=role, query=lambda _stage: "?facts_number=1"),
    **{
        f"PUT {PLAN}/{one}": Row(keepers(200), ids=plan, body=lambda _stage: {"facts_number": 1})
        for one in ("places", "phones", "helps")
    },
    f"POST {PLAN}/team": Row(
        keepers(200), ids=plan, body=lambda _stage: {"discipline": "parents", "name": "Pat Pretend"}
    ),
    f"DELETE {PLAN}/team/{{uuid:seat_id}}": Row(keepers(204), ids=seat),
    f"POST {PLAN}/submission": Row(keepers(200), ids=plan),
    # It is not before the team.
    f"POST {PLAN}/take-back": Row(keepers(409), ids=plan),
    f"POST {PLAN}/consents": Row(answers(insider=403, keeper=403, teacher=409), ids=plan, body=lambda _stage: NO_TEXT),
    # The teacher has an account, and agrees with it.
    f"POST {PLAN}/team/{{uuid:seat_id}}/consent": Row(
        answers(insider=403, keeper=403, teacher=403), ids=seat, body=lambda _stage: NO_TEXT
    ),
    f"POST {PLAN}/adoption": Row(keepers(409), ids=plan, body=lambda _stage: NO_TEXT),
    f"GET {RULES}": Row(answers(keeper=200), ids=district),
    f"PUT {RULES}": Row(answers(keeper=204), ids=district, body=lambda _stage: {"renew_months": 12}),
}

HERE = "emergency-plans/<uuid:plan_id>"
EMERGENCY_PLAN_PAGES: dict[str, Row] = {
    "emergency-plans": Row(readers(200)),
    HERE: Row(readers(200), ids=plan),
    f"{HERE}.pdf": Row(readers(200), ids=plan),
    f"{HERE}.json": Row(readers(200), ids=plan),
    f"{HERE}/checks": Row(answers(insider=200, keeper=200), ids=plan),
    f"{HERE}/changes": Row(readers(200), ids=plan, query=lambda _stage: "?before=1&after=1"),
    f"{HERE}/sections": Row(answers(insider=200, keeper=200), ids=plan),
    f"{HERE}/sections/<slug:key>": Row(readers(200), ids=section),
    f"{HERE}/facts": Row(answers(insider=200, keeper=200), ids=plan),
    f"{HERE}/team": Row(readers(200), ids=plan),
    "districts/<uuid:district_id>/emergency-plan-rules": Row(answers(keeper=200), ids=district),
}
SECRETS = PLAN_SECRETS
DELETIONS = {"remove_plan_section", "remove_plan_role", "remove_plan_seat"}
PICTURES = {
    "principal": (
        "emergency_plans",
        "emergency_plan",
        "emergency_plan_checks",
        "emergency_plan_team",
        "emergency_plan_section",
    ),
    "planner": ("emergency_plan_rules",),
}
NOT_PICTURED = {
    **dict.fromkeys(("emergency_plan_facts", "emergency_plan_sections"), "needs a plan that is being written"),
    "emergency_plan_changes": "needs a second version",
    "emergency_plan_pdf": "a file",
    "emergency_plan_json": "a file",
}
