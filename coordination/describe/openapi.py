"""Describe the HTTP interface as an OpenAPI document: what ninja knows, and what every operation can answer besides."""

import json

from coordination.api.app import api
from coordination.describe.catalogue import PositionsFrame, PresenceFrame, Problem
from coordination.room.wire.model import JsonObject

SCHEMAS = "#/components/schemas/{model}"
POLL_PATH = "/api/v1/rooms/{room_id}/poll"


def openapi_document() -> JsonObject:
    """Return the whole description; equal code gives an equal document."""
    document: JsonObject = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
    paths, components = _part(document, "paths"), _part(document, "components")
    for model in (Problem, PositionsFrame, PresenceFrame):
        schema: JsonObject = model.model_json_schema(ref_template=SCHEMAS)
        definitions = schema.pop("$defs", {})
        assert isinstance(definitions, dict)
        _part(components, "schemas").update({**definitions, model.__name__: schema})
    paths[POLL_PATH] = {"get": _poll()}
    for path in paths.values():
        for operation in _values(path):
            _part(operation, "responses")["default"] = _problem_answer()
    return document


def _part(document: JsonObject, name: str) -> JsonObject:
    part = document[name]
    assert isinstance(part, dict)
    return part


def _values(path: object) -> list[JsonObject]:
    assert isinstance(path, dict)
    return [operation for operation in path.values() if isinstance(operation, dict)]


def _problem_answer() -> JsonObject:
    return {
        "description": "Anything else: RFC 9457 problem details; `code` is stable. See protocol.md.",
        "content": {"application/problem+json": {"schema": {"$ref": SCHEMAS.format(model="Problem")}}},
    }


def _poll() -> JsonObject:
    """Return the long poll's operation: it is served beside ninja, which cannot wait for a feed."""
    return {
        "operationId": "poll_room",
        "summary": "Poll",
        "description": "Wait for entries above `after`: the way for networks that break websockets.",
        "tags": ["rooms"],
        "parameters": [
            {"in": "path", "name": "room_id", "required": True, "schema": {"type": "string", "format": "uuid"}},
            {"in": "query", "name": "after", "schema": {"type": "integer", "minimum": 0, "default": 0}},
            {
                "in": "query",
                "name": "wait",
                "description": "seconds; more than 25 counts as 25",
                "schema": {"type": "integer", "minimum": 0, "default": 0},
            },
        ],
        "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": _polled()}}}},
        "security": [{"SessionToken": []}, {"SessionCookie": []}],
    }


def _polled() -> JsonObject:
    return {
        "allOf": [{"$ref": SCHEMAS.format(model="EntriesOut")}],
        "type": "object",
        "properties": {
            "positions": {"anyOf": [{"$ref": SCHEMAS.format(model="PositionsFrame")}, {"type": "null"}]},
            "presence": {"$ref": SCHEMAS.format(model="PresenceFrame")},
        },
        "required": ["positions", "presence"],
    }
