"""Two open incidents at one site that are one emergency: which one goes on, which one is its duplicate. Pure."""

from typing import ClassVar, Literal
from uuid import UUID

from coordination.room.capability import (
    About,
    Alert,
    AlertUrgency,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    RoomObject,
    Told,
    gettext_noop,
)
from coordination.room.wire.model import Reason
from push.texts import NEWS


class Duplicate(RoomObject):
    """Another incident that is the same emergency, under that incident's id, in both rooms.

    `goes_on_there`: the other one goes on. Two that are no duplicates, said at once or after they were marked, have the
    person who parted them.
    """

    state_key: ClassVar = "duplicates"
    room_id: UUID
    title: str
    title_in: dict[str, str] = {}
    opened_at: str
    goes_on_there: bool
    marked_by: UUID
    marked_at: str
    parted_by: UUID | None = None
    parted_at: str | None = None


class MarkDuplicate(Command):
    """Say that this incident is the same emergency as another open one at the site, which goes on.

    Both stay as they are; both logs say it, and all people in both are told.
    """

    type: Literal["mark_duplicate"]
    of_room_id: UUID


class PartDuplicate(Command):
    """Say that they are two emergencies, whether they were marked or not. Marking them takes it back."""

    type: Literal["part_duplicate"]
    of_room_id: UUID
    reason: Reason


class DuplicateMarked(Event):
    """In the duplicate's log: the incident that goes on."""

    type: Literal["duplicate_marked"] = "duplicate_marked"
    incident_id: UUID


class DuplicateTaken(Event):
    """In the log of the incident that goes on: its duplicate."""

    type: Literal["duplicate_taken"] = "duplicate_taken"
    incident_id: UUID


class DuplicateParted(Event):
    """In both logs: the other one."""

    type: Literal["duplicate_parted"] = "duplicate_parted"
    incident_id: UUID
    reason: str


OTHER = About(Duplicate, "incident_id")
CAPABILITY = Capability(
    title=gettext_noop("Duplicates"),
    page_words="duplicate_words",
    panel="duplicates/duplicates.js",
    objects=(Duplicate,),
    needs=("panic",),
    commands=(
        CommandRule(MarkDuplicate, need=RoomNeed.COMMAND, other_room="of_room_id", has_tables=True),
        CommandRule(PartDuplicate, need=RoomNeed.COMMAND, other_room="of_room_id"),
    ),
    events=(
        EventRule(
            DuplicateMarked,
            words=gettext_noop("Same emergency: go on in the incident “{title}”"),
            alert=Alert(
                Told.PRESENT, AlertUrgency.URGENT, title=gettext_noop("Same emergency as another incident"), push=NEWS
            ),
            about=OTHER,
        ),
        EventRule(
            DuplicateTaken,
            words=gettext_noop("Same emergency: the incident “{title}” goes on here"),
            alert=Alert(
                Told.PRESENT,
                AlertUrgency.URGENT,
                title=gettext_noop("Same emergency: another incident is joined to this one"),
                push=NEWS,
            ),
            about=OTHER,
        ),
        EventRule(
            DuplicateParted,
            words=gettext_noop("Not the same emergency: “{title}” · {reason}"),
            alert=Alert(Told.PRESENT, AlertUrgency.URGENT, title=gettext_noop("Not the same emergency"), push=NEWS),
            about=OTHER,
        ),
    ),
)
