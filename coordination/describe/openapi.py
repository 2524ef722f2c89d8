"""Describe the HTTP interface as an OpenAPI document: what ninja knows, and what every operation can answer besides."""

import json
from typing import Any

from ninja.openapi.schema import OpenAPISchema
from pydantic import BaseModel

from coordination.administration.pages.signing_in.app_hand_over import TakeCode
from coordination.administration.pages.signing_in.app_welcome import AcceptInvitation, ReadInvitation
from coordination.api.mounted import api
from coordination.describe.app_sign_in import SIGN_IN_MODELS, sign_in_paths
from coordination.describe.catalogue import PositionsFrame, PresenceFrame, Problem
from coordination.describe.operations.complete import complete_document
from coordination.describe.operations.tags import tags_section
from coordination.describe.schemas import add_definitions, names_below, open_schema, say_instants
from coordination.describe.stored_answers import name_what_is_stored, stored_schemas
from coordination.room.wire.model import Json, JsonObject
from coordination.sockets.long_poll import poll_room
from mapping.interchange.geojson import FeatureCollectionOut
from mapping.ogc.schemas import FeaturePageOut, LinkedFeatureOut

SCHEMAS = "#/components/schemas/{model}"
POLL_PATH = "/api/v1/rooms/{room_id}/poll"
SERVER: JsonObject = {
    "url": "https://{host}",
    "description": "Your own: each district or county runs one.",
    "variables": {"host": {"default": "musterpoint.example", "description": "Name, and port if it is not 443."}},
}
INFO: JsonObject = {
    "title": "Musterpoint",
    "version": "1",
    "summary": "One map and one timeline for a school and all who come to help it.",
    "description": "The HTTP interface, for apps and for other systems. docs/protocol.md of the"
    " source says how to use it: signing in, rooms, commands, sockets. The messages of the sockets are described at"
    " /api/v1/asyncapi.json on this server. An answer may have more than stands here: a later server says more."
    " An app says what it is with `X-App-Version: ios/2.3.1`; if it should be updated, each answer has `X-App-Update`"
    " with the version that is needed, and nothing is refused for that. docs/mobile.md is about phones.",
    "contact": {"name": "The developers of Musterpoint", "url": "https://musterpoint.example/"},
    "license": {"name": "Apache License 2.0", "identifier": "Apache-2.0"},
}
GEOJSON_MODELS = (FeatureCollectionOut, FeaturePageOut, LinkedFeatureOut)
DESCRIBED_BESIDE: tuple[type[BaseModel], ...] = (
    *(Problem, PositionsFrame, PresenceFrame),
    *GEOJSON_MODELS,
    *SIGN_IN_MODELS,
)
EXTERNAL_DOCS: JsonObject = {
    # Linters take whole addresses alone; the host is that of `servers`, where no one has put their own.
    "url": "https://musterpoint.example/api/v1/asyncapi.json",
    "description": "The sockets (AsyncAPI), at /api/v1/asyncapi.json on the same server.",
}
# They contain themselves, which many generators cannot read; they take everything that JSON has.
ANY_JSON: JsonObject = {"title": "Json", "description": "Any JSON value."}
ANY_JSON_NAMES = {"Json", "JsonValue"}


class Description(OpenAPISchema):
    """Ninja's own, in which the last schema of a name would silently take the place of the others."""

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        add_definitions(self.schemas, {**definitions, **dict.fromkeys(ANY_JSON_NAMES & definitions.keys(), ANY_JSON)})


def openapi_document() -> JsonObject:
    """Return the whole description; equal code gives an equal document. Raises: SecondMeaning."""
    described = Description(api, "/api/v1/")
    for model in DESCRIBED_BESIDE:
        _add_schema(described, model)
    described.add_schema_definitions(stored_schemas())
    document: JsonObject = json.loads(json.dumps(described))
    name_what_is_stored(_part_named(_part_named(document, "components"), "schemas"))
    say_instants(_part_named(_part_named(document, "components"), "schemas"))
    paths = _part_named(document, "paths")
    paths[POLL_PATH] = {"get": _describe_poll()}
    paths.update(sign_in_paths())
    document["info"] = INFO
    document["servers"] = [SERVER]
    document["externalDocs"] = EXTERNAL_DOCS
    document["tags"] = tags_section()
    _open_what_is_answered(document)
    complete_document(document, _answering_functions())
    return document


def _answering_functions() -> dict[str, object]:
    """Return the function that answers each operation, by its id."""
    views: dict[str, object] = {
        str(operation.operation_id): operation.view_func
        for _, router in api._routers  # noqa: SLF001 - nothing else says which function answers
        for path in router.path_operations.values()
        for operation in path.operations
    }
    taken: dict[str, object] = {
        "read_invitation": ReadInvitation.post,
        "accept_invitation": AcceptInvitation.post,
        "sign_in_with_agency": TakeCode.post,
    }
    return {**views, "poll_room": poll_room, **taken}


def _open_what_is_answered(document: JsonObject) -> None:
    """Close what a client sends, and only that: a later server may answer more."""
    schemas = _part_named(_part_named(document, "components"), "schemas")
    operations = [one for path in _part_named(document, "paths").values() for one in _list_operations(path)]
    asked: list[Json] = [operation.get("requestBody") for operation in operations]
    for name in schemas.keys() - names_below(asked, schemas):
        schemas[name] = open_schema(schemas[name])
    for operation in operations:
        operation["responses"] = open_schema(operation["responses"])


def _add_schema(described: Description, model: type[BaseModel]) -> None:
    schema = model.model_json_schema(ref_template=SCHEMAS)
    described.add_schema_definitions({**schema.pop("$defs", {}), model.__name__: schema})


def _part_named(document: JsonObject, name: str) -> JsonObject:
    part = document[name]
    assert isinstance(part, dict)
    return part


def _list_operations(path: object) -> list[JsonObject]:
    assert isinstance(path, dict)
    return [operation for operation in path.values() if isinstance(operation, dict)]


def _describe_poll() -> JsonObject:
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
            {
                "in": "query",
                "name": "opened",
                "description": "up to which `seq` the entries stood on the person's screen, in front of them; left out:"
                " nothing is said of it, and nothing counts as opened",
                "schema": {"type": "integer", "minimum": 0},
            },
        ],
        "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": _describe_polled()}}}},
        "security": [{"SessionToken": []}, {"SessionCookie": []}],
    }


def _describe_polled() -> JsonObject:
    return {
        "allOf": [{"$ref": SCHEMAS.format(model="EntriesOut")}],
        "type": "object",
        "properties": {
            "positions": {"anyOf": [{"$ref": SCHEMAS.format(model="PositionsFrame")}, {"type": "null"}]},
            "presence": {"$ref": SCHEMAS.format(model="PresenceFrame")},
        },
        "required": ["positions", "presence"],
    }
