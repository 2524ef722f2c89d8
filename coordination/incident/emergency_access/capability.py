"""What an emergency opens: terms of agreements that widen access, and what a responder takes to save life. Pure."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from coordination.room.capability import (
    NO_ONE,
    Alert,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    Told,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Reason, WireModel
from mou.vocabulary import TermKind
from push.texts import PushWords


class TakeEmergencyAccess(Command):
    """Responders only, to save life: take floorplans or the roster for half an hour. It is told and reviewed."""

    type: Literal["take_emergency_access"]
    grants: Annotated[tuple[Literal["floorplan_access", "roster_access"], ...], Field(min_length=1, max_length=2)]
    reason: Reason


class Widening(WireModel):
    """What an agency may see for as long as the incident is open, by which clause of which version."""

    agency_id: UUID
    agency: str
    grants: tuple[TermKind, ...]
    memorandum_id: UUID
    memorandum: str
    version: int
    clause: str


class AccessWidened(Event):
    """Opening the incident has widened what agencies may see, as their agreements say; it ends with the incident."""

    type: Literal["access_widened"] = "access_widened"
    widenings: tuple[Widening, ...]


class AccessNarrowed(Event):
    """Closing the incident has ended what its opening had widened."""

    type: Literal["access_narrowed"] = "access_narrowed"
    widenings: tuple[Widening, ...]


class EmergencyAccessTaken(Event):
    """A responder has taken rights for a while to save life; reviewed afterwards. In an exercise it opens nothing."""

    type: Literal["emergency_access_taken"] = "emergency_access_taken"
    emergency_access_id: UUID
    grants: tuple[TermKind, ...]
    reason: str
    until: str


WIDENING_WORDS = {"widenings": gettext_noop("{agency}: {grants} ({clause})")}
CAPABILITY = Capability(
    title=gettext_noop("Emergency access"),
    panel="emergency_access/emergency_access.js",
    commands=(
        CommandRule(TakeEmergencyAccess, need=RoomNeed.READ, who=Who.RESPONDER, has_tables=True, moves_access=True),
    ),
    events=(
        EventRule(
            AccessWidened,
            words=gettext_noop("Access widened while this incident is open: {widenings}"),
            alert=NO_ONE,
            item_words=WIDENING_WORDS,
        ),
        EventRule(
            AccessNarrowed,
            words=gettext_noop("Access is narrow again: {widenings}"),
            alert=NO_ONE,
            item_words=WIDENING_WORDS,
        ),
        EventRule(
            EmergencyAccessTaken,
            words=gettext_noop("TOOK EMERGENCY ACCESS for half an hour: {grants}. Reason: {reason}"),
            alert=Alert(
                Told.OVERSIGHT,
                title=gettext_noop("Emergency access taken"),
                push=PushWords(gettext_noop("Emergency access was taken")),
            ),
        ),
    ),
)
