"""Student data that was given away, recorded as the law asks (34 CFR 99.32). Pure."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from coordination.room.capability import (
    NO_ONE,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Label, Words
from coordination.vocabulary import DisclosureAuthority
from mou.vocabulary import DataCategory


class RecordDisclosure(Command):
    """The school only: record that student data was given to a recipient (34 CFR 99.32). It sends nothing.

    `threat`: the articulable and significant threat (34 CFR 99.36), required in an emergency. `students`: about whom.
    """

    type: Literal["record_disclosure"]
    disclosure_id: UUID
    authority: DisclosureAuthority
    categories: Annotated[tuple[DataCategory, ...], Field(min_length=1, max_length=20)]
    agency_id: UUID
    recipient: Label
    students: Words
    threat: Words | None = None

    @model_validator(mode="after")
    def an_emergency_names_its_threat(self) -> Self:
        if self.authority is DisclosureAuthority.EMERGENCY and not self.threat:
            raise ValueError("an emergency disclosure says which articulable threat it answers")
        return self


class DisclosureRecorded(Event):
    """Student data was given to a recipient. The threat and the students stand in the district's ledger, not here."""

    type: Literal["disclosure_recorded"] = "disclosure_recorded"
    disclosure_id: UUID
    authority: DisclosureAuthority
    categories: tuple[DataCategory, ...]
    agency_id: UUID
    agency: str
    recipient: str
    clause: str


CAPABILITY = Capability(
    title=gettext_noop("Disclosures"),
    panel="disclosures/disclosures.js",
    # What was disclosed in an emergency is often written down when it is over.
    commands=(CommandRule(RecordDisclosure, need=RoomNeed.READ, who=Who.SCHOOL, when_closed=True, has_tables=True),),
    events=(
        EventRule(
            DisclosureRecorded, words=gettext_noop("Disclosed {categories} to {recipient}, {agency}"), alert=NO_ONE
        ),
    ),
)
