"""What is given of support: the bodies of the interface, and what the forms of its pages ask. Pure."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from coordination.prevention.support.vocabulary import (
    ConsentBy,
    CrisisOrigin,
    CrisisStep,
    ReferralStep,
    ReferralUrgency,
    SupportProfession,
)
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

Words = Annotated[str, Field(max_length=4000), Asked(_("In words"), lines=3)]
Reason = Annotated[str, Field(max_length=400), Asked(_("Why; only the team reads it"))]


class Given(BaseModel):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


# --- referrals --------------------------------------------------------------------------------------------------------
class ReferralIn(Given):
    """A worry about a student, for the team of a school or district."""

    agency_id: Annotated[UUID, Asked(_("Team"))]
    student_name: Annotated[str, Field(max_length=200), Asked(_("Student"))]
    reason: Annotated[str, Field(max_length=4000), Asked(_("What worries you"), lines=5)]
    urgency: Annotated[ReferralUrgency, Asked(_("How soon"))]


class ReferralStepIn(Given):
    """A step; `consent_by` to record consent, `owner_id` to say who supports."""

    step: Annotated[ReferralStep, Asked(is_hidden=True)]
    words: Words = ""
    consent_by: Annotated[ConsentBy | None, Asked(_("Who agreed"))] = None
    owner_id: Annotated[UUID | None, Asked(_("Who supports the student"))] = None


# --- crises -----------------------------------------------------------------------------------------------------------
class CrisisCallIn(Given):
    """A crisis team is wanted at an incident. The reason is read by the team alone."""

    origin: Annotated[CrisisOrigin, Asked(_("For"))] = CrisisOrigin.INCIDENT
    reason: Reason = ""


class CrisisAtSchoolIn(Given):
    agency_id: Annotated[UUID, Asked(_("School"))]
    reason: Reason = ""


class CrisisStepIn(Given):
    step: CrisisStep
    words: Words = ""


# --- teams ------------------------------------------------------------------------------------------------------------
class HelpLineModel(Given):
    """A number that anybody may call, beside 988."""

    name: Annotated[str, Field(max_length=100), Asked(_("Name of line"))]
    phone: Annotated[str, Field(max_length=20), Asked(_("Number of line"), inputmode="tel")]


class SupportTeamIn(Given):
    """A team's settings: days to keep things after their end, and the lines on pages of students and parents."""

    keep_days: Annotated[
        int, Field(ge=7, le=3650), Asked(_("Days after its end until a referral or a crisis is deleted"))
    ] = 1095
    help_lines: Annotated[
        list[HelpLineModel],
        Field(max_length=6),
        Asked(_("Lines beside 988, on pages of students and parents")),
    ] = []


class SupportPersonIn(Given):
    """Someone for the directory. Of a partner outside, say which organization and by which agreement."""

    name: Annotated[str, Field(max_length=200), Asked(_("Name"))]
    profession: Annotated[SupportProfession, Asked(_("Profession"))]
    organization: Annotated[str, Field(max_length=200), Asked(_("Organization, of a partner outside"))] = ""
    agreement: Annotated[str, Field(max_length=200), Asked(_("By which agreement"))] = ""
    agreement_until: Annotated[date | None, Asked(_("Agreement until"))] = None
    hours: Annotated[str, Field(max_length=200), Asked(_("Hours"))] = ""
    languages: Annotated[str, Field(max_length=200), Asked(_("Languages"))] = ""
    phone: Annotated[str, Field(max_length=40), Asked(_("Phone"), inputmode="tel")] = ""
    full_time: Annotated[Decimal, Field(ge=0, le=99), Asked(_("Full-time places; 0.2 is a day a week"), step=0.1)] = (
        Decimal(0)
    )


class SupportPersonTaken(Given):
    """Someone who leaves the directory."""

    entry_id: Annotated[UUID, Asked(is_hidden=True)]
