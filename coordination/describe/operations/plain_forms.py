"""Put schemas into the forms that generators of clients read, without another meaning. Pure."""

from coordination.describe.schemas import objects_below
from coordination.room.wire.model import Json, JsonObject

SCHEMAS = "#/components/schemas/"
# Without a size, Kotlin's and Java's clients take BigDecimal.
NUMBER: JsonObject = {"type": "number", "format": "double"}
ANY_OBJECT: JsonObject = {"type": "object", "additionalProperties": True}
UUID_PATTERN = "[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
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
        _say_outside(part)
        _join_lengths(part)
        _leave_out_nothing(part)
        _join_texts(part)
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
        # The places say that one is an id; of a union with an id Kotlin's client calls what ids do not have.
        schema["items"] = kinds[0] if len(kinds) == 1 else {"anyOf": [_without_format(one) for one in kinds]}


def _without_format(schema: Json) -> Json:
    return {key: value for key, value in schema.items() if key != "format"} if isinstance(schema, dict) else schema


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


def _say_outside(part: JsonObject) -> None:
    """Move what is said of a named schema beside its name: said inside, the name loses its kind (Kotlin)."""
    several = part.get("allOf")
    if isinstance(several, list) and len(several) == 1 and isinstance(several[0], dict) and "$ref" in several[0]:
        said = several[0].pop("description", None)
        if said is not None:
            part.setdefault("description", said)


def _join_lengths(part: JsonObject) -> None:
    """Write lists of the same things in two lengths as one list: a union of them is one type twice (Kotlin)."""
    several = part.get("oneOf")
    lists = [one for one in several if isinstance(one, dict)] if isinstance(several, list) else []
    if not lists or any(one.get("type") != "array" for one in lists):
        return
    if all(one.get("items") == lists[0].get("items") and "minItems" in one and "maxItems" in one for one in lists):
        del part["oneOf"]
        least, most = ([int(str(one[key])) for one in lists] for key in ("minItems", "maxItems"))
        part.update({**lists[0], "minItems": min(least), "maxItems": max(most)})


def _join_texts(part: JsonObject) -> None:
    """Write an id or one word as a text: of a union with an id Kotlin's client calls what ids do not have."""
    match part.get("anyOf"):
        case [{"type": "string", "format": "uuid"}, {"type": "string", "const": str(word)}]:
            del part["anyOf"]
            part.update({"type": "string", "pattern": f"^({word}|{UUID_PATTERN})$"})


def _leave_out_nothing(part: JsonObject) -> None:
    """Say no default of a list of words that is empty if it is left out (Kotlin writes one that does not compile)."""
    items = part.get("items")
    if part.get("default") == [] and isinstance(items, dict) and "enum" in items:
        del part["default"]


def _schema_named(part: Json, schemas: JsonObject) -> JsonObject:
    """Return the schema that a part refers to; an empty one: it refers to none."""
    named = part.get("$ref") if isinstance(part, dict) else None
    schema = schemas[named.removeprefix(SCHEMAS)] if isinstance(named, str) and named.startswith(SCHEMAS) else {}
    assert isinstance(schema, dict)
    return schema
