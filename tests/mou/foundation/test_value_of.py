"""A text that is answered is described as a value of its list, and as null where it may be."""

from typing import Annotated

from pydantic import BaseModel

from mou.foundation.value_of import ValueOf
from mou.vocabulary import AgencyKind


class Told(BaseModel):
    kind: Annotated[str, ValueOf(AgencyKind)]
    other: Annotated[str | None, ValueOf(AgencyKind)]


def test_a_field_that_may_be_null_is_described_as_one_and_no_other() -> None:
    properties = Told.model_json_schema()["properties"]

    assert properties["kind"]["$ref"].endswith("AgencyKind")
    assert properties["other"]["anyOf"][1:] == [{"type": "null"}]
    assert properties["other"]["anyOf"][0]["$ref"].endswith("AgencyKind")
