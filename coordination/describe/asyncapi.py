"""Describe the socket as an AsyncAPI 3.0 document, from the classes that validate it."""

from collections.abc import Iterable

from pydantic.json_schema import models_json_schema

from coordination.describe.catalogue import (
    CLIENT_FRAMES,
    COMMANDS,
    SERVER_FRAMES,
    WATCH_CLIENT_FRAMES,
    WATCH_SERVER_FRAMES,
)
from coordination.describe.operations.property_words import describe_properties
from coordination.describe.operations.tags import TAGS
from coordination.describe.schemas import add_definitions, open_schema, say_instants
from coordination.room.registry import Named
from coordination.room.wire.frames import SUBPROTOCOL
from coordination.room.wire.model import Json, JsonObject, WireModel

TEMPLATE = "#/components/schemas/{model}"
ADDRESS = "/ws/v1/rooms/{room_id}"
INFO: JsonObject = {
    "title": "Musterpoint rooms",
    "version": "1",
    "description": "The subprotocol muster.v1: the log of an incident's room as it grows, and commands into it."
    " docs/protocol.md of the source says how to use it; what is asked over HTTP is described at /api/v1/openapi.json"
    " on this server.",
    "contact": {"name": "The developers of Musterpoint", "url": "https://musterpoint.example/"},
    "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
    "externalDocs": {
        # AsyncAPI takes whole addresses alone; the host is that of `servers`, where no one has put their own.
        "url": "https://musterpoint.example/api/v1/openapi.json",
        "description": "The HTTP interface (OpenAPI), at /api/v1/openapi.json on the same server.",
    },
    "tags": [{"name": "rooms", "description": TAGS["rooms"]}, {"name": "incidents", "description": TAGS["incidents"]}],
}
SERVER: JsonObject = {
    "host": "{host}",
    "protocol": "wss",
    "description": "Your own: each district or county runs one.",
    "variables": {"host": {"default": "musterpoint.example", "description": "Name, and port if it is not 443."}},
}
ROOM_SERVER_FRAMES = tuple(one for one in SERVER_FRAMES if one.word != "incidents")
SUBPROTOCOL_HELP = f"Offers `{SUBPROTOCOL}` and `ticket.<one-time ticket>`; the server selects `{SUBPROTOCOL}`."


def asyncapi_document() -> JsonObject:
    """Return the whole description; equal code gives an equal document."""
    channel: JsonObject = {
        "address": ADDRESS,
        "title": "A room",
        "description": "One socket per room and client. See protocol.md for the order of frames and the close codes.",
        "parameters": {"room_id": {"description": "UUID of the room."}},
        "messages": _message_references(CLIENT_FRAMES, ROOM_SERVER_FRAMES),
        "bindings": {"ws": {"method": "GET", "headers": _handshake_headers()}},
    }
    document: JsonObject = {
        "asyncapi": "3.0.0",
        "info": INFO,
        "servers": {"own": SERVER},
        "defaultContentType": "application/json",
        "channels": {"room": channel, "incidents": _channel_of_incidents()},
        "operations": {
            "fromClient": _describe_operation("room", "client", CLIENT_FRAMES, "What a client may send."),
            "toClient": _describe_operation("room", "server", ROOM_SERVER_FRAMES, "What the server sends."),
            "fromWatcher": _describe_operation("incidents", "client", WATCH_CLIENT_FRAMES, "What a client may send."),
            "toWatcher": _describe_operation("incidents", "server", WATCH_SERVER_FRAMES, "What the server sends."),
        },
        "components": {"messages": _describe_messages(), "schemas": _describe_schemas()},
    }
    describe_properties(document)
    return document


def _channel_of_incidents() -> JsonObject:
    return {
        "address": "/ws/v1/incidents",
        "title": "Incidents",
        "description": "What is open, opens, changes and closes, for all of an agency that responds or a district."
        " See protocol.md.",
        "messages": _message_references(WATCH_CLIENT_FRAMES, WATCH_SERVER_FRAMES),
        "bindings": {"ws": {"method": "GET", "headers": _handshake_headers()}},
    }


def _message_references(of_client: Iterable[Named], of_server: Iterable[Named]) -> JsonObject:
    keys = [_message_key("client", one) for one in of_client] + [_message_key("server", one) for one in of_server]
    return {key: {"$ref": f"#/components/messages/{key}"} for key in keys}


def _all_frames() -> list[tuple[str, Named]]:
    return [("client", one) for one in CLIENT_FRAMES] + [("server", one) for one in SERVER_FRAMES]


def _message_key(side: str, one: Named) -> str:
    return f"{side}.{one.word}"


def _handshake_headers() -> JsonObject:
    return {
        "type": "object",
        "properties": {"Sec-WebSocket-Protocol": {"type": "string", "description": SUBPROTOCOL_HELP}},
        "required": ["Sec-WebSocket-Protocol"],
    }


def _describe_operation(channel: str, side: str, frames: Iterable[Named], summary: str) -> JsonObject:
    references: list[Json] = [{"$ref": f"#/channels/{channel}/messages/{_message_key(side, one)}"} for one in frames]
    action = "receive" if side == "client" else "send"
    who = "The client sends" if side == "client" else "The server sends"
    return {
        "action": action,
        "channel": {"$ref": f"#/channels/{channel}"},
        "summary": summary,
        "description": f"{who} one JSON object in each text message; its `type` says which one.",
        "messages": references,
    }


def _describe_messages() -> JsonObject:
    return {
        _message_key(side, one): {
            "name": one.word,
            "summary": (one.model.__doc__ or "").strip(),
            "payload": {"$ref": TEMPLATE.format(model=one.model.__name__)},
        }
        for side, one in _all_frames()
    }


def _describe_schemas() -> JsonObject:
    """Return what a client sends, closed, and what the server sends, open: a later server may say more."""
    schemas = _schema_definitions([one.model for one in (*CLIENT_FRAMES, *COMMANDS)])
    said = open_schema(_schema_definitions([one.model for one in SERVER_FRAMES]))
    assert isinstance(said, dict)
    add_definitions(schemas, said)
    commands: list[Json] = [{"$ref": TEMPLATE.format(model=one.model.__name__)} for one in COMMANDS]
    say_instants(schemas)
    # The frame takes any object, so that a wrong command can be answered by its id; what is right stands here.
    frame = schemas["CommandFrame"]
    assert isinstance(frame, dict)
    frame["properties"] = {"type": {"const": "command"}, "command": {"oneOf": commands}}
    return schemas


def _schema_definitions(models: list[type[WireModel]]) -> JsonObject:
    _, schema = models_json_schema([(model, "validation") for model in models], ref_template=TEMPLATE)
    definitions = _without_discriminators(schema.get("$defs", {}))
    assert isinstance(definitions, dict)
    return definitions


def _without_discriminators(part: Json) -> Json:
    """AsyncAPI's discriminator is a bare name; the closed `type` of each alternative tells them apart anyway."""
    if isinstance(part, dict):
        return {name: _without_discriminators(value) for name, value in part.items() if name != "discriminator"}
    if isinstance(part, list):
        return [_without_discriminators(item) for item in part]
    return part
