"""What is given of support: the bodies of the interface, and what the forms of its pages ask. Pure."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from coordination.casework.texts import NO_NUL, Given, Line, Short, StepWords, TeamMemberIn, Text
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

Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=400, pattern=NO_NUL),
    Asked(_("Why; only the team reads it")),
]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, max_length=40, pattern=NO_NUL)]


# --- referrals --------------------------------------------------------------------------------------------------------
class ReferralIn(Given):
    """A worry about a student, for the team of a school or district."""

    agency_id: Annotated[UUID, Asked(_("Team"))]
    student_name: Annotated[Line, Asked(_("Student"))]
    reason: Annotated[Text, Asked(_("What worries you"), lines=5)]
    urgency: Annotated[ReferralUrgency, Asked(_("How soon"))]


class ReferralStepIn(Given):
    """A step; `consent_by` to record consent, `owner_id` to say who supports."""

    step: Annotated[ReferralStep, Asked(is_hidden=True)]
    words: StepWords = ""
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
    step: Annotated[CrisisStep, Asked(is_hidden=True)]
    words: StepWords = ""


# --- teams ------------------------------------------------------------------------------------------------------------
class HelpLineModel(Given):
    """A number that anybody may call, beside 988."""

    name: Annotated[Line, Field(max_length=100), Asked(_("Name of line"))]
    # It becomes a link that a phone calls.
    phone: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=3, max_length=20, pattern=r"^[-0-9+ ().]*$"),
        Asked(_("Number of line"), inputmode="tel"),
    ]


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


class SupportMemberIn(TeamMemberIn):
    pass


class SupportPersonIn(Given):
    """Someone for the directory. Of a partner outside, say which organization and by which agreement."""

    name: Annotated[Line, Asked(_("Name"))]
    profession: Annotated[SupportProfession, Asked(_("Profession"))]
    organization: Annotated[Short, Asked(_("Organization, of a partner outside"))] = ""
    agreement: Annotated[Short, Asked(_("By which agreement"))] = ""
    agreement_until: Annotated[date | None, Asked(_("Agreement until"))] = None
    hours: Annotated[Short, Asked(_("Hours"))] = ""
    languages: Annotated[Short, Asked(_("Languages"))] = ""
    phone: Annotated[Phone, Asked(_("Phone"), inputmode="tel")] = ""
    full_time: Annotated[Decimal, Field(ge=0, le=99), Asked(_("Full-time places; 0.2 is a day a week"), step=0.1)] = (
        Decimal(0)
    )


class SupportPersonTaken(Given):
    """Someone who leaves the directory."""

    entry_id: Annotated[UUID, Asked(is_hidden=True)]
