"""One example of whatever a schema describes: made from its limits, its lists, and the names of its properties. Pure.

Equal schemas give equal examples, and the tests check each against its schema.
"""

import re
from collections.abc import Mapping
from uuid import NAMESPACE_URL, uuid5

from coordination.room.wire.model import Json, JsonObject

REFERENCE = "#/components/schemas/"
# Deeper than any answer that a person reads; a tree of plans ends there.
DEEPEST = 20
MOMENT, DAY = "2026-03-02T14:05:00.000Z", "2026-03-02"
FORMATS: Mapping[str, str] = {
    "date-time": MOMENT,
    "date": DAY,
    "time": "14:05:00",
    "uri": "https://musterpoint.example/",
    "email": "m.alvarez@lincoln.example",
    "binary": "(bytes)",
    "duration": "PT10M",
}
# What stands in a text of a name; the first that its schema allows is taken.
TEXTS: Mapping[str, str] = {
    "accept": "CP-10-001",
    "address": "410 Oak Street, Hays, KS 67601",
    "agency": "Hays Police Department",
    "agency_kind": "police",
    "app_version": "1.4",
    "bbox": "-99.2140,39.6410,-99.2120,39.6430",
    "building": "Main building",
    "callsign": "Hays 14",
    "citation": "K.S.A. 31-133",
    "code": "not_found",
    "digest": "9f" * 32,
    "detail": "There is nothing here for you.",
    "district": "Hays USD 489",
    "email": "m.alvarez@lincoln.example",
    "hash": "a7" * 32,
    "head": "142",
    "language": "en",
    "level": "Ground floor",
    "locale": "es-MX",
    "name": "Lincoln Elementary School",
    "password": "correct horse battery staple",
    "person": "Maria Alvarez",
    "phone": "+17855550100",
    "platform": "android",
    "pointer": "/title",
    "reason": "Agreed with the district today.",
    "role": "officer",
    "room": "Room 112",
    "salt": "5e" * 16,
    "school": "Lincoln Elementary School",
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "site": "Lincoln Elementary School",
    "student_name": "Sam Ortiz",
    "text": "Smoke in the hall by the gym.",
    "ticket": "Zk3p0bq6m1",
    "time_zone": "America/Chicago",
    "title": "Smell of gas in the gym",
    "type": "about:blank",
    "url": "https://musterpoint.example/",
    "username": "m.alvarez",
}
# Texts that patterns ask for, where no name says one.
OTHERS = (
    "123456",
    "a",
    "A",
    "1",
    "0",
    "12-31",
    "08:30",
    "KS",
    "EOP-1",
    "a1",
    "0" * 64,
    "a" * 64,
    "2026",
    "x" * 8,
    MOMENT,
)
NUMBERS: Mapping[str, float] = {"lon": -99.2131, "lat": 39.6424, "year": 2026, "school_year": 2026, "status": 200}


def example_of(schema: Json, schemas: JsonObject, *, name: str = "", is_sent: bool = False) -> Json:
    """Return an example of a schema.

    Args:
        schemas: all that have a name.
        name: what the value is called where it stands.
        is_sent: a client sends it: only what is required stands in it, what has an example, or else one thing.
    """
    return _Maker(schemas, is_sent=is_sent).make_value(schema, name, 0)


