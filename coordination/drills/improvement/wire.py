"""What the doors of improvement take of a report, beside rules.given: bodies of the interface, forms of the page."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AwareDatetime, Field

from coordination.drills.improvement.rules.given import FindingGiven, Given
from coordination.drills.improvement.vocabulary import ReportSection
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

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

    meeting_at: AwareDatetime | None


class MeetingSaid(MeetingIn):
    """The same from a form, where an empty field says that it is not known."""

    meeting_at: Annotated[AwareDatetime | None, Asked(_("Date and time, at the site"))] = None


class FindingIn(FindingGiven):
    """A strength or an area for improvement; no objective: of the exercise as a whole."""

    version: Version


class LeaveOutIn(VersionIn):
    """Whether a finding is left out of the report."""

    is_left_out: bool


class CorrectiveActionMade(Schema):
    """The id of an action that was written."""

    action_id: UUID
