"""What a page asks beside the type and the limits of a field: its label, and how people type it. Pure.

The class of an act says it where it declares the field, `day: Annotated[date, Asked(_("Held on"))]`, with `_` from
mou.foundation.labelled. The interface and its document do not read it.
"""

from dataclasses import dataclass

from mou.foundation.labelled import InContext


@dataclass(frozen=True, slots=True)
class Asked:
    """How a page asks for one field."""

    label: str | InContext = ""
    # A sentence below the field.
    hint: str = ""
    # What a browser may fill in (HTML, "autofill"). Most of what an agency writes is about other people.
    autocomplete: str = "off"
    # A text of several lines, and how many of them show.
    lines: int = 0
    # What a number goes by (0: any), and where it begins if the class says only that it is more than nothing.
    step: float = 1
    # Kinds of files, and the size in bytes above which nothing more is read: the act refuses what is larger.
    accept: str = ""
    size_max: int = 0
    # Which characters a text has, as HTML's `pattern` says it. The act checks it.
    pattern: str = ""
    # Which keys a phone shows, as HTML's `inputmode` says it.
    inputmode: str = ""
    # What could stand in an empty field.
    example: str = ""
    # The id of the page's `<datalist>`, from which a text may be taken.
    suggested: str = ""
    # Of a list nothing is chosen at first: the reader has to.
    begins_empty: bool = False
    # The page knows the value; the reader does not choose it.
    is_hidden: bool = False
    # All that may be chosen stands on the page, as buttons of which one is pressed.
    shows_all: bool = False
    # What the page knows now is sent the next time, not what was sent before: the version that was read.
    is_renewed: bool = False
