"""What the interface of found things returns, and its pages show."""

from datetime import datetime
from uuid import UUID

from ninja import Schema

from coordination.casework.kinds.views import PersonName, ThingLine, ThingView
from tests.contracts.samples.found_things.vocabulary import FoundState, FoundStep


class FoundLine(ThingLine):
    """A found thing in a list."""

    thing_id: UUID
    state: FoundState
    found_at: datetime


class FoundView(FoundLine, ThingView):
    """A found thing with its records."""

    thing: str
    place: str
    found_by: PersonName
    ended_at: datetime | None
    steps: list[FoundStep]


class FoundThingNoted(Schema):
    """What who found it is told."""

    number: str
