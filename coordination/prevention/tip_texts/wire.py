"""What is said of tips by text: the body of the route, and the form of the page."""

from typing import Annotated

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class TextCodeIn(BaseModel):
    """The code of a desk; empty: it takes no tips by text."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[
        str,
        StringConstraints(strip_whitespace=True, to_upper=True, max_length=12),
        Field(description="Four to eight letters and then one to four digits; empty: no tips by text."),
        Asked(
            _("Code for text messages"),
            hint=_("Four to eight letters and then digits, such as LINC24. Leave it empty to take no tips by text."),
            is_verbatim=True,
        ),
    ] = ""


class TextCodeOut(Schema):
    """How a desk takes tips by text. `number`: of the server; empty: text messages are not set up."""

    code: str
    number: str
