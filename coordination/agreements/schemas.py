"""What the API answers about agreements at work. Built from the frozen views of the queries."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from coordination.agreements.explanations import ReasonView
from coordination.incident.agreement_card.queries import ResponseClock
from coordination.incident.disclosures.by_hand import GivenByHand
from coordination.incident.disclosures.queries import DisclosureView
from coordination.vocabulary import DisclosureAuthority, IncidentType
from mou.access.openings import ClauseRef
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.moments import Moment
from mou.foundation.value_of import ValueOf
from mou.terms import CommandOrder, Contact, Minutes, Radio
from mou.vocabulary import (
    AccessAction,
    DataCategory,
    SharingDirection,
    SharingTime,
    TermKind,
)


class Answer(BaseModel):
    """Made from an object's attributes; what is not named here is not sent."""

    model_config = ConfigDict(from_attributes=True, frozen=True)


class ExplanationOut(Answer):
    person_id: UUID
    person: str
    site_id: UUID
    site: str
    action: AccessAction
    at: datetime
    is_allowed: bool
    reasons: list[ReasonView]


class SharingOut(Answer):
    category: DataCategory
    direction: SharingDirection
    when: SharingTime


class AgreementCardOut(Answer):
    memorandum_id: UUID
    title: str
    number: int
    agency_id: UUID
    agency: str
    expires_on: date
    command: CommandOrder | None
    radio: Radio | None
    response: Minutes | None
    contacts: list[Contact]
    sharing: list[SharingOut]


class QuoteOut(Answer):
    memorandum_id: UUID
    memorandum: str
    version: int
    clause: str
    quote: str


class RoomAgreementsOut(Answer):
    cards: list[AgreementCardOut]
    clock: ResponseClock
    answers: list[QuoteOut]


class RightOut(Answer):
    kind: TermKind
    scope: str


class RightDifferenceOut(Answer):
    right: RightOut
    is_gained: bool
    begins_at: datetime
    ends_at: datetime
    clause: ClauseRef


class RehearsedIncidentOut(Answer):
    incident_id: UUID
    title: str
    site: str
    incident_type: Annotated[str, ValueOf(IncidentType)]
    is_exercise: bool
    opened_at: datetime
    until: datetime
    is_open: bool
    people: list[str]
    differences: list[RightDifferenceOut]


class RehearsalOut(Answer):
    memorandum_id: UUID
    title: str
    number: int
    agency: str
    incidents: list[RehearsedIncidentOut]
    is_whole: bool


class LedgerOut(Answer):
    district_id: UUID
    district: str
    disclosures: list[DisclosureView]
    is_whole: bool
    student: str


class StudentDisclosureIn(Schema):
    """What was given by hand, of a student whom the address names. `threat` is required in an emergency."""

    recipient: Annotated[str, Field(min_length=1, max_length=120), Asked(_("To whom"))]
    organization: Annotated[str, Field(max_length=120), Asked(_("Hospital, court or office"))] = ""
    authority: Annotated[DisclosureAuthority, Asked(_("By what right"))]
    categories: Annotated[list[DataCategory], Field(min_length=1, max_length=20), Asked(_("What was given"))]
    interest: Annotated[str, Field(min_length=1, max_length=1000), Asked(_("Legitimate interest: why they asked"))]
    threat: Annotated[str, Field(max_length=1000), Asked(_("Threat, in an emergency"))] = ""
    disclosed_at: Annotated[Moment, Asked(_("When"))]

    def make_input(self) -> GivenByHand:
        """Return it as the action takes it: of no student, unless it names one."""
        said = self.dict()
        return GivenByHand(**{"student": "", **said, "categories": tuple(self.categories)})


# As a page asks for it: whose, to whom, when, why, what.
DISCLOSURE_ORDER = (
    "student",
    "recipient",
    "organization",
    "disclosed_at",
    "authority",
    "interest",
    "threat",
    "categories",
)


class DisclosureIn(StudentDisclosureIn):
    """The same with the student's full name: one student."""

    student: Annotated[str, Field(min_length=1, max_length=240), Asked(_("Student (one, full name)"))]


class DisclosureMade(Answer):
    disclosure_id: UUID


class DisclosureSearchIn(Schema):
    """Whose disclosures: one full name, asked by POST, since names do not belong into addresses."""

    student: Annotated[str, Field(min_length=3, max_length=240), Asked(_("One student (full name)"))]


class DisclosureSearchTyped(DisclosureSearchIn):
    """The same from a form, which takes a name of two characters as well."""

    student: Annotated[str, Field(min_length=1, max_length=240), Asked(_("One student (full name)"))]