class _Maker:
    def __init__(self, schemas: JsonObject, *, is_sent: bool) -> None:
        self._schemas, self._is_sent = schemas, is_sent

    def make_value(self, schema: Json, name: str, depth: int) -> Json:
        if not isinstance(schema, dict) or depth > DEEPEST:
            return {}
        if isinstance(reference := schema.get("$ref"), str):
            return self.make_value(self._schemas[reference.removeprefix(REFERENCE)], name, depth + 1)
        for key in ("example", "const"):
            if key in schema:
                return schema[key]
        for key in ("examples", "enum"):
            values = schema.get(key)
            if isinstance(values, list) and values:
                return values[0]
        if (several := _first_alternative(schema)) is not None:
            return self.make_value(several, name, depth)
        return self._make_of_kind(schema, name, depth)

    def _make_of_kind(self, schema: JsonObject, name: str, depth: int) -> Json:
        kind = schema.get("type")
        if kind == "object" or "properties" in schema or "allOf" in schema:
            return self._make_object(schema, name, depth)
        if kind == "array":
            return self._make_list(schema, name, depth)
        if kind in ("integer", "number"):
            return _number_within(schema, name)
        if kind == "boolean":
            # What is pasted from here opens no alarm.
            return self._is_sent and name == "is_exercise"
        if kind == "null":
            return None
        return _text_within(schema, name) if kind == "string" else {}

    def _make_object(self, schema: JsonObject, name: str, depth: int) -> Json:
        made: JsonObject = {}
        several = schema.get("allOf")
        parts = several if isinstance(several, list) else []
        for part in parts:
            # Words beside a reference: it is the one thing that they are about.
            if len(parts) == 1 and "properties" not in schema:
                return self.make_value(part, name, depth + 1)
            value = self.make_value(part, "", depth + 1)
            made |= value if isinstance(value, dict) else {}
        properties, required = schema.get("properties"), schema.get("required")
        known = properties if isinstance(properties, dict) else {}
        needed = [str(one) for one in required] if isinstance(required, list) else []
        shown = list(known) if not self._is_sent else needed or list(known)[:1]
        # What its class gives an example of is what a reader has to see.
        told = [one for one, schema in known.items() if isinstance(schema, dict) and "examples" in schema]
        for one in dict.fromkeys([*shown, *told]):
            if one in known and not (one not in (*needed, *told) and depth >= 3):
                made[one] = self.make_value(known[one], one, depth + 1)
        return made

    def _make_list(self, schema: JsonObject, name: str, depth: int) -> list[Json]:
        firsts, least = schema.get("prefixItems"), schema.get("minItems", 0)
        if isinstance(firsts, list):
            made = [self.make_value(one, ("lon", "lat")[place % 2], depth + 1) for place, one in enumerate(firsts)]
            if not isinstance(schema.get("items"), dict) or least == len(made):
                return made
        one = self.make_value(schema.get("items", {}), name.removesuffix("s"), depth + 1)
        most = schema.get("maxItems", 1)
        assert isinstance(least, int)
        if schema.get("uniqueItems") or most == 0:
            return [one] if most else []
        return [one] * max(1, least)


def _first_alternative(schema: JsonObject) -> Json | None:
    for key in ("anyOf", "oneOf"):
        several = schema.get(key)
        if isinstance(several, list):
            return next((one for one in several if one != {"type": "null"}), several[0])
    return None


def _number_within(schema: JsonObject, name: str) -> float:
    low = _inner_limit(schema, "minimum", "exclusiveMinimum", 1)
    high = _inner_limit(schema, "maximum", "exclusiveMaximum", -1)
    wanted = NUMBERS.get(name, 3)
    if low is not None and wanted < low:
        wanted = low
    if high is not None and wanted > high:
        wanted = high if low is None or high >= low else (low + high) / 2
    return int(wanted) if schema.get("type") == "integer" else wanted


def _inner_limit(schema: JsonObject, closed: str, opened: str, step: int) -> float | None:
    if isinstance(limit := schema.get(closed), int | float):
        return limit
    return (
        limit + step * 0.5
        if isinstance(limit := schema.get(opened), float)
        else (limit + step if isinstance(limit, int) else None)
    )


def _text_within(schema: JsonObject, name: str) -> str:
    kind = schema.get("format")
    if kind == "uuid":
        return str(uuid5(NAMESPACE_URL, f"https://musterpoint.example/{name or 'id'}"))
    if isinstance(kind, str) and kind in FORMATS:
        return FORMATS[kind]
    words = name.replace("_", " ").strip().capitalize() or "Text"
    known = [text for one, text in TEXTS.items() if name == one or name.endswith(f"_{one}")]
    by_end = [MOMENT] if name.endswith("_at") else [DAY] if name.endswith("_on") else []
    for text in (*known, *by_end, words, *OTHERS):
        if _is_allowed(text, schema):
            return text
    least = schema.get("minLength", 1)
    return "x" * (least if isinstance(least, int) else 1)


def _is_allowed(text: str, schema: JsonObject) -> bool:
    least, most, pattern = schema.get("minLength", 0), schema.get("maxLength", 10_000), schema.get("pattern")
    assert isinstance(least, int)
    assert isinstance(most, int)
    return least <= len(text) <= most and (not isinstance(pattern, str) or re.search(pattern, text) is not None)
