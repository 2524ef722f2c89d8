"""What a page asks beside the type and the limits of a field: its label, and how people type it. Pure.

The class of an act says it where it declares the field, `day: Annotated[date, Asked(_("Held on"))]`, with `_` from
mou.foundation.labelled. The interface does not read it; its document says of the field what a page says.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mou.foundation.labelled import InContext

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import CoreSchema


@dataclass(frozen=True, slots=True)
class Asked:
    """How a page asks for one field."""

    label: str | InContext = ""
    # A sentence below the field.
    hint: str = ""
    # What a browser may fill in (HTML, "autofill"). Most of what an agency writes is about other people.
    autocomplete: str = "off"
    # A text of several lines, and how many of them show. Of a list of texts, each line is one of them.
    lines: int = 0
    # What a number goes by (0: any), and where it begins if the class says only that it is more than nothing.
    step: float = 1
    # Kinds of files, and the size in bytes above which nothing more is read: the act refuses what is larger.
    accept: str = ""
    size_max: int = 0
    # How many characters a text has at most, where the class leaves it to the act to say so.
    max_chars: int = 0
    # Which characters a text has, as HTML's `pattern` says it. The act checks it.
    pattern: str = ""
    # Which keys a phone shows, as HTML's `inputmode` says it.
    inputmode: str = ""
    # No sentence: a phone begins it with no capital, and nothing in it is marked as misspelled.
    is_verbatim: bool = False
    # It is not shown while it is typed, and never drawn again.
    is_secret: bool = False
    # What could stand in an empty field.
    example: str = ""
    # The id of the page's `<datalist>`, from which a text may be taken.
    suggested: str = ""
    # Good once, like a code that was sent: legible, and never drawn again.
    is_once: bool = False
    # Of a list nothing is chosen at first: the reader has to.
    begins_empty: bool = False
    # The page knows the value; the reader does not choose it.
    is_hidden: bool = False
    # All that may be chosen stands on the page, as buttons of which one is pressed.
    shows_all: bool = False
    # What the page knows now is sent the next time, not what was sent before: the version that was read.
    is_renewed: bool = False

    def __get_pydantic_json_schema__(self, core: "CoreSchema", handler: "GetJsonSchemaHandler") -> "JsonSchemaValue":
        """Return the field's schema, with the label and the sentence below it as its description."""
        schema = handler(core)
        label = self.label.text if isinstance(self.label, InContext) else self.label
        # One word is most often the field's name.
        if "description" in schema or not (self.hint or " " in label):
            return schema
        said = ". ".join(text.rstrip(".:?") for text in (label, self.hint) if text)
        return {**schema, "description": f"{said}."}
