"""What the interface of drill law takes and returns, beside the views of requirements.work."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from coordination.drills.requirements.rules.laws import DrillLaw
from coordination.drills.requirements.rules.record import DrillGiven


class Closed(Schema):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class DrillSchoolOut(Schema):
    """A school whose drills the caller reads."""

    site_id: UUID
    name: str
    district_id: UUID
    district: str
    keeps: bool


class DrillMade(Schema):
    drill_id: UUID


class DrillCorrectionIn(Closed):
    """The whole drill as it should be, the version that was read, and why. What was held asks for a reason."""

    drill: DrillGiven
    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    reason: Annotated[str, Field(max_length=400)] = ""


class DrillSignOffIn(Closed):
    """The version that was read: who signs, signs for that."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]


class DrillLawChoiceIn(Closed):
    """A law by its key. `has_fire_marshal_rule`: a local fire marshal sets how often there are fire drills."""

    key: Annotated[str, Field(max_length=20)]
    has_fire_marshal_rule: bool = False


class DrillLawOut(Schema):
    """A law that a district can choose: ours, or its own."""

    is_own: bool
    is_chosen: bool
    law: DrillLaw


class SchoolYearIn(Closed):
    """When a school year begins, parts and ends. No open months: those with at least ten days of school."""

    begins_on: date
    ends_on: date
    second_semester_on: date
    open_months: Annotated[list[Annotated[int, Field(ge=1, le=12)]], Field(max_length=12)] = []
    summer_months: Annotated[list[Annotated[int, Field(ge=1, le=12)]], Field(max_length=12)] = []
