"""Write the HTTP interface as a collection for Bruno: one file for each operation, made from the description. Pure.

Source: the format of .bru files, https://docs.usebruno.com. Only its own blocks begin at the first column.
"""

import json
import re
from collections.abc import Iterator

from coordination.describe.operations.examples import example_of
from coordination.room.wire.model import Json, JsonObject

# What a request that is tried by hand can only mean of what the one before it answered.
ASKED = frozenset({"site_id", "incident_id", "room_id", "device_id", "notification_id"})
# What an answer gives to the requests after it: the operation, the variable, the place in the answer.
KEPT = {
    "sign_in": {"token": "meta.session_token"},
    "list_sites": {"site_id": "[0].id"},
    "open_incident": {"incident_id": "incident_id", "room_id": "room_id"},
    "register_device": {"device_id": "id"},
    "read_missed": {"since": "next_since"},
}
SIGNING_IN = {"username": "{{username}}", "password": "{{password}}"}
PLACEHOLDER = re.compile(r"\{(\w+)\}")
VARIABLES = {
    "server": "http://127.0.0.1:8000",
    "username": "principal",
    "password": "muster-point-demo",
    "since": "2026-01-01T00:00:00Z",
}


def collection_files(document: JsonObject) -> dict[str, str]:
    """Return the files of a collection by their paths: a folder for each tag, a request for each operation."""
    head = {"version": "1", "name": "Musterpoint", "type": "collection", "ignore": []}
    files = {
        "bruno.json": json.dumps(head, indent=2) + "\n",
        "environments/demo.bru": _block_text("vars", [f"{name}: {value}" for name, value in VARIABLES.items()]),
    }
    for number, (method, path, operation) in enumerate(_operations_of(document), start=1):
        tags = operation["tags"]
        assert isinstance(tags, list)
        name = f"{tags[0]}/{operation['operationId']}.bru"
        files[name] = _request_text(number, method, path, operation, _schemas_of(document))
    return files


def _operations_of(document: JsonObject) -> Iterator[tuple[str, str, JsonObject]]:
    paths = document["paths"]
    assert isinstance(paths, dict)
    for path, methods in paths.items():
        assert isinstance(methods, dict)
        for method, operation in methods.items():
            if isinstance(operation, dict):
                yield method, path, operation


def _schemas_of(document: JsonObject) -> JsonObject:
    components = document["components"]
    assert isinstance(components, dict)
    schemas = components["schemas"]
    assert isinstance(schemas, dict)
    return schemas


def _request_text(number: int, method: str, path: str, operation: JsonObject, schemas: JsonObject) -> str:
    """Return the file of one operation."""
    name = str(operation["operationId"])
    kind, body = _body_of(operation)
    asked, of_path = _shown_parameters(operation, schemas)
    # Bruno sends what stands in the address; the block beside it is what people edit.
    query = "&".join(one.replace(": ", "=", 1) for one in asked if not one.startswith("~"))
    address = "{{server}}" + PLACEHOLDER.sub(r":\1", path) + (f"?{query}" if query else "")
    blocks = [
        _block_text("meta", [f"name: {name}", "type: http", f"seq: {number}"]),
        _block_text(method, [f"url: {address}", f"body: {kind}", "auth: none"]),
        *([_block_text("params:path", of_path)] if of_path else []),
        *([_block_text("params:query", asked)] if asked else []),
        *([_block_text("headers", ["X-Session-Token: {{token}}"])] if operation.get("security") else []),
        *body,
        *_script_blocks(name),
        _block_text("docs", str(operation["description"]).splitlines()),
    ]
    return "\n".join(blocks)


def _block_text(name: str, lines: list[str]) -> str:
    """Return one block; two spaces before each line tell it from the end of the block."""
    return f"{name} {{\n" + "".join(f"  {line}\n" for line in lines) + "}\n"


def _shown_parameters(operation: JsonObject, schemas: JsonObject) -> tuple[list[str], list[str]]:
    """Return the lines of the query and of the path; what may be left out is switched off by a tilde."""
    parameters = operation.get("parameters", [])
    assert isinstance(parameters, list)
    of_place: dict[str, list[str]] = {"query": [], "path": [], "header": []}
    for one in parameters:
        assert isinstance(one, dict)
        off = "" if one.get("required") else "~"
        of_place[str(one["in"])].append(f"{off}{one['name']}: {_shown_value(one, schemas)}")
    return of_place["query"], of_place["path"]


def _shown_value(parameter: JsonObject, schemas: JsonObject) -> str:
    name = str(parameter["name"])
    if name in ASKED or name in VARIABLES:
        return f"{{{{{name}}}}}"
    schema = parameter["schema"]
    assert isinstance(schema, dict)
    value = schema.get("default", example_of(schema, schemas, is_sent=True))
    if isinstance(value, list):
        value = value[0] if value else ""
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _body_of(operation: JsonObject) -> tuple[str, list[str]]:
    """Return the kind of a body, and its block."""
    holder = operation.get("requestBody")
    content = holder.get("content") if isinstance(holder, dict) else None
    if not isinstance(content, dict):
        return "none", []
    kind, media = next(iter(content.items()))
    assert isinstance(media, dict)
    example = media.get("example")
    if kind == "multipart/form-data":
        assert isinstance(example, dict)
        fields = [f"{name}: {_form_value(value)}" for name, value in example.items()]
        return "multipartForm", [_block_text("body:multipart-form", fields)]
    shown = SIGNING_IN if operation["operationId"] == "sign_in" else _with_variables(example)
    return "json", [_block_text("body:json", json.dumps(shown, indent=2, ensure_ascii=False).splitlines())]


def _form_value(value: Json) -> str:
    return "@file(choose-a-file)" if value == "(bytes)" else str(value)


def _with_variables(value: Json) -> Json:
    """Return an example with what earlier answers gave. A command gets an id of its own each time it is sent."""
    if isinstance(value, list):
        return [_with_variables(one) for one in value]
    if not isinstance(value, dict):
        return value
    made: JsonObject = {
        name: f"{{{{{name}}}}}" if name in ASKED and isinstance(one, str) else _with_variables(one)
        for name, one in value.items()
    }
    return {**made, "id": "{{$guid}}"} if {"id", "type"} <= made.keys() else made


def _script_blocks(name: str) -> list[str]:
    kept = KEPT.get(name, {})
    lines = [f'bru.setVar("{variable}", res.body{_place_in(path)});' for variable, path in kept.items()]
    return [_block_text("script:post-response", lines)] if lines else []


def _place_in(path: str) -> str:
    return path if path.startswith("[") else f".{path}"
