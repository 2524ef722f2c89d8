"""What is wrong with an input is said in our words, at a pointer into what was given."""

from typing import Annotated, Literal, get_args

import pytest
from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core.core_schema import ErrorType

from mou.foundation.input_faults import OTHERWISE, first_fault, sentence_of

PYDANTICS = ("Input should", "Value error", "Extra inputs", "Field required", "valid ", "instance of")
LIMITS = ("gt", "ge", "lt", "le", "min_length", "max_length", "multiple_of", "expected")


class Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: Literal["draw_line"]
    points: Annotated[list[tuple[float, float]], Field(min_length=2)]
    at: AwareDatetime | None = None

    @model_validator(mode="after")
    def _two_places(self) -> "Line":
        if self.points[0] == self.points[1]:
            raise ValueError("the points are one place")
        return self


class Text(BaseModel):
    model_config = ConfigDict(extra="forbid")

    type: Literal["write"]
    text: Annotated[str, Field(min_length=1, max_length=5)]


EITHER: TypeAdapter[Line | Text] = TypeAdapter(Annotated[Line | Text, Field(discriminator="type")])


def fault_of(given: object) -> tuple[str, str]:
    with pytest.raises(ValidationError) as refused:
        EITHER.validate_python(given)
    fault = first_fault(refused.value, given)
    return fault.pointer, fault.sentence


@pytest.mark.parametrize(
    ("given", "pointer", "sentence"),
    [
        ({"type": "write"}, "/text", "This is missing."),
        ({"type": "write", "text": ""}, "/text", "This is empty."),
        ({"type": "write", "text": "too long"}, "/text", "This has at most 5 characters."),
        ({"type": "write", "text": 5}, "/text", "A text was expected."),
        ({"type": "write", "text": "a", "a/b": 1}, "/a~1b", "There is no such field."),
        ({"type": "erase"}, "/type", "There is no such kind."),
        ({}, "/type", "This says of which kind it is."),
        ({"type": "draw_line", "points": [[1, 2], [1, "x"]]}, "/points/1/1", "A number was expected."),
        ({"type": "draw_line", "points": [[1, 2], [1, 2]]}, "", "The points are one place."),
        (
            {"type": "draw_line", "points": [[1, 2], [2, 2]], "at": "2026-03-02T14:05:00"},
            "/at",
            "A moment says its offset, as 2026-03-02T14:05:00Z does.",
        ),
    ],
)
def test_a_fault_has_a_sentence_and_points_into_what_was_given(given: object, pointer: str, sentence: str) -> None:
    assert fault_of(given) == (pointer, sentence)


@pytest.mark.parametrize("kind", get_args(ErrorType))
def test_no_fault_of_pydantics_is_told_in_its_words(kind: str) -> None:
    said = sentence_of({"type": kind, "loc": (), "msg": "Input should be", "ctx": dict.fromkeys(LIMITS, 3)})

    assert said.endswith(".")
    assert not any(words in said for words in PYDANTICS)


def test_what_a_class_of_ours_says_is_a_sentence_without_what_pydantic_puts_before_it() -> None:
    found = {"type": "value_error", "loc": (), "msg": "Value error, no", "ctx": {"error": ValueError("no such day")}}

    assert sentence_of(found) == "No such day."
    assert sentence_of({"type": "value_error", "loc": (), "msg": "Value error, no"}) == OTHERWISE


def test_a_fault_of_ours_keeps_its_own_words() -> None:
    assert sentence_of({"type": "hidden_characters", "loc": (), "msg": "U+202E hides."}) == "U+202E hides."


def test_a_place_stands_before_the_sentence_where_people_read_it() -> None:
    with pytest.raises(ValidationError) as refused:
        EITHER.validate_python({"type": "write"})

    assert first_fault(refused.value, {"type": "write"}).placed() == "text: This is missing."


def test_a_rule_about_a_field_that_was_not_given_points_to_it() -> None:
    class Period(BaseModel):
        per: str
        days: Annotated[int | None, Field(validate_default=True)] = None

        @field_validator("days")
        @classmethod
        def _of_days(cls, days: int | None) -> int | None:
            if days is None:
                raise ValueError("say how many days")
            return days

    with pytest.raises(ValidationError) as refused:
        Period.model_validate({"per": "days"})

    assert first_fault(refused.value, {"per": "days"}).pointer == "/days"
