"""Who is answered what about a reunification. There is none on the stage: test_reunification_doors has one."""

from uuid import uuid4

from tests.coordination.access_walk.rows import NOT_FOUND_BY_ANYBODY, Row, answers, incident
from tests.stage.full_room import Stage


def no_operation(_stage: Stage) -> dict[str, object]:
    return {"operation_id": uuid4(), "code": "S-0001", "pick_up_id": uuid4()}


def of(body: dict[str, object] | None = None) -> Row:
    """Return a row of an operation that no one finds."""
    return Row(NOT_FOUND_BY_ANYBODY, ids=no_operation, body=None if body is None else lambda _stage: body)


ONE = "/reunifications/{uuid:operation_id}"
CARD: dict[str, object] = {"card_id": str(uuid4()), "adult_name": "Ann", "id_kind": "passport", "codes": ["S-0001"]}
REUNIFICATION: dict[str, Row] = {
    f"GET {ONE}": of(),
    f"POST {ONE}/student-searches": of({"words": "Ann"}),
    f"GET {ONE}/unresolved": of(),
    f"GET {ONE}/students/{{code}}": of(),
    f"POST {ONE}/students": of({"given_name": "Ann"}),
    f"POST {ONE}/steps": of({"codes": ["S-0001"], "step": "arrive"}),
    f"POST {ONE}/class-steps": of({"homeroom": "9A", "step": "arrive"}),
    f"POST {ONE}/check-ins": of(CARD),
    f"GET {ONE}/pick-ups": of(),
    f"GET {ONE}/pick-ups/to-decide": of(),
    f"GET {ONE}/holds": of(),
    f"POST {ONE}/pick-ups/{{uuid:pick_up_id}}/decision": of({"is_cleared": True, "words": "Read it"}),
    f"POST {ONE}/releases": of({"pick_up_id": str(uuid4()), "is_comfortable": "yes", "initials": "AL"}),
}
PAGE = "reunifications/<uuid:operation_id>"
REUNIFICATION_PAGES: dict[str, Row] = {
    "incidents/<uuid:incident_id>/reunification": Row(answers(insider=200, teacher=200, officer=200), ids=incident),
    PAGE: of(),
    f"{PAGE}/work": of(),
    f"{PAGE}/holds": of(),
    f"{PAGE}/wall": of(),
    f"{PAGE}/students/<str:code>": of(),
    f"{PAGE}/door": of(),
    f"{PAGE}/arrivals/<str:number>": Row(
        NOT_FOUND_BY_ANYBODY, ids=lambda stage: {**no_operation(stage), "number": "AB"}
    ),
}
NOT_PICTURED = dict.fromkeys(
    (
        *("reunification_holds", "reunification_wall", "reunification_work", "reunification_student"),
        *("reunification_desk", "reunification_door", "reunification_arrival", "pick_up"),
    ),
    "the demo has no open reunification",
)
PICTURES = {"principal": ("reunification_of_incident",)}
