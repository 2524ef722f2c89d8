"""Pinned facts: what is known, who says so, whether another person confirms it, and how old it may become. Pure."""

from typing import Annotated, ClassVar, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from coordination.room.capability import (
    NO_ONE,
    About,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    Faces,
    RoomNeed,
    RoomObject,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Label, Latitude, Longitude, Reason
from coordination.vocabulary import Audience, FactKind, FactSource, FactStanding

# After so many minutes a fact must be confirmed before use: it is shown amber, with its age, never hidden.
VALID_MINUTES = {
    FactKind.SUSPECTS: 10,
    FactKind.SUSPECT_DESCRIPTION: 30,
    FactKind.OCCUPIED_ROOM: 10,
    FactKind.BREACHED_DOOR: 60,
    FactKind.HAZARD: 30,
    FactKind.OTHER: 15,
}
MAX_VALID_MINUTES = 720


class Fact(RoomObject):
    """What is known of the incident. One that ended stays, with who ended it.

    `subject`: what or where it is about ("room 112", "door 7"); `since`: when it was pinned, or last confirmed;
    `valid_until`: from then on it is old news (amber).
    """

    state_key: ClassVar = "facts"
    faces: ClassVar = Faces(
        map="facts/facts_on_map.js",
        board="facts/facts_panel.js",
        table="incident/twin/twin_sources.js",
    )
    kind: FactKind
    value: str
    subject: str | None = None
    source: FactSource
    source_note: str | None = None
    level_id: UUID | None = None
    lon: float | None = None
    lat: float | None = None
    audience: Audience
    standing: FactStanding
    pinned_by: UUID
    pinned_at: str
    since: str
    valid_until: str
    valid_minutes: int
    confirmed_by: UUID | None = None
    confirmed_at: str | None = None
    confirmed_source: FactSource | None = None
    superseded_by: UUID | None = None
    ended_by: UUID | None = None
    ended_at: str | None = None


class PinFact(Command):
    """Pin a fact. `fact_id` is the client's. `supersedes`: the fact whose place it takes.

    Without an `audience` responders say it to responders, and all others to everyone; what takes another's place
    is for the same people. Without `valid_minutes` it is good for as long as facts of its kind are.
    """

    type: Literal["pin_fact"]
    fact_id: UUID
    kind: FactKind
    value: Label
    subject: Label | None = None
    source: FactSource
    source_note: Label | None = None
    level_id: UUID | None = None
    lon: Longitude | None = None
    lat: Latitude | None = None
    audience: Audience | None = None
    valid_minutes: Annotated[int, Field(ge=1, le=MAX_VALID_MINUTES)] | None = None
    supersedes: UUID | None = None

    @model_validator(mode="after")
    def a_point_has_both_numbers(self) -> Self:
        if (self.lon is None) != (self.lat is None):
            raise ValueError("lon and lat come together")
        return self


class ConfirmFact(Command):
    """Confirm what another person pinned, and say from where one knows it. It is fresh again."""

    type: Literal["confirm_fact"]
    fact_id: UUID
    source: FactSource


class SupersedeFact(Command):
    """Say which of two facts stands: `fact_id` ends, `by_fact_id` stands."""

    type: Literal["supersede_fact"]
    fact_id: UUID
    by_fact_id: UUID


class WithdrawFact(Command):
    """Take a fact down: one's own, or for responders and command roles anybody's. It stays in the log."""

    type: Literal["withdraw_fact"]
    fact_id: UUID
    reason: Reason


class FactPinned(Event):
    type: Literal["fact_pinned"] = "fact_pinned"
    fact_id: UUID


class FactConfirmed(Event):
    type: Literal["fact_confirmed"] = "fact_confirmed"
    fact_id: UUID


class FactSuperseded(Event):
    """Another fact stands in its place: `by_fact_id`."""

    type: Literal["fact_superseded"] = "fact_superseded"
    fact_id: UUID
    by_fact_id: UUID


class FactWithdrawn(Event):
    type: Literal["fact_withdrawn"] = "fact_withdrawn"
    fact_id: UUID
    reason: str


FACT = About(Fact, "fact_id")
OF_FACT = {"fact_id": Fact}
CAPABILITY = Capability(
    title=gettext_noop("Pinned facts"),
    page_words="fact_words",
    panel="facts/facts_panel.js",
    buttons={"pin_fact": gettext_noop("Pin a fact")},
    objects=(Fact,),
    commands=(
        CommandRule(PinFact, need=RoomNeed.READ, touches=OF_FACT),
        CommandRule(ConfirmFact, need=RoomNeed.READ, who=Who.RESPONDER_OR_COMMAND, touches=OF_FACT),
        CommandRule(
            SupersedeFact, need=RoomNeed.READ, who=Who.RESPONDER_OR_COMMAND, touches={**OF_FACT, "by_fact_id": Fact}
        ),
        CommandRule(WithdrawFact, need=RoomNeed.READ, who=Who.AUTHOR, touches=OF_FACT),
    ),
    events=(
        EventRule(
            FactPinned,
            words=gettext_noop("FACT · {kind} · {subject} · {value} · says: {source} · {source_note}"),
            alert=NO_ONE,
            about=FACT,
        ),
        EventRule(
            FactConfirmed,
            words=gettext_noop("Confirmed · {kind} · {subject} · {value} · says: {confirmed_source}"),
            alert=NO_ONE,
            about=FACT,
        ),
        EventRule(
            FactSuperseded,
            words=gettext_noop("Superseded · {kind} · {subject} · {value}"),
            alert=NO_ONE,
            about=FACT,
            is_quiet=True,
        ),
        EventRule(
            FactWithdrawn,
            words=gettext_noop("Withdrawn · {kind} · {subject} · {value} · {reason}"),
            alert=NO_ONE,
            about=FACT,
            is_quiet=True,
        ),
    ),
)
