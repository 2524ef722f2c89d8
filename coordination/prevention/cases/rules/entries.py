"""What may be written into the file of a case: one class per kind. Pure.

Everything here is part of an education record (34 CFR 99.3). It leaves the file only by a `police_copy`, a
`referral` or a `flag`.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal, get_args
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationInfo,
    field_validator,
)

from coordination.prevention.cases.vocabulary import (
    CaseEntryKind,
    EvidenceSource,
    EvidenceWeight,
    InterviewedAs,
    InvestigativeTheme,
    NoticeBy,
    NoticeTo,
    ProtectiveMeasure,
    SubjectRole,
    WeaponsAccess,
)
from coordination.prevention.support.vocabulary import ReferralUrgency
from coordination.vocabulary import DisclosureAuthority
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

K = CaseEntryKind
# No control characters: what was pasted must not hide anything, and PostgreSQL takes no NUL.
CLEAN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=CLEAN)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=CLEAN)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=CLEAN)]
Owner = Annotated[UUID, Asked(_("Who does it"))]
Person = Annotated[UUID, Asked(_("Person"))]
Day = Annotated[date, Asked(_("Day"))]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=CLEAN)]


class Written(BaseModel):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseDetails(Written):
    """Whom and what the case is about. Replaces what was there; the record keeps both."""

    kind: Literal[K.DETAILS]
    subject_name: Annotated[Line, Asked(_("Person of concern"))]
    subject_role: Annotated[SubjectRole, Asked(_("What they are to the school"))]
    concern: Annotated[Text, Asked(_("What was said or done"), lines=4)]
    targets: Annotated[Note, Asked(_("Against whom"))] = ""
    # How it was said: by whom heard, where, by which medium.
    medium: Annotated[Short, Asked(_("How it was said: in person, in a chat, in a drawing"))] = ""
    place: Annotated[Short, Asked(_("Where"))] = ""
    happened_on: Annotated[date | None, Asked(_("Day"))] = None
    # Then a person who knows the plan of special education belongs to the team.
    has_education_plan: Annotated[
        bool,
        Asked(_("The student has an education plan (IEP or 504): someone of special education belongs on the case")),
    ] = False


class Assignment(Written):
    """Put someone of the team on the case."""

    kind: Literal[K.ASSIGNMENT]
    person_id: Person


class ConflictOfInterest(Written):
    """Take someone off the case, for good: from now on they read nothing of it."""

    kind: Literal[K.CONFLICT]
    person_id: Person
    words: Annotated[Line, Asked(_("Why"))]


class Interview(Written):
    kind: Literal[K.INTERVIEW]
    who: Annotated[Line, Asked(_("Who was asked"))]
    asked_as: Annotated[InterviewedAs, Asked(_("As whom"))]
    held_on: Day
    words: Annotated[Text, Asked(_("What was said"), lines=4)]


class Fact(Written):
    """What the team knows of a theme, from where, and how far it relies on it; `about` is the fact it bears out."""

    kind: Literal[K.FACT]
    theme: Annotated[InvestigativeTheme, Asked(_("Theme"))]
    words: Annotated[Text, Asked(_("What"), lines=3)]
    source: Annotated[EvidenceSource, Asked(_("From where"))]
    weight: Annotated[EvidenceWeight, Asked(_("How far you rely on it"))]
    about: Annotated[UUID | None, Asked(_("Bears out"))] = None


class Weapons(Written):
    kind: Literal[K.WEAPONS]
    access: Annotated[WeaponsAccess, Asked(_("Access to weapons"))]
    words: Annotated[Text, Asked(_("From where we know"), lines=2)]


class Measure(Written):
    """Something that protects people, with someone who does it until a day."""

    kind: Literal[K.MEASURE]
    measure: Annotated[ProtectiveMeasure, Asked(_("Measure"))]
    words: Annotated[Note, Asked(_("What exactly"))] = ""
    owner_id: Owner
    due_on: Annotated[date, Asked(_("Until"))]


class MeasureDone(Written):
    kind: Literal[K.MEASURE_DONE]
    about: UUID
    words: Annotated[Note, Asked(_("What was done"))] = ""


class Evaluation(Written):
    """The mental health evaluation of a very serious threat: that it was held, and what the team needs of it."""

    kind: Literal[K.EVALUATION]
    who: Annotated[Line, Asked(_("By whom"))]
    held_on: Day
    words: Annotated[Text, Asked(_("What the team needs of it, and no more"), lines=4)]


class Police(Written):
    """The police were consulted: by the district's threshold, or because the threat is very serious."""

    kind: Literal[K.POLICE]
    agency: Annotated[Line, Asked(_("Agency"))]
    officer: Annotated[Line, Asked(_("Officer"))]
    report_number: Annotated[Short, Asked(_("Report number"))] = ""
    words: Annotated[Text, Asked(_("What was agreed"), lines=3)]


