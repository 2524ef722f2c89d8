"""The published description has no form in which a generator of clients loses a type or fails."""

import json
from collections.abc import Iterator
from typing import Any

from coordination.describe.operations.plain_forms import write_plain_forms
from coordination.describe.schemas import objects_below
from tests.support.processes import ROOT

DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text())
SCHEMAS = DOCUMENT["components"]["schemas"]


def parts() -> Iterator[dict[str, Any]]:
    yield from objects_below(DOCUMENT["components"]["schemas"])
    yield from objects_below(DOCUMENT["paths"])


def named(part: Any) -> dict[str, Any]:
    name = part.get("$ref", "").rpartition("/")[2] if isinstance(part, dict) else ""
    schema: dict[str, Any] = SCHEMAS.get(name, {})
    return schema


def test_a_list_holds_no_list_by_its_name_alone() -> None:
    """OpenAPI Generator's Swift writes `[Array]`, which is no type."""
    lists = [part for part in parts() if part.get("type") == "array"]

    assert len(lists) > 100
    assert [part for part in lists if named(part.get("items")).get("type") == "array"] == []


def test_places_of_a_list_that_are_all_numbers_are_one_type() -> None:
    """A union of two numbers becomes a class of its own in OpenAPI Generator's TypeScript and Python."""
    lists = [part for part in parts() if isinstance(part.get("prefixItems"), list)]

    assert lists
    for part in lists:
        kinds = [one.get("type") or named(one).get("type") for one in part["prefixItems"]]
        assert set(kinds) != {"number"} or "anyOf" not in part["items"], part


def test_only_words_are_fixed() -> None:
    """Swift has no enumeration of booleans, and Kotlin reads one of numbers as text."""
    fixed = [part for part in parts() if isinstance(part.get("type"), str) and {"const", "enum"} & part.keys()]

    assert len(fixed) > 100
    assert [part for part in fixed if part["type"] != "string"] == []


def test_every_number_says_its_size() -> None:
    """Kotlin's and Java's clients take BigDecimal otherwise, which some of their libraries cannot write."""
    numbers = [part for part in parts() if part.get("type") == "number"]

    assert numbers
    assert [part for part in numbers if "format" not in part] == []


def test_no_schema_is_only_another_name() -> None:
    """A class that is an alias of a union misses the types of its fields in Kotlin."""
    assert [name for name, schema in SCHEMAS.items() if "$ref" in schema] == []


def test_what_is_written_plainly_means_what_it_meant() -> None:
    point = {"type": "array", "prefixItems": [{"type": "number", "maximum": 180}, {"type": "number", "maximum": 90}]}
    schemas: dict[str, Any] = {
        "Point": point,
        "Line": {"type": "array", "items": {"$ref": "#/components/schemas/Point"}, "minItems": 2},
        "Named": {"$ref": "#/components/schemas/Either", "description": "Of its own."},
        "Either": {"oneOf": [{"type": "string"}, {"type": "integer"}], "description": "Of both."},
        "Pair": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}]},
        "Some": {"anyOf": [{"$ref": "#/components/schemas/JsonObject"}, {"type": "null"}]},
        "JsonObject": {"type": "object"},
        "Version": {"type": "integer", "const": 1},
    }

    write_plain_forms({"components": {"schemas": schemas}}, schemas)

    bounded = [{"type": "number", "maximum": most, "format": "double"} for most in (180, 90)]
    assert schemas["Line"] == {"type": "array", "items": schemas["Point"], "minItems": 2}
    assert schemas["Point"]["prefixItems"] == bounded
    assert schemas["Point"]["items"] == {"type": "number", "format": "double"}
    assert schemas["Named"] == {"oneOf": schemas["Either"]["oneOf"], "description": "Of its own."}
    assert schemas["Pair"]["items"] == {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    assert schemas["Version"] == {"type": "integer", "minimum": 1, "maximum": 1}
    assert schemas["Some"] == {"type": ["object", "null"], "additionalProperties": True}
