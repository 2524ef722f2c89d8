"""The one configuration of everything on the wire: closed, frozen, strict about numbers. Pure."""

import re
from collections.abc import Callable
from enum import Enum
from typing import Annotated, Any, ClassVar, cast
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, GetCoreSchemaHandler, StringConstraints
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from mou.foundation.shown_text import first_hidden, hidden_sentence, without_hidden

# What json.loads can return and json.dumps can take.
type Json = dict[str, Json] | list[Json] | str | int | float | bool | None
type JsonObject = dict[str, Json]


# Where a schema of pydantic's holds other schemas; everything else in it is values.
NESTED = frozenset(("schema", "items_schema", "keys_schema", "values_schema"))
# Several: by name, or in a row.
NESTED_MANY = frozenset(("fields", "choices", "definitions"))
HIDING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def strict_about_numbers(node: Any) -> Any:
    """Return a schema of pydantic's in which floats and flags take only their own kind, and whole numbers no flags.

    Not its strict mode for whole numbers: that refuses 1.0, which JSON Schema calls an integer.
    """
    if isinstance(node, list | tuple):
        return type(node)(strict_about_numbers(one) for one in node)
    if not isinstance(node, dict):
        return node
    if node.get("type") == "int":
        return core_schema.no_info_before_validator_function(refuse_flag, cast("CoreSchema", node))
    if node.get("type") in ("float", "bool"):
        return {**node, "strict": True}
    strict = {key: strict_about_numbers(one) for key, one in node.items() if key in NESTED}
    for key in NESTED_MANY & node.keys():
        many = node[key]
        by_name = isinstance(many, dict)
        strict[key] = {k: strict_about_numbers(v) for k, v in many.items()} if by_name else strict_about_numbers(many)
    return {**node, **strict}


class Texts(Enum):
    """What a model does with characters that do not show (mou.foundation.shown_text)."""

    AS_STORED = "as_stored"  # what was taken once is read for as long as there are logs
    REFUSED = "refused"
    CLEANED = "cleaned"  # what calls for help, what is said, what others send: no character may stop it


# The code of the error, by which transports know it.
HIDDEN = "hidden_characters"


def taking_texts(node: Any, take: Callable[[object], object]) -> Any:
    """Return a schema of pydantic's that gives every text to a function before anything else looks at it."""
    if isinstance(node, list | tuple):
        return type(node)(taking_texts(one, take) for one in node)
    if not isinstance(node, dict):
        return node
    if node.get("type") == "str":
        return core_schema.no_info_before_validator_function(take, cast("CoreSchema", node))
    taking = {key: taking_texts(one, take) for key, one in node.items() if key in NESTED}
    for key in NESTED_MANY & node.keys():
        many = node[key]
        by_name = isinstance(many, dict)
        taking[key] = {k: taking_texts(v, take) for k, v in many.items()} if by_name else taking_texts(many, take)
    return {**node, **taking}


def refuse_hidden(value: object) -> object:
    """Refuse a text that holds what does not show."""
    if isinstance(value, str) and (hidden := first_hidden(value)):
        raise PydanticCustomError(HIDDEN, "{sentence}", {"sentence": hidden_sentence("text", hidden)})
    return value


def remove_hidden(value: object) -> object:
    """Take out of a text what does not show; a sign stands where nothing is left, so that it is a text still."""
    return without_hidden(value) or (value and "\ufffd") if isinstance(value, str) else value


TAKERS = {Texts.REFUSED: refuse_hidden, Texts.CLEANED: remove_hidden}


def refuse_flag(value: object) -> object:
    """Refuse what pydantic would read as a whole number."""
    if isinstance(value, bool | str):
        raise ValueError("Input should be a valid integer")  # noqa: TRY004 - what pydantic makes an error of the field
    return value


class WireModel(BaseModel):
    """An undeclared field is an error, never dropped in silence: a client must not believe it said something."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, str_strip_whitespace=False)
    texts: ClassVar[Texts] = Texts.AS_STORED

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A flag is no number and a number no flag, nor is a text either: JSON tells them apart, and so do we."""
        schema = strict_about_numbers(handler(source))
        take = TAKERS.get(cls.texts)
        return cast("CoreSchema", schema if take is None else taking_texts(schema, take))


def refuse_control_characters(text: str) -> str:
    """Refuse characters that could hide text from a reader: C0 (but tab and newline), DEL, bidi overrides."""
    if HIDING.search(text):
        raise ValueError("control characters are not taken")
    return text


# Seven decimals are a centimeter; more is noise that makes equal points unequal.
def seven_decimals(degrees: float) -> float:
    return round(degrees, 7)


Longitude = Annotated[float, Field(ge=-180, le=180), AfterValidator(seven_decimals)]
Latitude = Annotated[float, Field(ge=-90, le=90), AfterValidator(seven_decimals)]
LonLat = tuple[Longitude, Latitude]
Label = Annotated[
    str,
    StringConstraints(min_length=1, max_length=120, strip_whitespace=True),
    AfterValidator(refuse_control_characters),
]
Words = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4000, strip_whitespace=True),
    AfterValidator(refuse_control_characters),
]
Reason = Annotated[
    str,
    StringConstraints(min_length=1, max_length=500, strip_whitespace=True),
    AfterValidator(refuse_control_characters),
]


class Placed(WireModel):
    """A point on the site, on a level or outdoors."""

    lon: Longitude
    lat: Latitude
    level_id: UUID | None = None
