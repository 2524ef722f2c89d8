"""The header that says on which state a change was made (RFC 9110, 13.1.1), as every route takes and describes it."""

from typing import Annotated

from ninja import Header

# Never required by the form: what is missing is answered 428, which says what to do.
IfMatch = Annotated[
    str | None,
    Header(alias="If-Match", description="The ETag of the state that the change was made on; without it 428."),
]
