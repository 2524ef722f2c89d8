"""What a GIS program may ask of a collection, as OGC API - Features describes it. Pure.

What is wrong with a question is 400 in OGC 17-069r4 (7.5, 7.6), and 422 everywhere else here.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from mapping.errors import BadBox, BadQuery
from mapping.sites.bbox import boxes_from_text
from mapping.sites.queries import Box

MAX_LIMIT = 1_000
LIMIT = 100
NUMBERS = {"type": "array", "items": {"type": "number"}}
# The parameters word for word as /req/core/fc-limit-definition, fc-bbox-definition and fc-time-definition want them.
PARAMETERS: list[dict[str, object]] = [
    {
        "name": "limit",
        "in": "query",
        "required": False,
        "description": "How many features at most; more than 1000 are never given.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": LIMIT},
        "style": "form",
        "explode": False,
    },
    {
        "name": "bbox",
        "in": "query",
        "required": False,
        "description": "west,south,east,north, or six numbers with heights; west of the date line to east of it.",
        "schema": {"oneOf": [{**NUMBERS, "minItems": n, "maxItems": n} for n in (4, 6)]},
        "style": "form",
        "explode": False,
    },
    {
        "name": "datetime",
        "in": "query",
        "required": False,
        "description": "An instant or an interval. No feature here has a time, so that it selects all of them.",
        "schema": {"type": "string"},
        "style": "form",
        "explode": False,
    },
    {
        "name": "after",
        "in": "query",
        "required": False,
        "description": "The id of the feature before the page; the link `next` has it.",
        "schema": {"type": "string", "format": "uuid"},
    },
]
NAMES = tuple(str(one["name"]) for one in PARAMETERS)
# Whole, with its offset; pydantic alone would take a number of seconds for a moment as well.
INSTANT: TypeAdapter[AwareDatetime] = TypeAdapter(AwareDatetime)
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[^/]+", re.ASCII)
OPEN = ("", "..")


@dataclass(frozen=True, slots=True)
class Question:
    """Which page of which features is asked for."""

    limit: int
    boxes: tuple[Box, ...]
    after: UUID | None


def question_from(asked: Mapping[str, str]) -> Question:
    """Return what the parameters ask for. Raises: BadQuery."""
    if "datetime" in asked:
        check_time(asked["datetime"])
    return Question(
        limit=limit_from_text(asked.get("limit", str(LIMIT))),
        boxes=asked_boxes(asked["bbox"]) if "bbox" in asked else (),
        after=id_from_text(asked["after"]) if "after" in asked else None,
    )


def limit_from_text(text: str) -> int:
    """Return how many features are asked for, at most as many as are given. Raises: BadQuery."""
    if not (text.isascii() and text.isdecimal()) or len(text) > 9 or int(text) < 1:
        raise BadQuery("limit is a number from 1.")
    return min(int(text), MAX_LIMIT)


def id_from_text(text: str) -> UUID:
    """Return the feature after which a page begins. Raises: BadQuery."""
    try:
        return UUID(text)
    except ValueError as error:
        raise BadQuery("after is the id of a feature.") from error


def asked_boxes(text: str) -> tuple[Box, ...]:
    """Return the boxes that are asked for. Raises: BadQuery."""
    try:
        return boxes_from_text(text)
    except BadBox as error:
        raise BadQuery(error.detail) from error


def check_time(text: str) -> None:
    """Refuse what is neither an instant nor an interval (RFC 3339, 5.6). Raises: BadQuery."""
    ends = text.split("/")
    # Only the ends of an interval may be open.
    told = [end for end in ends if len(ends) == 1 or end not in OPEN]
    try:
        moments = [INSTANT.validate_strings(end) for end in told]
    except ValidationError as error:
        raise BadQuery("datetime is an instant, or two with / between them; .. is an open end.") from error
    if not told or len(ends) > 2 or moments != sorted(moments) or not all(map(MOMENT.fullmatch, told)):
        raise BadQuery("datetime is an instant, or two with / between them, the earlier first.")
