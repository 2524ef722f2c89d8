"""What is read of a thing: a line that names no one, and the whole thing with its records; filled by their names."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict

from coordination.models import User
from mou.foundation.labelled import Labelled
from mou.foundation.labelled import gettext_noop as _

# Someone in a column of a row, by name; no one is an empty text.
PersonName = Annotated[str, BeforeValidator(lambda person: person.shown_name() if person else "")]
# A column holds an empty text where a closed list has no value.
EmptyIsNone = BeforeValidator(lambda value: value or None)


class Door(Labelled):
    """By which door a thing is read."""

    PAGE = "page", _("page")
    API = "api", _("interface")


class View(BaseModel):
    """What the interface returns, and pages show."""

    model_config = ConfigDict(frozen=True)


class ThingLine(View):
    """A thing in a list: its number, and not whom it is about. The desk adds its id, its state and what is due."""

    number: str
    agency: str
    time_zone: str


class ThingRecord(View):
    """One step or note."""

    act: str
    words: str
    by: str
    at: datetime


class Colleague(View):
    """Someone of the team."""

    person_id: UUID
    name: str


class ThingView(ThingLine):
    """A thing with its records. The desk adds what it holds, and `steps`: those that its state allows."""

    agency_id: UUID
    records: list[ThingRecord]
    team: list[Colleague]


def fill_view[ViewT: BaseModel](view: type[ViewT], row: object, known: Mapping[str, object] | None = None) -> ViewT:
    """Return a view of a row: what is known, and the rest by the names of its columns and properties."""
    known = known or {}
    return view(**{name: known[name] if name in known else getattr(row, name) for name in view.model_fields})


def colleague_of(person: User) -> Colleague:
    """Return someone as the interface names them."""
    return Colleague(person_id=person.public_id, name=person.shown_name())
