"""The address of a page elsewhere that a person or a file names, and that is shown as a link."""

from typing import Annotated

from pydantic import StringConstraints

# Only what a browser opens as a page; empty where there is none.
type PageAddress = Annotated[
    str, StringConstraints(strip_whitespace=True, pattern=r"^(https://[^\s<>\x22\x27]{1,300})?$")
]
