"""Write docs/wire.md: every command, event and frame with its fields and an example, from the classes themselves."""

import json
from collections.abc import Iterable

from coordination.describe.catalogue import CLIENT_FRAMES, COMMANDS, EVENTS, OBJECTS, SERVER_FRAMES
from coordination.describe.schemas import say_instants
from coordination.room.registry import Named
from coordination.room.wire.model import Json, JsonObject

UUID_EXAMPLE = "0191f000-0000-7000-8000-0000000000aa"
# What a field is worth in an example, by its name; whatever is not here follows from its type.
BY_NAME: dict[str, Json] = {
    "lon": -98.5012345,
    "lat": 39.8012345,
    "points": [[-98.5, 39.8], [-98.4999, 39.8], [-98.4999, 39.8001]],
    "text": "Room 112, all 19 here.",
    "label": "Door 7",
    "note": "at door 7",
    "title": "Smoke in the gym",
    "reason": "wrong room",
    "caption": "seen from door 7",
    "kind": None,
    "seq": 41,
    "after": 41,
    "head": 43,
    "at": "2026-11-24T15:00:01.250Z",
    "opened_at": "2026-11-24T15:00:01.250Z",
    "said_at": "2026-11-24T15:00:01.250Z",
    "seen_at": "2026-11-24T15:00:01.250Z",
    "accuracy_m": 8.0,
    "fix_age_s": 1.5,
    "heading_deg": 270.0,
    "speed_mps": 1.2,
    "digest": "9f" * 32,
    "hash": "a7" * 32,
    "sha256": "3c" * 32,
    "salt": "5e" * 16,
    "media_type": "image/jpeg",
    "size_bytes": 48213,
    "max_frame_bytes": 65536,
    "name": "Dana Demo",
    "agency": "Fairview Police",
    "site": "Lincoln High School",
    "role": "officer",
    "agency_kind": "police",
    "room": "Room 112",
    "building": "Main building",
    "level": "Ground floor",
    "address": "410 Oak Street, Hays, KS 67601",
    "callsign": "Hays 14",
    "destination": "Football field",
    "detail": "There is nothing here for you.",
    "code": "not_found",
    "pointer": "/text",
}
PROBLEM: JsonObject = {
    "type": "urn:musterpoint:problem:not_found",
    "title": "There is nothing here for you.",
    "status": 404,
    "code": "not_found",
    "detail": "There is nothing here for you.",
    "errors": [],
}
# What ends so is a moment, where its class takes a text for it.
MOMENT_ENDS = ("_at", "until", "since")
MOMENT = "2026-11-24T15:00:01.250Z"
HEAD = """# Commands, events and frames

This page is written by `manage.py asyncapi` from the classes that validate what travels; do not edit it. What they mean
together, and in which order they come, stands in [protocol.md](protocol.md); the same as JSON Schema in
[asyncapi.json](asyncapi.json).

A field without "optional" must be there. A field that is not listed is an error. Numbers are never NaN or infinite;
texts hold no control characters but tab and newline.
"""


def reference_text() -> str:
    """Return the whole page; equal code gives an equal page."""
    parts = [
        HEAD,
        *_write_section("Commands", "What a person can ask for, on the socket and over HTTP alike.", COMMANDS),
        *_write_section("Events", "What an entry's `content.event` can be.", EVENTS),
        *_write_section("Objects", "What stands in a room's state, by the key under which it stands.", OBJECTS),
        *_write_section("Frames of the client", "What a client may send on the socket.", CLIENT_FRAMES),
        *_write_section("Frames of the server", "What the server sends on the socket.", SERVER_FRAMES),
    ]
    return "\n".join(parts) + "\n"


def _write_section(title: str, words: str, members: Iterable[Named]) -> list[str]:
    return [f"## {title}\n\n{words}\n", *(_write_member(one) for one in members)]


def _write_member(one: Named) -> str:
    schema = one.model.model_json_schema()
    say_instants({"": schema, **schema.get("$defs", {})})
    lines = [f"### `{one.word}`\n"]
    said = " ".join((one.model.__doc__ or "").split())
    if said:
        lines.append(f"{said}\n")
    lines += ["| field | value |", "|---|---|", *_field_rows(schema)]
    example = json.dumps(example_of(schema), ensure_ascii=False)
    lines.append(f"\n```json\n{example}\n```\n")
    return "\n".join(lines)


