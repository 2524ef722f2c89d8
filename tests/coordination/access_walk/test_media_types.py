"""Every reading route answers in a media type that the description names for it."""

import json

import pytest

from coordination.api.mounted import api
from tests.coordination.access_walk.test_access_walk import API, ask
from tests.stage.full_room import Stage
from tests.support.processes import ROOT

pytestmark = pytest.mark.django_db

DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text())
JSON = "application/json"
DESCRIBED: dict[str, set[str]] = {
    str(operation["operationId"]): set(operation["responses"].get("200", {}).get("content", {}))
    for path in DOCUMENT["paths"].values()
    for operation in path.values()
}
OPERATION_OF = {
    f"{method} {path.replace('uuidstr:', 'uuid:')}": str(operation.operation_id)
    for _, router in api._routers
    for path, view in router.path_operations.items()
    for operation in view.operations
    for method in operation.methods
}
READ = [route for route, row in API.items() if route.startswith("GET") and 200 in row.answers.values()]
OF_OTHER_TYPES = [route for route in READ if DESCRIBED[OPERATION_OF[route]] != {JSON}]


def type_of(stage: Stage, route: str) -> str:
    """Return the media type of what the first who may is answered."""
    who = next(one for one, status in API[route].answers.items() if status == 200)
    response = ask(stage, who, route)
    assert response.status_code == 200
    return str(response["Content-Type"]).partition(";")[0]


def test_each_route_answers_in_a_type_that_is_described(stage: Stage) -> None:
    told = {route: type_of(stage, route) for route in READ}

    assert {route: one for route, one in told.items() if one not in DESCRIBED[OPERATION_OF[route]]} == {}
    assert {told[route] for route in OF_OTHER_TYPES} >= {
        *("application/pdf", "application/zip", "application/geo+json"),
        *("text/csv", "text/calendar"),
    }
    assert len(OF_OTHER_TYPES) > 30


def test_where_a_route_says_nothing_it_answers_json() -> None:
    plain = {one for one in OPERATION_OF.values() if DESCRIBED[one] == {JSON}}

    assert {"read_me", "ogc_landing", "read_gazetteer", "export_import_defects_json"} <= plain
    assert not {"read_plan", "read_evidence", "export_audit", "read_export", "update_pack", "take_text_answer"} & plain
