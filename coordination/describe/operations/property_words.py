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
# What the end of a name says, in the house's way of naming quantities; `{}`: the rest of the name, in words. A sentence
# is said only of values of its kind: of none, it would be wrong.
ENDINGS: tuple[tuple[str, str, str], ...] = (
    ("_ids", "Ids of the {}s: UUIDs, unless its schema says otherwise.", "list"),
    ("_id", "Which {}, by its id.", "id"),
    ("_at", "When it {}: RFC 3339{}.", "instant"),
    ("_on", "The day on which it {}, by the time zone of the site or agency: YYYY-MM-DD{}.", "day"),
    ("_by", "The person by whom it was {}{}.", "who"),
    ("_s", "{}, in seconds.", "number"),
    ("_m", "{}, in meters.", "number"),
    ("_km", "{}, in kilometers.", "number"),
    ("_px", "{}, in pixels.", "number"),
    ("_deg", "{}, in degrees.", "number"),
    ("_ft", "{}, in feet.", "number"),
    ("_bytes", "{}, in bytes.", "number"),
    ("_minutes", "{}, in minutes.", "number"),
    ("_hours", "{}, in hours.", "number"),
    ("_days", "{}, in days.", "number"),
    ("_months", "{}, in months.", "number"),
    ("_years", "{}, in years.", "number"),
    ("_count", "How many {}s there are.", "number"),
    ("_html", "{}, as HTML that is safe to show.", "text"),
    ("_en", "{}, in English.", "text"),
    ("_es", "{}, in Spanish.", "text"),
    ("_name", "Name of the {}, as people read it.", "text"),
    ("_words", "{}, in words for people to read.", "text"),
    ("_note", "What was noted about the {}.", "text"),
    ("_type", "Which type of {} it is.", "text"),
    ("_number", "Number of the {}: counted from 1, and never used again.", "number"),
)
BEGINNINGS: tuple[tuple[str, str], ...] = (
    ("is_", "True: it is {}."),
    ("has_", "True: it has {}."),
    ("may_", "True: the caller may {}."),
    ("can_", "True: the caller can {}."),
)
# In the objects of a room people are ids.
IN_A_ROOM = ", by their `participant_id`: a key of the room's `people`"
KINDS_OF: Mapping[str, set[str]] = {
    "list": {"array"},
    "id": {"string", "integer"},
    "instant": {"string"},
    "day": {"string"},
    "who": {"string"},
    "text": {"string"},
    "number": {"integer", "number"},
}
# Words of an instant or a day: what is done to a thing, and what a thing does.
IS_DONE = {"done", "drawn", "found", "given", "held", "made", "said", "seen", "sent", "set", "struck", "taught", "told",
           "written"}  # fmt: skip
DOES = {"arrived", "began", "begins", "declined", "ended", "ends", "expires", "expunges", "goes", "happened", "joined",
        "seals", "started", "starts"}  # fmt: skip


def describe_properties(document: JsonObject) -> None:
    """Put a description to each property and parameter of a document that has none."""
    schemas = _object_named(document, "components", "schemas")
    for name, schema in schemas.items():
        for part in objects_below(schema):
            _describe_part(part, schemas, name)


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


def _describe_part(part: JsonObject, schemas: JsonObject, holder: str = "") -> None:
    properties = part.get("properties")
    if not isinstance(properties, dict):
        return
    for name, schema in properties.items():
        # What the glossary says of this very field says more than what a form writes beside it.
        if isinstance(schema, dict) and (not schema.get("description") or f"{holder}.{name}" in GLOSSARY):
            schema["description"] = meaning_of(name, schema, str(part.get("description", "")), schemas, holder)


def meaning_of(name: str, schema: Json, about: str, schemas: JsonObject, holder: str = "") -> str:
    """Return what something of a name means.

    Args:
        about: what is said of the whole that it is part of.
        schemas: all that have a name.
        holder: the name of the schema that it is part of.
    """
    found = _said_of(name, about) or GLOSSARY.get(f"{holder}.{name}") or _meaning_of_held(schema, schemas)
    return found or GLOSSARY.get(name) or meaning_of_name(name, schema)


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
    return meaning_by_rule(name, schema) or _meaning_of_kind(name, set(_kinds_of(schema)))


def meaning_by_rule(name: str, schema: Json) -> str:
    """Return what the house's way of naming says of values of this kind; empty: nothing."""
    for ending, sentence, kind in ENDINGS:
        if name.endswith(ending) and len(name) > len(ending):
            rest = name.removesuffix(ending).replace("_", " ")
            return _sentence_of_kind(sentence, rest, kind, schema)
    for beginning, sentence in BEGINNINGS:
        if name.startswith(beginning) and set(_kinds_of(schema)) == {"boolean"}:
            return sentence.format(name.removeprefix(beginning).replace("_", " "))
    return ""


def _sentence_of_kind(sentence: str, rest: str, kind: str, schema: Json) -> str:
    kinds = set(_kinds_of(schema))
    if not kinds <= KINDS_OF[kind]:
        return ""
    if kind == "who":
        return sentence.format(rest, IN_A_ROOM if "uuid" in set(_formats_of(schema)) else "")
    if kind in ("instant", "day"):
        first = rest.partition(" ")[0]
        was = "" if first in DOES else "was "
        if was and first not in IS_DONE and not first.endswith("ed"):
            return ""
        return sentence.format(was + rest, "; null: not yet" if _may_be_null(schema) else "")
    text = sentence.format(rest)
    return text[:1].upper() + text[1:]


def _meaning_of_kind(name: str, kinds: set[str]) -> str:
    words = name.replace("_", " ")
    if kinds == {"boolean"}:
        return f"True: {words}."
    if "array" in kinds:
        return f"The {words}: a list, which may be empty."
    if kinds & {"integer", "number"}:
        return f"The {words}, as a number."
    if "object" in kinds:
        return f"The {words}, by key."
    return f"The {words}, as text." if "string" in kinds else f"The {words}."


def _kinds_of(schema: Json) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(kind := schema.get("type"), str) and kind != "null":
            yield kind
        several = schema.get("anyOf")
        for one in several if isinstance(several, list) else []:
            yield from _kinds_of(one)


def _formats_of(schema: Json) -> Iterator[str]:
    if isinstance(schema, dict):
        if isinstance(form := schema.get("format"), str):
            yield form
        several = schema.get("anyOf")
        for one in several if isinstance(several, list) else []:
            yield from _formats_of(one)


def _may_be_null(schema: Json) -> bool:
    several = schema.get("anyOf") if isinstance(schema, dict) else None
    return isinstance(several, list) and {"type": "null"} in several


def _object_named(document: Mapping[str, Json], *names: str) -> JsonObject:
    part: Json = dict(document)
    for name in names:
        assert isinstance(part, dict)
        part = part[name]
    assert isinstance(part, dict)
    return part
