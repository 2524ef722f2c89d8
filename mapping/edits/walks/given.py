"""What a person says of several floors at once: which match the building, and of the walk that shows it. Pure."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

MOST_FLOORS = 200
Seen = Annotated[int, Asked(is_hidden=True, is_renewed=True)]
WalkedWith = Annotated[str, StringConstraints(min_length=1, max_length=120)]


class FloorsWalked(BaseModel):
    """Drafts that were walked on one day; `seen` says what the page showed."""

    model_config = ConfigDict(extra="forbid")

    floors: Annotated[
        list[UUID], Field(min_length=1, max_length=MOST_FLOORS), Asked(_("Floors that match the building"))
    ]
    walked_on: Annotated[date, Asked(_("Day of the walk-through"))]
    walked_with: Annotated[
        list[WalkedWith], Field(max_length=20), Asked(_("Walked together with (one agency or person a line)"), lines=3)
    ] = []
    note: Annotated[str, Field(max_length=4000), Asked(_("Notes"), lines=2)] = ""
    seen: Seen


class FloorsPublished(BaseModel):
    """Verified versions that come into force together."""

    model_config = ConfigDict(extra="forbid")

    floors: Annotated[list[UUID], Field(min_length=1, max_length=MOST_FLOORS), Asked(_("Floors to publish"))]
    seen: Seen
