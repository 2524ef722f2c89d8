"""What routes answer as stored bytes, unparsed: the classes of frames and of the state's objects describe it."""

from typing import Annotated

from ninja.schema import NinjaGenerateJsonSchema
from pydantic import Field, TypeAdapter
from pydantic.json_schema import models_json_schema

from coordination.describe.catalogue import OBJECTS, EntryFrame, WithheldFrame
from coordination.room.wire.model import Json, JsonObject

TEMPLATE = "#/components/schemas/{model}"
LOG_ENTRY: JsonObject = {"$ref": TEMPLATE.format(model="LogEntry")}
OBJECT_NAMES = {one.model.__name__ for one in OBJECTS}
EXAMPLE_OF_OBJECTS: JsonObject = {
    "markers": {
        "0191f000-0000-7000-8000-0000000000aa": {
            "kind": "command_post",
            "label": "Door 7",
            "lon": -99.2131,
            "lat": 39.6424,
            "audience": "everyone",
            "placed_by": "0191f000-0000-7000-8000-0000000000bb",
            "placed_at": "2026-03-02T14:05:00.000Z",
            "moved_at": "2026-03-02T14:05:00.000Z",
        }
    }
}
# Of each the `entries`.
HOLD_ENTRIES = ("EntriesOut", "FoundOut", "FoundEverywhereOut")


def stored_schemas() -> JsonObject:
    """Return the schemas of entries and of the objects of a state, with all that they lead to, by name."""
    found = {**_entry_schemas(), **_object_schemas()}
    for schema in found.values():
        _require_tag(schema)
    return found


def name_what_is_stored(schemas: JsonObject) -> None:
    """Say of the answers that hold what is stored what it is, in place."""
    for name in HOLD_ENTRIES:
        entries = _properties_of(schemas, name)["entries"]
        assert isinstance(entries, dict)
        entries["items"] = LOG_ENTRY
    _properties_of(schemas, "StateOut")["objects"] = {"$ref": TEMPLATE.format(model="RoomObjects")}


def _entry_schemas() -> JsonObject:
    union: TypeAdapter[EntryFrame | WithheldFrame] = TypeAdapter(
        Annotated[EntryFrame | WithheldFrame, Field(discriminator="type")]
    )
    schema = union.json_schema(ref_template=TEMPLATE, schema_generator=NinjaGenerateJsonSchema)
    said = "An entry of the log as the socket sends it: whole, or withheld in its place."
    return {**schema.pop("$defs"), "LogEntry": {"title": "LogEntry", "description": said, **schema}}


def _object_schemas() -> JsonObject:
    """Return the schemas of a state's objects, and of all of them: by kind, and there by id.

    Their classes get a name of their own: words such as Fact and Shape mean other things as well.
    """
    _, schema = models_json_schema(
        [(one.model, "validation") for one in OBJECTS],
        ref_template=TEMPLATE,
        schema_generator=NinjaGenerateJsonSchema,
    )
    # Generators name a class by the title.
    definitions = {_name_of(name): one | {"title": _name_of(name)} for name, one in schema["$defs"].items()}
    kinds: JsonObject = {}
    for one in OBJECTS:
        either: list[Json] = [{"$ref": TEMPLATE.format(model=_name_of(one.model.__name__))}, {"type": "null"}]
        said = " ".join((one.model.__doc__ or "").split())
        kinds[one.word] = {"type": "object", "description": said, "additionalProperties": {"anyOf": either}}
    whole: JsonObject = {
        "title": "RoomObjects",
        "description": "A state's objects: by their kind, and there by their id. Of what was taken away, null stands.",
        "type": "object",
        "properties": kinds,
        "examples": [EXAMPLE_OF_OBJECTS],
    }
    return {**definitions, "RoomObjects": whole}


def _require_tag(schema: Json) -> None:
    """Say of what has a `type` that it stands there: its class has a default for it, and what is stored always has it.

    Without that, no program could tell by the description which of the classes it reads.
    """
    properties = schema.get("properties") if isinstance(schema, dict) else None
    tag = properties.get("type") if isinstance(properties, dict) else None
    if isinstance(schema, dict) and isinstance(tag, dict) and "const" in tag:
        required = schema.get("required", [])
        assert isinstance(required, list)
        schema["required"] = required if "type" in required else ["type", *required]


def _name_of(name: str) -> str:
    return f"{name}Object" if name in OBJECT_NAMES else name


def _properties_of(schemas: JsonObject, name: str) -> JsonObject:
    schema = schemas[name]
    assert isinstance(schema, dict)
    properties = schema["properties"]
    assert isinstance(properties, dict)
    return properties
