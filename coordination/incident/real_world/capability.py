"""Real world (NO DUFF): something really happened during an exercise. Its play stops and a real room opens. Pure."""

from typing import ClassVar, Literal
from uuid import UUID

from coordination.room.capability import (
    About,
    Alert,
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
from coordination.room.wire.model import Label, Texts
from coordination.vocabulary import IncidentType
from push.texts import PushWords


class RealWorld(RoomObject):
    """That it is real. In the exercise it names the real incident and its room; in the real one where it was said.

    `joins`: the title of a real incident that was open at the site before, into which all have come.
    """

    state_key: ClassVar = "real_world"
    note: str
    exercise_incident_id: UUID
    real_incident_id: UUID
    real_room_id: UUID
    declared_by: UUID
    declared_at: str
    joins: str | None = None


class DeclareRealWorld(Command):
    """In an exercise: say that something real happened. It ends, and all present are in a real incident from then on.

    That is the one that is open at the site, or a new one. `declaration_id` is the client's. All people at the site are
    told at once, as of something real.
    """

    texts: ClassVar[Texts] = Texts.CLEANED

    type: Literal["declare_real_world"]
    declaration_id: UUID
    note: Label
    incident_type: IncidentType = IncidentType.PANIC_AUDIBLE


class RealWorldDeclared(Event):
    """Stands in both logs, never marked as an exercise: in the exercise's as its end, in the other as its cause."""

    type: Literal["real_world_declared"] = "real_world_declared"
    declaration_id: UUID


CAPABILITY = Capability(
    title=gettext_noop("Real world"),
    page_words="real_world_words",
    panel="real_world/real_world.js",
    objects=(RealWorld,),
    needs=("duplicates", "emergency_access", "lifecycle", "panic", "people", "response_actions"),
    commands=(
        # It ends one incident, and opens another or joins it.
        CommandRule(
            DeclareRealWorld, need=RoomNeed.READ, has_tables=True, moves_access=True, finds_room="real_room_at_site"
        ),
    ),
    events=(
        EventRule(
            RealWorldDeclared,
            words=gettext_noop("REAL WORLD, NO DUFF: {note} · all present are now in: {joins}"),
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_real_world",
                detail="real_world_in_words",
                has_own_line=True,
                overtakes=True,
                title=gettext_noop("REAL WORLD: an exercise was stopped"),
                push=PushWords(
                    gettext_noop("REAL, NOT A DRILL: a real emergency"),
                    body=gettext_noop("This is real. The drill is stopped. Open the app to see it."),
                ),
            ),
            about=About(RealWorld, "declaration_id"),
            is_real=True,
        ),
    ),
)
