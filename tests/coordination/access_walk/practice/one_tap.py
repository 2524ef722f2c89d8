"""Who is answered what about one tap: who may open an incident at the school, and no one else."""

from uuid import uuid4

from tests.coordination.access_walk.rows import Row, answers

ROUTES: dict[str, Row] = {
    "POST /one-tap-actions": Row(
        answers(insider=201, teacher=201, officer=201, keeper=201, visitor=201),
        body=lambda stage: {
            "id": str(uuid4()),
            "site_id": str(stage.cast.site.id),
            "is_exercise": True,
            "kind": "secure",
        },
    ),
}