class PoliceCopyGiven(Written):
    """A paper for an agency's law enforcement unit. It leaves the education record: it lies apart, as it was given."""

    kind: Literal[K.POLICE_COPY]
    agency_id: Annotated[UUID, Asked(_("Agency"))]
    recipient: Annotated[Line, Asked(_("Recipient"))]
    words: Annotated[Text, Asked(_("What they get"), lines=4)]
    authority: Annotated[DisclosureAuthority, Asked(_("By what right"))]
    # 34 CFR 99.32(a)(5): in an emergency the record says which threat it was.
    threat: Annotated[
        Note,
        Field(validate_default=True),
        Asked(_("In an emergency: the articulable and significant threat")),
    ] = ""

    @field_validator("threat")
    @classmethod
    def an_emergency_names_its_threat(cls, threat: str, info: ValidationInfo) -> str:
        if info.data.get("authority") is DisclosureAuthority.EMERGENCY and not threat:
            raise ValueError("an emergency disclosure says which articulable threat it answers")
        return threat


class ReferralMade(Written):
    """What the support team of a school or district is handed of the case: this text, and nothing else of the file."""

    kind: Literal[K.REFERRAL]
    support_at: Annotated[UUID, Asked(_("Support team: it alone reads this"))]
    urgency: Annotated[ReferralUrgency, Asked(_("How soon"))]
    student_name: Annotated[Line, Asked(_("Student"))]
    reason: Annotated[Text, Asked(_("What the team reads"), lines=5)]


class Notice(Written):
    """Someone was told: parents, or the target."""

    kind: Literal[K.NOTICE]
    to: Annotated[NoticeTo, Asked(_("Who"))]
    by: Annotated[NoticeBy, Asked(_("How"))]
    who: Annotated[Line, Asked(_("Name"))]
    told_on: Day
    words: Annotated[Note, Asked(_("What they were told, in which language"))] = ""


class Plan(Written):
    """A safety plan: what must be, who watches over it, when it is looked at again."""

    kind: Literal[K.PLAN]
    conditions: Annotated[
        tuple[Line, ...], Field(min_length=1, max_length=30), Asked(_("Conditions, one line each"), lines=5)
    ]
    owner_id: Owner
    begins_on: Annotated[date, Asked(_("From"))]
    review_on: Annotated[date, Asked(_("First review"))]

    @field_validator("review_on")
    @classmethod
    def it_is_reviewed_after_it_begins(cls, review_on: date, info: ValidationInfo) -> date:
        if (begins_on := info.data.get("begins_on")) is not None and review_on < begins_on:
            raise ValueError("a plan is reviewed after it begins")
        return review_on


class PlanReview(Written):
    kind: Literal[K.PLAN_REVIEW]
    about: UUID
    words: Annotated[Text, Asked(_("How it goes"), lines=3)]
    next_review_on: Annotated[date, Asked(_("Next review"))]


class PlanEnd(Written):
    kind: Literal[K.PLAN_END]
    about: UUID
    words: Annotated[Text, Asked(_("Why it is not needed any more"), lines=3)]


class Flag(Written):
    """What responders at the site may learn in an emergency, and nothing else of the case."""

    kind: Literal[K.FLAG]
    who: Annotated[Line, Asked(_("About whom: how responders recognize them"))]
    advice: Annotated[Line, Asked(_("Advice, such as: do not approach alone"))]
    call: Annotated[Line, Asked(_("Whom to call, with the number"))]
    # 34 CFR 99.36: the articulable and significant threat, for the ledger.
    threat: Annotated[Line, Asked(_("The articulable and significant threat (34 CFR 99.36)"))]


class FlagLowered(Written):
    kind: Literal[K.FLAG_LOWERED]


CaseEntryIn = Annotated[
    CaseDetails
    | Assignment
    | ConflictOfInterest
    | Interview
    | Fact
    | Weapons
    | Measure
    | MeasureDone
    | Evaluation
    | Police
    | PoliceCopyGiven
    | ReferralMade
    | Notice
    | Plan
    | PlanReview
    | PlanEnd
    | Flag
    | FlagLowered,
    Field(discriminator="kind"),
]
entry_adapter: TypeAdapter[CaseEntryIn] = TypeAdapter(CaseEntryIn)
# The class of each kind of entry.
CLASSES: Mapping[CaseEntryKind, type[Written]] = MappingProxyType(
    {get_args(one.model_fields["kind"].annotation)[0]: one for one in get_args(get_args(CaseEntryIn)[0])}
)
