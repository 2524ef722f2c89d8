"""What is given about drill law: the bodies of the interface, and what the forms of pages ask; and what is returned."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from coordination.drills.requirements.rules.drill_file import FILE_MAX_BYTES
from coordination.drills.requirements.rules.laws import DrillLaw, LawKey, LawText
from coordination.drills.requirements.rules.record import DrillGiven
from coordination.sign_in.calendar_passwords import NAME_MAX
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

Months = Annotated[list[Annotated[int, Field(ge=1, le=12)]], Field(max_length=12)]
# Who sends it has read the drill as it was then.
ReadVersion = Annotated[int, Field(ge=1, le=2**31 - 1), Asked(is_hidden=True)]
Reason = Annotated[str, Field(max_length=400), Asked(_("Why it is corrected"))]


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
    version: ReadVersion
    reason: Reason = ""


class CorrectedDrillIn(DrillGiven):
    """The same as a form sends it: side by side."""

    version: ReadVersion
    reason: Reason = ""


class DrillSignOffIn(Closed):
    """The version that was read: who signs, signs for that."""

    version: ReadVersion


class DrillLawChoiceIn(Closed):
    """A law by its key. `has_fire_marshal_rule`: a local fire marshal sets how often there are fire drills."""

    key: Annotated[str, Field(max_length=20), Asked(_("State"))]
    has_fire_marshal_rule: Annotated[bool, Asked(_("A local fire marshal sets how many fire drills there are"))] = False


class OwnLawBegunIn(Closed):
    """A law of the district's own that begins with the rules of another."""

    key: Annotated[LawKey, Asked(_("Key, in capitals: OH"), pattern=r"[A-Z][A-Z0-9\-]{1,19}")]
    name: Annotated[LawText, Asked(_("Name"))]
    like: Annotated[str, Asked(_("Begin with the rules of"))]


class DrillLawOut(Schema):
    """A law that a district can choose: ours, or its own."""

    is_own: bool
    is_chosen: bool
    law: DrillLaw


class SchoolYearIn(Closed):
    """When a school year begins, parts and ends. No open months: those with at least ten days of school."""

    begins_on: Annotated[date, Asked(_("First day of school"))]
    ends_on: Annotated[date, Asked(_("Last day of school"))]
    second_semester_on: Annotated[date, Asked(_("Second semester begins"))]
    open_months: Annotated[Months, Asked(_("Months that ask for drills"))] = []
    summer_months: Annotated[Months, Asked(_("Months with summer sessions"))] = []


class NamedSchoolYearIn(SchoolYearIn):
    """The same with the calendar year in which it begins, which the interface reads in the address."""

    year: Annotated[int, Field(ge=2000, le=2098), Asked(is_hidden=True)]


# --- asked by pages alone ---------------------------------------------------------------------------------------------
class DrillFileIn(Closed):
    file: Annotated[bytes, Asked(_("File (CSV, at most 8 MB)"), accept=".csv,text/csv", size_max=FILE_MAX_BYTES)]


class CalendarPasswordIn(Closed):
    """A password for a program that follows the drills of a person."""

    name: Annotated[
        str, Field(max_length=NAME_MAX), Asked(_("Which program, and where"), example=_("Outlook on my desk"))
    ]


class CalendarPasswordRevokedIn(Closed):
    password_id: Annotated[UUID, Asked(is_hidden=True)]
