"""Who is answered what about a district's response protocol: its own people read it, its administrators choose."""

from tests.coordination.access_walk.administration import school
from tests.coordination.access_walk.rows import Row, answers
from tests.stage.full_room import Stage


def chosen(_stage: Stage) -> dict[str, object]:
    return {"drawn_from": 0, "protocol": "avoid_deny_defend"}


DOOR = "/agencies/{uuid:agency_id}/response-protocol"
OF_THE_SCHOOL = answers(insider=200, teacher=200, keeper=200)
PROTOCOLS: dict[str, Row] = {
    f"GET {DOOR}": Row(OF_THE_SCHOOL, ids=school),
    f"PUT {DOOR}": Row(answers(keeper=200, insider=403, teacher=403), ids=school, body=chosen),
}
PROTOCOL_PAGES: dict[str, Row] = {
    "response-protocol": Row(answers(insider=302, teacher=302, keeper=200)),
    "response-protocol/<uuid:agency_id>": Row(OF_THE_SCHOOL, ids=school),
}
PICTURES = {"superintendent": ("response_protocol",)}
NOT_PICTURED = {"response_protocols": "a list of names that lead on"}
