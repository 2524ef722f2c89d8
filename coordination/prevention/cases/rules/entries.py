"""What may be written into the file of a case: one class per kind. Pure.

Everything here is part of an education record (34 CFR 99.3) and leaves the file only by a `police_copy` or a `flag`.
"""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, model_validator

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
from coordination.vocabulary import DisclosureAuthority

K = CaseEntryKind
# No control characters: what was pasted must not hide anything, and PostgreSQL takes no NUL.
CLEAN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=CLEAN)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=CLEAN)]
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=CLEAN)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=CLEAN)]


class Written(BaseModel):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CaseDetails(Written):
    """Whom and what the case is about. Replaces what was there; the record keeps both."""

    kind: Literal[K.DETAILS]
    subject_name: Line
    subject_role: SubjectRole
    concern: Text
    targets: Note = ""
    # How it was said: by whom heard, where, by which medium.
    medium: Short = ""
    place: Short = ""
    happened_on: date | None = None
    # Then a person who knows the plan of special education belongs to the team.
    has_education_plan: bool = False


class Assignment(Written):
    """Put someone of the team on the case."""

    kind: Literal[K.ASSIGNMENT]
    person_id: UUID


class ConflictOfInterest(Written):
    """Take someone off the case, for good: from now on they read nothing of it."""

    kind: Literal[K.CONFLICT]
    person_id: UUID
    words: Line


class Interview(Written):
    kind: Literal[K.INTERVIEW]
    who: Line
    asked_as: InterviewedAs
    held_on: date
    words: Text


class Fact(Written):
    """What the team knows of a theme, from where, and how far it relies on it; `about` is the fact it bears out."""

    kind: Literal[K.FACT]
    theme: InvestigativeTheme
    words: Text
    source: EvidenceSource
    weight: EvidenceWeight
    about: UUID | None = None


class Weapons(Written):
    kind: Literal[K.WEAPONS]
    access: WeaponsAccess
    words: Text


class Measure(Written):
    """Something that protects people, with someone who does it until a day."""

    kind: Literal[K.MEASURE]
    measure: ProtectiveMeasure
    words: Note = ""
    owner_id: UUID
    due_on: date


class MeasureDone(Written):
    kind: Literal[K.MEASURE_DONE]
    about: UUID
    words: Note = ""


class Evaluation(Written):
    """The mental health evaluation of a very serious threat: that it was held, and what the team needs of it."""

    kind: Literal[K.EVALUATION]
    who: Line
    held_on: date
    words: Text


class Police(Written):
    """The police were consulted: by the district's threshold, or because the threat is very serious."""

    kind: Literal[K.POLICE]
    agency: Line
    officer: Line
    report_number: Short = ""
    words: Text


class PoliceCopyGiven(Written):
    """A paper for an agency's law enforcement unit. It leaves the education record: it lies apart, as it was given."""

    kind: Literal[K.POLICE_COPY]
    agency_id: UUID
    recipient: Line
    words: Text
    authority: DisclosureAuthority
    # 34 CFR 99.32(a)(5): in an emergency the record says which threat it was.
    threat: Note = ""

    @model_validator(mode="after")
    def an_emergency_names_its_threat(self) -> Self:
        if self.authority is DisclosureAuthority.EMERGENCY and not self.threat:
            raise ValueError("an emergency disclosure says which articulable threat it answers")
        return self


class Notice(Written):
    """Someone was told: parents, or the target."""

    kind: Literal[K.NOTICE]
    to: NoticeTo
    by: NoticeBy
    who: Line
    told_on: date
    words: Note = ""


class Plan(Written):
    """A safety plan: what must be, who watches over it, when it is looked at again."""

    kind: Literal[K.PLAN]
    conditions: Annotated[tuple[Line, ...], Field(min_length=1, max_length=30)]
    owner_id: UUID
    begins_on: date
    review_on: date

    @model_validator(mode="after")
    def it_is_reviewed_after_it_begins(self) -> Self:
        if self.review_on < self.begins_on:
            raise ValueError("a plan is reviewed after it begins")
        return self


class PlanReview(Written):
    kind: Literal[K.PLAN_REVIEW]
    about: UUID
    words: Text
    next_review_on: date


class PlanEnd(Written):
    kind: Literal[K.PLAN_END]
    about: UUID
    words: Text


class Flag(Written):
    """What responders at the site may learn in an emergency, and nothing else of the case."""

    kind: Literal[K.FLAG]
    who: Line
    advice: Line
    call: Line
    # 34 CFR 99.36: the articulable and significant threat, for the ledger.
    threat: Line


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
    | Notice
    | Plan
    | PlanReview
    | PlanEnd
    | Flag
    | FlagLowered,
    Field(discriminator="kind"),
]
entry_adapter: TypeAdapter[CaseEntryIn] = TypeAdapter(CaseEntryIn)
