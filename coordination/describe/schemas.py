"""What the two descriptions share: a name means one thing, and what the server says may grow. Pure."""

from collections.abc import Iterator, Mapping

from coordination.room.wire.model import Json, JsonObject

# What a description shares besides schemas.
BESIDE_SCHEMAS = ("#/components/examples/", "#/components/responses/")


# Fields that are stored as texts and are instants; all others are told by their ending.
INSTANTS = frozenset({"at", "since", "until"})


class SecondMeaning(Exception):
    """Two different schemas have one name: a client made from the description would have only one of them."""


def add_definitions(schemas: JsonObject, definitions: Mapping[str, Json]) -> None:
    """Put definitions to the others. Raises: SecondMeaning."""
    for name, schema in definitions.items():
        if schemas.setdefault(name, schema) != schema:
            raise SecondMeaning(f"{name} has two meanings: rename one of the classes or types")


def open_schema(part: Json) -> Json:
    """Return a schema that takes what it does not name: a later server may say more, and clients must let it."""
    if isinstance(part, dict):
        kept = {key: value for key, value in part.items() if (key, value) != ("additionalProperties", False)}
        return {key: open_schema(value) for key, value in kept.items()}
    if isinstance(part, list):
        return [open_schema(item) for item in part]
    return part


def say_instants(schemas: Mapping[str, Json]) -> None:
    """Say of texts that are instants that they are, in place: what is stored has them as texts."""
    for schema in schemas.values():
        properties = schema.get("properties") if isinstance(schema, dict) else None
        for name, part in properties.items() if isinstance(properties, dict) else ():
            if isinstance(part, dict) and (name in INSTANTS or name.endswith("_at")):
                _say_instant(part)


def _say_instant(part: JsonObject) -> None:
    if part.get("default") == "":
        return  # no instant: a day of each year, or none
    several = part.get("anyOf")
    kinds = [one for one in several if isinstance(one, dict)] if isinstance(several, list) else [part]
    for one in kinds:
        if one.get("type") == "string" and not {"format", "pattern", "const"} & one.keys():
            one["format"] = "date-time"


def names_below(part: Json, schemas: JsonObject) -> set[str]:
    """Return the names of all schemas that a part leads to."""
    found: set[str] = set()
    ahead = _references_in(part)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found.add(name)
            ahead |= _references_in(schemas[name])
    return found


def objects_below(part: Json) -> Iterator[JsonObject]:
    """Yield every object of a document, the outer one first."""
    if isinstance(part, dict):
        yield part
        for value in list(part.values()):
            yield from objects_below(value)
    elif isinstance(part, list):
        for one in part:
            yield from objects_below(one)


def _references_in(part: Json) -> set[str]:
    if isinstance(part, dict):
        named = str(part.get("$ref", ""))
        own = {named.rpartition("/")[2]} if named and not named.startswith(BESIDE_SCHEMAS) else set()
        return own.union(*(_references_in(value) for value in part.values()))
    if isinstance(part, list):
        return set().union(*(_references_in(item) for item in part))
    return set()
