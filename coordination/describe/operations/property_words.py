"""What each property and parameter means: by its class, by the list it is taken from, by its unit. Pure.

A text stands where the thing is declared: at the field (`Field(description=…)`, or `Asked`, what a page says), in the
docstring of its class ("`seq`: …"), or in the docstring of the class that it holds. What many classes have under one
name is said once, in `glossary.py`; what a name's end says of a unit, in `ENDINGS`.
"""

import re
from collections.abc import Iterator, Mapping

from coordination.describe.operations.glossary import GLOSSARY
from coordination.describe.schemas import objects_below
from coordination.room.wire.model import Json, JsonObject

REFERENCE = "#/components/schemas/"
SENTENCE = re.compile(r"(?<=[.;])\s+")
# What the end of a name says, in the house's way of naming quantities; `{}`: the rest of the name, in words.
ENDINGS: tuple[tuple[str, str], ...] = (
    ("_ids", "Ids of the {}: UUIDs, unless its schema says otherwise."),
    ("_id", "Which {}, by its id."),
    ("_at", "When it {}: RFC 3339, with its offset."),
    ("_on", "The day on which it {}, by the time zone of the site or agency: YYYY-MM-DD."),
    ("_by", "The person by whom it was {}."),
    ("_s", "{}, in seconds."),
    ("_m", "{}, in meters."),
    ("_km", "{}, in kilometers."),
    ("_px", "{}, in pixels."),
    ("_deg", "{}, in degrees."),
    ("_ft", "{}, in feet."),
    ("_bytes", "{}, in bytes."),
    ("_minutes", "{}, in minutes."),
    ("_hours", "{}, in hours."),
    ("_days", "{}, in days."),
    ("_months", "{}, in months."),
    ("_years", "{}, in years."),
    ("_count", "How many {} there are."),
    ("_html", "{}, as HTML that is safe to show."),
    ("_en", "{}, in English."),
    ("_es", "{}, in Spanish."),
    ("_name", "Name of the {}, as people read it."),
    ("_words", "{}, in words for people to read."),
    ("_note", "What was noted about the {}."),
    ("_type", "Which type of {} it is."),
    ("_role", "Role of the {}."),
    ("_number", "Number of the {}: counted from 1, and never used again."),
)
BEGINNINGS: tuple[tuple[str, str], ...] = (
    ("is_", "True: it is {}."),
    ("has_", "True: it has {}."),
    ("may_", "True: the caller may {}."),
    ("can_", "True: the caller can {}."),
    ("needs_", "True: it needs {}."),
)


def describe_properties(document: JsonObject) -> None:
    """Put a description to each property and parameter of a document that has none."""
    schemas = _object_named(document, "components", "schemas")
    for schema in schemas.values():
        for part in objects_below(schema):
            _describe_part(part, schemas)


def describe_parameters(operation: JsonObject, schemas: JsonObject) -> None:
    """Put a description to each parameter and form field of one operation that has none."""
    parameters = operation.get("parameters", [])
    assert isinstance(parameters, list)
    for one in parameters:
        if isinstance(one, dict) and not one.get("description"):
            schema = one.get("schema")
            said = schema.get("description") if isinstance(schema, dict) else None
            text = str(operation.get("description", ""))
            one["description"] = said or meaning_of(str(one["name"]), schema, text, schemas)
    for part in objects_below([operation.get("requestBody"), operation.get("responses")]):
        _describe_part(part, schemas)


def _describe_part(part: JsonObject, schemas: JsonObject) -> None:
    properties = part.get("properties")
    if not isinstance(properties, dict):
        return
    for name, schema in properties.items():
        if isinstance(schema, dict) and not schema.get("description"):
            schema["description"] = meaning_of(name, schema, str(part.get("description", "")), schemas)


def meaning_of(name: str, schema: Json, about: str, schemas: JsonObject) -> str:
    """Return what something of a name means.

    Args:
        about: what is said of the whole that it is part of.
        schemas: all that have a name.
    """
    found = _said_of(name, about) or _meaning_of_held(schema, schemas) or GLOSSARY.get(name, "")
    return found or meaning_of_name(name, schema)


def _said_of(name: str, about: str) -> str:
    """Return the sentence of a docstring that names the property; it may begin with it, as "`seq`: …" does."""
    for sentence in SENTENCE.split(" ".join(about.split())):
        if f"`{name}`" in sentence:
            text = re.sub(rf"^(?:`\w+`,? (?:and )?)*`{re.escape(name)}`: ", "", sentence).rstrip(";.")
            return text[:1].upper() + text[1:] + "."
    return ""


def _meaning_of_held(schema: Json, schemas: JsonObject) -> str:
    """Return what is said of the class that a property holds, or holds a list of."""
    names = list(_references_at_top(schema))
    if len(names) != 1:
        return ""
    held = schemas.get(names[0])
    text = str(held.get("description", "")) if isinstance(held, dict) else ""
    return SENTENCE.split(" ".join(text.split()))[0].rstrip(";.") + "." if text else ""


def _references_at_top(schema: Json) -> Iterator[str]:
    if not isinstance(schema, dict):
        return
    if isinstance(reference := schema.get("$ref"), str):
        yield reference.removeprefix(REFERENCE)
    for key in ("anyOf", "allOf", "oneOf"):
        several = schema.get(key)
        for one in several if isinstance(several, list) else []:
            yield from _references_at_top(one)
    yield from _references_at_top(schema.get("items"))


def meaning_of_name(name: str, schema: Json) -> str:
    """Return what a name alone says: by its ending or beginning, else by the kind of its values."""
    found = _by_ending(name) or _by_beginning(name)
    if found:
        return found
    words = name.replace("_", " ")
    kinds = set(_kinds_of(schema))
    if kinds == {"boolean"}:
        return f"True: {words}."
    if "array" in kinds:
        return f"The {words}: a list, which may be empty."
    if kinds & {"integer", "number"}:
        return f"The {words}, as a number."
    if "object" in kinds:
        return f"The {words}, by key."
    return f"The {words}, as text." if "string" in kinds else f"The {words}."


def _by_ending(name: str) -> str:
    for ending, sentence in ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            return _sentence_about(sentence, name.removesuffix(ending))
    return ""


def _by_beginning(name: str) -> str:
    for beginning, sentence in BEGINNINGS:
        if name.startswith(beginning):
            return _sentence_about(sentence, name.removeprefix(beginning))
    return ""


def _sentence_about(sentence: str, rest: str) -> str:
    text = sentence.format(rest.replace("_", " "))
    return text[:1].upper() + text[1:]


def _kinds_of(schema: Json) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(kind := schema.get("type"), str) and kind != "null":
            yield kind
        several = schema.get("anyOf")
        for one in several if isinstance(several, list) else []:
            yield from _kinds_of(one)


def _object_named(document: Mapping[str, Json], *names: str) -> JsonObject:
    part: Json = dict(document)
    for name in names:
        assert isinstance(part, dict)
        part = part[name]
    assert isinstance(part, dict)
    return part
