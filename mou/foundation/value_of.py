"""What a text is that is answered as it is stored: a value of a closed list. Only the description is about it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import TypeAdapter
from pydantic_core import core_schema

from mou.foundation.labelled import Labelled

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class ValueOf:
    """Of a field that is answered: which list its text is of. What an older version stored is answered as it is."""

    listed: type[Labelled]

    def __get_pydantic_json_schema__(self, core: "CoreSchema", handler: "GetJsonSchemaHandler") -> "JsonSchemaValue":
        """Return the schema of the list, under its name, whatever the field is in the code."""
        # Not at once: inside of another it is put under its name, and generators make one class of all its uses.
        listed: CoreSchema = core_schema.chain_schema([TypeAdapter(self.listed).core_schema])
        return handler(core_schema.nullable_schema(listed) if core["type"] == "nullable" else listed)
