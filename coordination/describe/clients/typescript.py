"""Describe what a client sends and receives as TypeScript types, from the published descriptions."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from coordination.describe.asyncapi import asyncapi_document
from coordination.describe.catalogue import COMMANDS, EVENTS, SERVER_FRAMES
from coordination.describe.openapi import openapi_document
from coordination.describe.problem_codes import problem_codes
from coordination.room.wire.model import Json, JsonObject

COORDINATION = Path(__file__).resolve().parents[2]
TYPES_FILE = COORDINATION / "clients" / "javascript" / "static" / "coordination" / "client" / "wire.d.ts"
# What the library asks for over HTTP. All else is one generator away: docs/clients.md.
ASKED = (
    *("SignedIn", "SignedOut", "SignInRefused", "MeOut", "InUseView"),
    *("SiteView", "IncidentView", "OpenedOut", "TicketOut", "StateOut", "EntriesOut", "AcceptedOut", "PanicOut"),
)
HEADING = """// Types of what a client sends and receives. Written by `manage.py openapi` from the classes that make
// docs/asyncapi.json and docs/openapi.json: do not edit. A later server may send fields and words that are not here.
"""
PRIMITIVES = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean", "null": "null"}
WIDTH = 120


def types_text() -> str:
    """Return the whole module; equal code gives an equal text."""
    schemas = _needed_schemas()
    unions = {
        "Command": [one.model.__name__ for one in COMMANDS],
        "RoomEvent": [one.model.__name__ for one in EVENTS],
        "ServerFrame": [one.model.__name__ for one in SERVER_FRAMES],
    }
    codes = sorted({json.dumps(one.code) for one in problem_codes()})
    parts = [
        *(_declare_schema(name, schema) for name, schema in sorted(schemas.items())),
        *(f"export type {name} = {_union_of(members)};\n" for name, members in unions.items()),
        f"/** The codes of problems that this release knows. */\nexport type ProblemCode = {_union_of(codes)};\n",
    ]
    return HEADING + "\n" + "\n".join(parts)


def _needed_schemas() -> dict[str, JsonObject]:
    """Return the schemas of the socket, and those of HTTP that the library asks for, with all that they name."""
    needed, http = _schemas_of(asyncapi_document()), _schemas_of(openapi_document())
    waiting = list(ASKED)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed[name] = http[name]
            waiting.extend(_names_in(http[name]))
    return needed


def _schemas_of(document: JsonObject) -> dict[str, JsonObject]:
    components = document["components"]
    assert isinstance(components, dict)
    schemas = components["schemas"]
    assert isinstance(schemas, dict)
    return {name: schema for name, schema in schemas.items() if isinstance(schema, dict)}


def _names_in(schema: Json) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(named := schema.get("$ref"), str):
            yield named.rpartition("/")[2]
        for key, value in schema.items():
            if key != "discriminator":
                yield from _names_in(value)
    elif isinstance(schema, list):
        for one in schema:
            yield from _names_in(one)


def _declare_schema(name: str, schema: JsonObject) -> str:
    about = _comment_of(schema)
    if "properties" in schema and "allOf" not in schema:
        fields = "".join(f"  {line};\n" for line in _fields_of(schema))
        return f"{about}export interface {name} {{\n{fields}}}\n"
    return f"{about}export type {name} = {type_of(schema)};\n"


def _comment_of(schema: JsonObject) -> str:
    lines = str(schema.get("description", "")).replace("*/", "* /").splitlines()
    if len(lines) <= 1:
        return f"/** {lines[0]} */\n" if lines else ""
    return "/**\n" + "".join(f" * {line}".rstrip() + "\n" for line in lines) + " */\n"


def _fields_of(schema: Mapping[str, Json]) -> Iterator[str]:
    properties, required = schema.get("properties", {}), schema.get("required", [])
    assert isinstance(properties, dict)
    assert isinstance(required, list)
    for name, described in properties.items():
        key = name if re.fullmatch(r"[A-Za-z_]\w*", name) else json.dumps(name)
        # What says which class it is, is always sent.
        is_there = name in required or (isinstance(described, dict) and "const" in described)
        yield f"{key}{'' if is_there else '?'}: {type_of(described)}"


def type_of(schema: Json) -> str:
    """Return the type of what a schema takes; what it does not limit is unknown."""
    if not isinstance(schema, dict):
        return "unknown"
    if isinstance(named := schema.get("$ref"), str):
        return named.rpartition("/")[2]
    if "const" in schema:
        return json.dumps(schema["const"])
    if isinstance(words := schema.get("enum"), list):
        return _union_of([json.dumps(one, ensure_ascii=False) for one in words])
    for key in ("anyOf", "oneOf"):
        if isinstance(ways := schema.get(key), list):
            return _union_of([type_of(one) for one in ways])
    if isinstance(parts := schema.get("allOf"), list):
        rest = [_object_type(schema)] if "properties" in schema else []
        return " & ".join([*(type_of(one) for one in parts), *rest])
    return _typed_by_word(schema)


def _typed_by_word(schema: JsonObject) -> str:
    word = schema.get("type")
    if word == "array":
        return _array_type(schema)
    if word == "object" or "properties" in schema:
        return _object_type(schema)
    return PRIMITIVES.get(str(word), "unknown")


def _array_type(schema: JsonObject) -> str:
    if isinstance(places := schema.get("prefixItems"), list):
        return f"[{', '.join(type_of(one) for one in places)}]"
    item = type_of(schema.get("items"))
    return f"({item})[]" if re.search(r" [|&] ", item) else f"{item}[]"


def _object_type(schema: JsonObject) -> str:
    if "properties" in schema:
        return f"{{ {'; '.join(_fields_of(schema))} }}"
    further = schema.get("additionalProperties")
    return f"{{ [name: string]: {type_of(further) if isinstance(further, dict) else 'unknown'} }}"


def _union_of(members: list[str]) -> str:
    """Return a union, each member once; a long one has a line for each."""
    each = list(dict.fromkeys(members))
    line = " | ".join(each)
    return line if len(line) < WIDTH else "".join(f"\n  | {one}" for one in each)
