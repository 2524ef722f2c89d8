"""What the map rules' HTTP interface takes and answers."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from mapping.interchange.text import clean_text
from mapping.laws.catalogue import MAX_PROFILE_BYTES
from mapping.laws.evidence import Attested, Evidence
from mapping.sites.schemas import Answer, Asked
from mapping.vocabulary import NAME_MAX_CHARS, DistributionForm, RuleVerdict


def _check_storable(text: str) -> str:
    if clean_text(text).had_controls:
        raise ValueError("characters that do not show are not text")
    return text


STORABLE = AfterValidator(_check_storable)
type Note = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500), STORABLE]
type Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=NAME_MAX_CHARS), STORABLE]


class ProfileIn(Asked):
    """Either the key of a profile that comes with the software, or a profile as TOML; see docs/capabilities/maps.md."""

    key: Annotated[str, StringConstraints(max_length=20)] | None = None
    toml: Annotated[str, StringConstraints(max_length=MAX_PROFILE_BYTES)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.key is None) == (self.toml is None):
            raise ValueError("send either key or toml")
        return self


class AttestationIn(Asked):
    rule: Annotated[str, StringConstraints(max_length=12)]
    note: Note


class DistributionIn(Asked):
    """`agency_id` of an agency with an agreement at the site, or `recipient`, the name of any other recipient."""

    agency_id: UUID | None = None
    recipient: Name = ""
    form: DistributionForm = DistributionForm.HANDED_OVER
    note: Name = ""


class ProfileOut(Answer):
    key: str
    name: str
    citation: str
    walk_through_max_age_days: int
    walk_through_ageing_after_days: int | None
    second_person_verifies: Annotated[
        bool, Field(description="a plan is verified by who neither drew nor publishes it")
    ]
    submit_on: tuple[str, ...]
    recipients: tuple[str, ...]
    confidentiality: str


class RuleLawOut(Answer):
    """Where a rule was read; `is_unverified`: not compared with the law, or to be asked locally."""

    citation: str
    source: Annotated[str, Field(description="the address of the law, or empty")]
    checked_on: Annotated[date | None, Field(description="the day on which the rule was last compared with it")]
    is_unverified: bool


class RuleFindingOut(Answer):
    code: str
    group: str
    title: str
    verdict: RuleVerdict
    attestable: bool
    evidence: Evidence
    due_on: date | None
    attested: Attested | None
    law: Annotated[RuleLawOut | None, Field(description="empty where the district's own profile names none")]


class SiteRulesOut(Answer):
    site_id: UUID
    site_name: str
    profile: ProfileOut
    findings: list[RuleFindingOut]


class SchoolRulesOut(Answer):
    site_id: UUID
    site_name: str
    verdicts: dict[str, RuleVerdict]
    next_due_on: date | None
    overdue: list[str]


class DistrictRulesOut(Answer):
    district_id: UUID
    profile: ProfileOut
    schools: Annotated[list[SchoolRulesOut], Field(description="in order of name")]
