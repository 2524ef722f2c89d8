"""The published description has no form in which a generator of clients loses a type or fails."""

import json
import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from coordination.describe.operations.plain_forms import write_plain_forms
from coordination.describe.schemas import objects_below
from tests.support.processes import ROOT

DOCUMENT = json.loads((ROOT / "docs" / "openapi.json").read_text())
SCHEMAS = DOCUMENT["components"]["schemas"]


def parts() -> Iterator[dict[str, Any]]:
    yield from objects_below(DOCUMENT["components"]["schemas"])
    yield from objects_below(DOCUMENT["paths"])


UUID = {"type": "string", "format": "uuid"}
BOX = {"type": "array", "items": {"type": "number"}}


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


def test_kotlin_finds_a_class_for_each_name_and_each_union() -> None:
    """Its client calls `validateJsonElement` of what has none, and writes a type twice."""
    unions = [part[key] for part in parts() for key in ("anyOf", "oneOf") if key in part]
    with_ids = [one for one in unions if {"uuid"} & {part.get("format") for part in one}]

    assert len(with_ids) > 100
    assert [one for one in with_ids if [part for part in one if part.get("type") not in ("null", "string")]] == []
    assert [one for one in with_ids if len([part for part in one if part.get("type") == "string"]) > 1] == []
    assert [one for one in unions if [part.get("type") for part in one].count("array") > 1] == []
    named_alone = [
        part["allOf"][0] for part in parts() if len(part.get("allOf", [])) == 1 and "$ref" in part["allOf"][0]
    ]
    assert len(named_alone) > 20
    assert [one for one in named_alone if len(one) > 1] == []


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
        "Box": {"oneOf": [{**BOX, "minItems": 4, "maxItems": 4}, {**BOX, "minItems": 6, "maxItems": 6}]},
        "Sheet": {"anyOf": [UUID, {"type": "string", "const": "site"}]},
        "IdOrNumber": {"type": "array", "prefixItems": [UUID, {"type": "integer"}]},
        "Said": {"allOf": [{"$ref": "#/components/schemas/Version", "description": "Which."}], "default": 1},
        "Layers": {"type": "array", "items": {"type": "string", "enum": ["a"]}, "default": []},
        "Kept": {"oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": "string"}], "default": []},
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
    assert (schemas["Box"]["minItems"], schemas["Box"]["maxItems"], "oneOf" in schemas["Box"]) == (4, 6, False)
    taken = re.compile(schemas["Sheet"]["pattern"])
    texts = ("site", str(uuid4()), str(uuid4()).upper(), "sites", "", f"{uuid4()}0")
    assert [bool(taken.search(text)) for text in texts] == [True, True, True, False, False, False]
    assert schemas["IdOrNumber"]["items"] == {"anyOf": [{"type": "string"}, {"type": "integer"}]}
    assert schemas["IdOrNumber"]["prefixItems"][0] == UUID
    said = {"allOf": [{"$ref": "#/components/schemas/Version"}], "default": 1, "description": "Which."}
    assert schemas["Said"] == said
    assert "default" not in schemas["Layers"]
    assert len(schemas["Kept"]["oneOf"]) == 2
