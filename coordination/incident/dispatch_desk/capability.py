"""What a dispatch desk adds to a room: what was said by radio, entered for the speaker, and CAD numbers. Pure."""

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from coordination.room.capability import (
    NO_ONE,
    About,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    RoomObject,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Label, Words
from coordination.vocabulary import Audience, ReportSource

# Agencies number as they like: letters, digits and what joins them; nothing that could be markup or a line of its own.
CadText = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1}(?:[A-Za-z0-9 ./_-]{0,38}[A-Za-z0-9])?$")]


class CadNumber(RoomObject):
    """The incident's number in the computer-aided dispatch of one agency, under the agency's id."""

    state_key: ClassVar = "cad_numbers"
    agency: str
    number: str
    set_by: UUID
    set_at: str


class RelayCall(Command):
    """Enter what `spoken_by` said by radio or telephone, for them."""

    type: Literal["relay_call"]
    spoken_by: Label
    source: ReportSource = ReportSource.RADIO
    text: Words
    audience: Audience = Audience.EVERYONE


class SetCadNumber(Command):
    """Say which number the incident has in one's own agency's computer-aided dispatch, or take it away (null)."""

    type: Literal["set_cad_number"]
    number: CadText | None


class CallRelayed(Event):
    """`spoken_by` said it; the author of the entry has entered it."""

    type: Literal["call_relayed"] = "call_relayed"
    spoken_by: str
    source: ReportSource
    text: str


class CadNumberSet(Event):
    """`before`: the number that it replaces."""

    type: Literal["cad_number_set"] = "cad_number_set"
    agency_id: UUID
    number: str
    before: str | None = None


class CadNumberRemoved(Event):
    type: Literal["cad_number_removed"] = "cad_number_removed"
    agency_id: UUID


NUMBER = About(CadNumber, "agency_id")
CAPABILITY = Capability(
    title=gettext_noop("Dispatch desk"),
    page_words="desk_words",
    panel="desk/dispatch_desk.js",
    objects=(CadNumber,),
    commands=(
        CommandRule(RelayCall, need=RoomNeed.COMMAND),
        CommandRule(SetCadNumber, need=RoomNeed.COMMAND, who=Who.RESPONDER),
    ),
    events=(
        EventRule(
            CallRelayed,
            words=gettext_noop("{spoken_by}, {source}: {text}"),
            alert=NO_ONE,
            is_strikable=True,
        ),
        EventRule(
            CadNumberSet,
            words=gettext_noop("CAD number of {agency}: {number} · before: {before}"),
            alert=NO_ONE,
            about=NUMBER,
            is_quiet=True,
        ),
        EventRule(
            CadNumberRemoved,
            words=gettext_noop("CAD number of {agency} removed: {number}"),
            alert=NO_ONE,
            about=NUMBER,
            is_quiet=True,
        ),
    ),
)
