"""Put schemas into the forms that generators of clients read, without another meaning. Pure."""

from coordination.describe.schemas import objects_below
from coordination.room.wire.model import Json, JsonObject

SCHEMAS = "#/components/schemas/"
# Without a size, Kotlin's and Java's clients take BigDecimal.
NUMBER: JsonObject = {"type": "number", "format": "double"}
ANY_OBJECT: JsonObject = {"type": "object", "additionalProperties": True}
NULL: JsonObject = {"type": "null"}


def write_plain_forms(document: JsonObject, schemas: JsonObject) -> None:
    """Change a document's schemas in place."""
    for schema in schemas.values():
        assert isinstance(schema, dict)
        _copy_what_is_named(schema, schemas)
    for part in objects_below(document):
        _close_tuple(part, schemas)
        _allow_any_object(part)
        _bound_number(part)
    for part in objects_below(document):
        _spell_out_lists(part, schemas)
        if part.get("type") == "number":
            part.setdefault("format", "double")


def _spell_out_lists(schema: JsonObject, schemas: JsonObject) -> None:
    """Write lists of named lists out: a list of an alias of a list loses what it holds (OpenAPI Generator, Swift)."""
    if schema.get("type") == "array" and (named := _schema_named(schema.get("items"), schemas)).get("type") == "array":
        _spell_out_lists(named, schemas)
        schema["items"] = dict(named)


def _copy_what_is_named(schema: JsonObject, schemas: JsonObject) -> None:
    """Write a schema that is only another name for a union as that union: an alias has no class."""
    if "$ref" in schema:
        schema.update({key: value for key, value in _schema_named(schema, schemas).items() if key not in schema})
        del schema["$ref"]


def _close_tuple(schema: JsonObject, schemas: JsonObject) -> None:
    """Say of a list of fixed places what all of them may be, for tools that read `items` alone."""
    places = schema.get("prefixItems")
    if not isinstance(places, list) or not places or "items" in schema:
        return
    kinds = [one for number, one in enumerate(places) if one not in places[:number]]
    if len(kinds) > 1 and all(_is_number(one, schemas) for one in kinds):
        # Longitude and latitude have bounds of their own; a union of two numbers would become a class.
        schema["items"] = dict(NUMBER)
    else:
        schema["items"] = kinds[0] if len(kinds) == 1 else {"anyOf": kinds}


def _is_number(schema: Json, schemas: JsonObject) -> bool:
    assert isinstance(schema, dict)
    return (_schema_named(schema, schemas) or schema).get("type") == "number"


def _allow_any_object(part: JsonObject) -> None:
    """Write an object of anything or null as one type: a map of maps that may be null loses its types (Kotlin)."""
    if part.get("anyOf") == [{"$ref": f"{SCHEMAS}JsonObject"}, NULL]:
        del part["anyOf"]
        part.update({**ANY_OBJECT, "type": ["object", "null"]})


def _bound_number(part: JsonObject) -> None:
    """Write the one number that there may be as bounds: an enumeration of numbers is read as text (Kotlin)."""
    if part.get("type") in ("integer", "number") and "const" in part:
        part["minimum"] = part["maximum"] = part.pop("const")


def _schema_named(part: Json, schemas: JsonObject) -> JsonObject:
    """Return the schema that a part refers to; an empty one: it refers to none."""
    named = part.get("$ref") if isinstance(part, dict) else None
    schema = schemas[named.removeprefix(SCHEMAS)] if isinstance(named, str) and named.startswith(SCHEMAS) else {}
    assert isinstance(schema, dict)
    return schema
