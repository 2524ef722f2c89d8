"""What the doors of improvement take and return beside rules.given and reports: bodies, forms, corrective actions."""

from datetime import date
from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import Field

from coordination.casework.kinds.views import Colleague, PersonName, ThingRecord, View
from coordination.casework.texts import Given
from coordination.drills.exercises.vocabulary import CoreCapability
from coordination.drills.improvement.rules.given import FindingGiven
from coordination.drills.improvement.vocabulary import ActionState, ActionStep, CapabilityElement, ReportSection
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.moments import Moment

Version = Annotated[int, Asked(is_hidden=True, is_renewed=True)]
SectionText = Annotated[str, Field(max_length=8000)]


class DraftIn(Given):
    """In which language the draft is written: en or es."""

    language: Annotated[str, Field(pattern="^(en|es)$"), Asked(_("Language of the report"))] = "en"


class VersionIn(Given):
    """The version that was read: who decides on what is old is refused."""

    version: Version


class ReportTextIn(VersionIn):
    """A section's text; none gives it back to the system."""

    section: ReportSection
    text: SectionText | None


class ReportTextSaid(ReportTextIn):
    """The same from a form, where an empty text is a text."""

    text: Annotated[SectionText, Asked(_("Text"), lines=8)] = ""


class MeetingIn(VersionIn):
    """When the after-action meeting is, or was; none: not known."""

    meeting_at: Moment | None


class MeetingSaid(MeetingIn):
    """The same from a form, where an empty field says that it is not known."""

    meeting_at: Annotated[Moment | None, Asked(_("Date and time, at the site"))] = None


class FindingIn(FindingGiven):
    """A strength or an area for improvement; no objective: of the exercise as a whole."""

    version: Version


class LeaveOutIn(VersionIn):
    """Whether a finding is left out of the report."""

    is_left_out: bool


# --- corrective actions -----------------------------------------------------------------------------------------------
class CorrectiveActionMade(Schema):
    """The id of an action that was written."""

    action_id: UUID


class ActionLine(View):
    """A corrective action in a list."""

    action_id: UUID
    number: int
    exercise_id: UUID
    exercise: str
    site_id: UUID
    site: str
    agency_id: UUID
    agency: str
    area: str
    words: str
    element: CapabilityElement
    capability: CoreCapability
    owner: PersonName
    starts_on: date
    due_on: date
    state: ActionState
    is_overdue: bool


class ActionView(View):
    """An action with its records, and what the reader may do with it."""

    line: ActionLine
    time_zone: str
    steps: list[ActionStep]
    people: list[Colleague]
    records: list[ThingRecord]
