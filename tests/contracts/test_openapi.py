"""The described HTTP interface is the real one."""

import json

import jsonschema
import pytest

from coordination.api.app import api
from coordination.describe.openapi import POLL_PATH, openapi_document
from coordination.management.described import text_of
from coordination.room.wire.model import JsonObject
from tests.support.processes import ROOT

DOCUMENT = json.loads(text_of(openapi_document()))
SIGNED_IN: list[dict[str, list[str]]] = [{"SessionToken": []}, {"SessionCookie": []}]
# Other systems sign what they send; nobody is signed in.
SECURITY: dict[str, list[dict[str, list[str]]]] = {"press_button": [{"PressSignature": []}]}
OPERATIONS: list[JsonObject] = [one for path in DOCUMENT["paths"].values() for one in path.values()]


def test_the_committed_description_is_todays() -> None:
    assert (ROOT / "docs" / "openapi.json").read_text() == text_of(openapi_document())


def test_every_operation_of_every_router_is_described_and_so_is_the_long_poll() -> None:
    routed = {
        operation.operation_id
        for _, router in api._routers
        for view in router.path_operations.values()
        for operation in view.operations
    }
    described = [str(operation["operationId"]) for operation in OPERATIONS]

    assert set(described) == routed | {"poll_room"}
    assert len(described) == len(set(described))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: str(operation["operationId"]))
def test_every_operation_says_what_it_does_who_may_ask_and_how_errors_look(operation: JsonObject) -> None:
    assert operation["description"]
    assert operation["security"] == SECURITY.get(str(operation["operationId"]), SIGNED_IN)
    assert "default" in operation["responses"]  # type: ignore[operator]


def test_every_reference_leads_somewhere() -> None:
    text = json.dumps(DOCUMENT)
    names = {part.split('"')[0] for part in text.split('"#/components/schemas/')[1:]}

    assert names - set(DOCUMENT["components"]["schemas"]) == set()


def test_every_schema_is_a_json_schema() -> None:
    for schema in DOCUMENT["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_the_long_poll_is_described_at_its_address() -> None:
    assert set(DOCUMENT["paths"][POLL_PATH]) == {"get"}
