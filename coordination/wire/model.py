"""The one configuration of everything on the wire: closed, frozen, strict about numbers. Pure."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

# What json.loads can return and json.dumps can take.
type Json = dict[str, Json] | list[Json] | str | int | float | bool | None
type JsonObject = dict[str, Json]


class WireModel(BaseModel):
    """An undeclared field is an error, never dropped in silence: a client must not believe it said something."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, str_strip_whitespace=False)


def refuse_control_characters(text: str) -> str:
    """Refuse characters that could hide text from a reader: C0 (but tab and newline), DEL, bidi overrides."""
    for character in text:
        code = ord(character)
        if (
            (code < 32 and character not in "\n\t")
            or code == 127
            or 0x202A <= code <= 0x202E
            or 0x2066 <= code <= 0x2069
        ):
            raise ValueError("control characters are not taken")
    return text


# Seven decimals are a centimetre; more is noise that makes equal points unequal.
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
