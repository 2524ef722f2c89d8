"""Mayday and officer down: a responder is in trouble. It goes before everything, until command clears it. Pure."""

from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from coordination.incident.lifecycle.capability import CloseIncident
from coordination.incident.real_world.capability import DeclareRealWorld
from coordination.room.capability import (
    NO_ONE,
    About,
    Alert,
    AlertUrgency,
    AnsweredBy,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    Faces,
    RoomNeed,
    RoomObject,
    Told,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Label, Latitude, Longitude, Reason, Texts
from coordination.vocabulary import MaydayKind
from push.texts import PushWords


class Mayday(RoomObject):
    """A call for help of a responder.

    `who` is in trouble; `where` in words of the caller, `place` in those of the plans; `answered_by` is the
    commander who acknowledged it first, `acknowledged_by` all who have.
    """

    state_key: ClassVar = "maydays"
    faces: ClassVar = Faces(
        map="standing/standing_on_map.js",
        board="mayday/maydays.js",
        table="incident/twin/twin_sources.js",
    )
    kind: MaydayKind
    who: str
    where: str | None = None
    place: str | None = None
    level_id: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    called_by: UUID
    called_at: str
    acknowledged_by: dict[str, str] = {}
    answered_by: UUID | None = None
    answered_at: str | None = None
    cleared_by: UUID | None = None
    cleared_at: str | None = None
    is_accounted_for: bool | None = None


class CallMayday(Command):
    """Say that a responder is in trouble: oneself, or whom `who` names. `mayday_id` is the client's.

    Send what is known of the place: words, the last position of the person in trouble, a floor.
    """

    texts: ClassVar[Texts] = Texts.CLEANED

    type: Literal["call_mayday"]
    mayday_id: UUID
    kind: MaydayKind
    who: Label | None = None
    where: Label | None = None
    level_id: UUID | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)] | None = None

    @model_validator(mode="after")
    def a_point_has_both_numbers(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat come together")
        return self


class AcknowledgeMayday(Command):
    """Say that one has heard a mayday. It waits for an answer until a person in command has said so."""

    type: Literal["acknowledge_mayday"]
    mayday_id: UUID


class ClearMayday(Command):
    """End a mayday, in command. `is_accounted_for`: all answered the personnel accountability report (PAR)."""

    type: Literal["clear_mayday"]
    mayday_id: UUID
    is_accounted_for: bool
    reason: Reason


class MaydayCalled(Event):
    type: Literal["mayday_called"] = "mayday_called"
    mayday_id: UUID


class MaydayAcknowledged(Event):
    """`by_command`: the mayday is answered."""

    type: Literal["mayday_acknowledged"] = "mayday_acknowledged"
    mayday_id: UUID
    by_command: bool


class MaydayCleared(Event):
    """`is_told`: false where an exercise was stopped by something real, of which all people are told."""

    type: Literal["mayday_cleared"] = "mayday_cleared"
    mayday_id: UUID
    reason: str
    is_told: bool = True


MAYDAY = About(Mayday, "mayday_id")
OF_MAYDAY = {"mayday_id": Mayday}
MAYDAY_WORDS = {
    MaydayKind.MAYDAY: PushWords(gettext_noop("MAYDAY: a responder is in trouble")),
    MaydayKind.OFFICER_DOWN: PushWords(gettext_noop("OFFICER DOWN")),
}
CAPABILITY = Capability(
    title=gettext_noop("Mayday"),
    page_words="mayday_words",
    panel="mayday/maydays.js",
    objects=(Mayday,),
    needs=("command", "lifecycle", "real_world"),
    guards={CloseIncident: "refuse_while_mayday_is_open", DeclareRealWorld: "clear_with_the_exercise"},
    commands=(
        CommandRule(CallMayday, need=RoomNeed.READ, who=Who.RESPONDER, touches=OF_MAYDAY),
        CommandRule(AcknowledgeMayday, need=RoomNeed.READ, touches=OF_MAYDAY),
        CommandRule(ClearMayday, need=RoomNeed.READ, who=Who.IN_COMMAND, touches=OF_MAYDAY),
    ),
    events=(
        EventRule(
            MaydayCalled,
            words=gettext_noop("{kind} · {who} · {where} · {place}"),
            alert=Alert(
                Told.CHOSEN,
                chosen_by="told_of_mayday",
                detail="mayday_in_words",
                demands_acknowledgement=True,
                answered_by=AnsweredBy(MaydayAcknowledged, same="mayday_id"),
                title=gettext_noop("Mayday"),
                push=MAYDAY_WORDS[MaydayKind.MAYDAY],
                has_own_line=True,
                overtakes=True,
            ),
            about=MAYDAY,
        ),
        EventRule(
            MaydayAcknowledged,
            words=gettext_noop("Acknowledged: {kind} · {who}"),
            alert=NO_ONE,
            about=MAYDAY,
            is_quiet=True,
        ),
        EventRule(
            MaydayCleared,
            words=gettext_noop("Cleared: {kind} · {who} · {reason}"),
            alert=Alert(
                Told.CHOSEN,
                AlertUrgency.URGENT,
                chosen_by="told_of_mayday",
                detail="mayday_in_words",
                when=lambda event: getattr(event, "is_told", True),
                title=gettext_noop("Mayday cleared"),
                push=PushWords(gettext_noop("The mayday is cleared")),
                has_own_line=True,
            ),
            about=MAYDAY,
        ),
    ),
)
