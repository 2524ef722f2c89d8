"""Why a person's data are taken out: the body of the route, and the form of the page."""

from typing import Annotated

from ninja import Schema
from pydantic import Field

from coordination.records.person_data.archive import REASON_MAX_CHARS
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _


class PersonDataIn(Schema):
    """Why an administrator takes a person's data out; the person needs no reason."""

    reason: Annotated[str, Field(min_length=1, max_length=REASON_MAX_CHARS), Asked(_("Why?"))]