def _field_rows(schema: JsonObject) -> list[str]:
    required = schema.get("required", [])
    assert isinstance(required, list)
    rows = []
    for name, field in _properties_of(schema).items():
        # The tag has a default in the class and is always on the wire.
        optional = "" if name in required or "const" in field else _default_words(field)
        rows.append(f"| `{name}` | {_value_words(field, schema)}{optional} |")
    return rows


def _default_words(field: JsonObject) -> str:
    default = field.get("default")
    return "; optional" if default is None else f"; optional, `{json.dumps(default)}` if left out"


def _properties_of(schema: JsonObject) -> dict[str, JsonObject]:
    properties = schema.get("properties", {})
    assert isinstance(properties, dict)
    return {name: field for name, field in properties.items() if isinstance(field, dict)}


def _resolve_field(field: JsonObject, root: JsonObject) -> JsonObject:
    reference = field.get("$ref")
    if not isinstance(reference, str):
        return field
    definitions = root["$defs"]
    assert isinstance(definitions, dict)
    found = definitions[reference.rpartition("/")[2]]
    assert isinstance(found, dict)
    return found


def _alternatives_of(field: JsonObject) -> list[JsonObject]:
    found = field.get("anyOf") or field.get("oneOf") or []
    assert isinstance(found, list)
    return [one for one in found if isinstance(one, dict)]


def _value_words(field: JsonObject, root: JsonObject) -> str:
    field = _resolve_field(field, root)
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if isinstance(choices := field.get("enum"), list):
        return " ".join(f"`{choice}`" for choice in choices)
    if alternatives := _alternatives_of(field):
        return " or ".join(dict.fromkeys(_value_words(one, root) for one in alternatives))
    if field.get("type") == "array":
        return _list_value(field, root)
    if "properties" in field:
        return "object of " + ", ".join(f"`{name}`" for name in _properties_of(field))
    kind = str(field.get("format") or field.get("type") or "anything")
    return kind + _limit_words(field)


def _list_value(field: JsonObject, root: JsonObject) -> str:
    items = field.get("items")
    if isinstance(items, dict):
        return f"list of {_value_words(items, root)}{_limit_words(field)}"
    parts = field.get("prefixItems")
    assert isinstance(parts, list)
    return "[" + ", ".join(_value_words(one, root) for one in parts if isinstance(one, dict)) + "]"


def _limit_words(field: JsonObject) -> str:
    words = {
        "minLength": "at least {} characters",
        "maxLength": "at most {} characters",
        "minItems": "at least {}",
        "maxItems": "at most {}",
        "minimum": "from {}",
        "maximum": "up to {}",
        "exclusiveMaximum": "below {}",
        "pattern": "like `{}`",
    }
    said = [text.format(field[name]) for name, text in words.items() if name in field]
    return f" ({', '.join(said)})" if said else ""


def example_of(schema: JsonObject, root: JsonObject | None = None) -> JsonObject:
    """Return an object that the class behind the schema accepts."""
    root = schema if root is None else root
    if schema.get("title") in ("Problem", "RefusedCommand"):
        return PROBLEM
    return {name: _example_value(name, field, root) for name, field in _properties_of(schema).items()}


def _example_value(name: str, field: JsonObject, root: JsonObject) -> Json:
    if isinstance(given := field.get("examples"), list) and given:
        return given[0]
    field = _resolve_field(field, root)
    if "const" in field:
        return field["const"]
    if isinstance(choices := field.get("enum"), list):
        return choices[0]
    if BY_NAME.get(name) is not None:
        return BY_NAME[name]
    if alternatives := _alternatives_of(field):
        return _example_value(name, alternatives[0], root)
    if "properties" in field:
        return example_of(field, root)
    return _plain_example(name, field, root)


def _plain_example(name: str, field: JsonObject, root: JsonObject) -> Json:
    if field.get("format") == "uuid":
        return UUID_EXAMPLE
    if field.get("type") == "string" and name.endswith(MOMENT_ENDS):
        return MOMENT
    items = field.get("items")
    if isinstance(items, dict):
        return [_example_value(name, items, root)]
    plain: dict[str, Json] = {
        "boolean": True,
        "integer": 1,
        "number": 1.0,
        "string": name.replace("_", " "),
        "object": {},
    }
    return plain.get(str(field.get("type")))
