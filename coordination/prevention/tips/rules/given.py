"""What is given of tips: the bodies of the interface, and what the forms of its pages ask. Pure."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from coordination.casework.texts import TeamMemberIn
from coordination.prevention.tips.rules.routing import Route
from coordination.prevention.tips.vocabulary import (
    TipCategory,
    TipDisposition,
    TipPriority,
    TipStep,
)
from coordination.room.wire.model import Label
from coordination.vocabulary import IncidentType, Severity
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from mou.foundation.shown_text import without_hidden

MOST_CHARS = {"text": 4000, "place_words": 300, "people_words": 1000, "how_known": 500, "message": 2000}
MOST_AT_ONCE = 100
# The form as a whole has at most a megabyte: a page's script makes pictures smaller before they leave the phone.
PHOTO_MOST_BYTES = 1024 * 1024
PHOTO_KINDS = "image/jpeg,image/png,image/webp"


def strip_hidden(text: str) -> str:
    """Return a text without what does not show: no one is sent back for a character that they cannot see."""
    return without_hidden(text.replace("\r\n", "\n")).strip()


Words = Annotated[str, AfterValidator(strip_hidden), Field(max_length=MOST_CHARS["message"])]


class Given(BaseModel):
    """An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


# --- reporting: pages alone -------------------------------------------------------------------------------------------
class FromReporter(Given):
    """No error quotes what a reporter wrote."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class TipIn(FromReporter):
    """What a reporter fills in. `form` is the form's own key: one is one report; `photos` are files as they came."""

    form: Annotated[str, Field(max_length=100), Asked(is_hidden=True)]
    is_now: Annotated[bool, Asked(_("Is it happening now?"), shows_all=True)] = False
    category: Annotated[TipCategory, Asked(_("What is it about?"), shows_all=True)]
    school_id: Annotated[UUID | None, Asked(_("Which school?"))] = None
    text: Annotated[str, Field(max_length=MOST_CHARS["text"]), Asked(_("What happened, or what may happen?"), lines=6)]
    place_words: Annotated[str, Field(max_length=MOST_CHARS["place_words"]), Asked(_("Where and when?"))] = ""
    people_words: Annotated[
        str,
        Field(max_length=MOST_CHARS["people_words"]),
        Asked(_("Who is it about?"), _("Names, grades, what they look like: whatever you know"), lines=3),
    ] = ""
    how_known: Annotated[str, Field(max_length=MOST_CHARS["how_known"]), Asked(_("How do you know?"))] = ""
    photos: Annotated[list[bytes], Asked(_("Pictures"), accept=PHOTO_KINDS, size_max=PHOTO_MOST_BYTES)] = []


class ReceiptIn(FromReporter):
    """The code that opens the dialogue."""

    code: Annotated[
        str,
        Field(max_length=40),
        Asked(_("Your receipt code"), _("Four groups of four, such as ABCD-EFGH-JKMN-PQRS")),
    ]


class TipMessageIn(FromReporter):
    """What a reporter writes later."""

    message: Annotated[Words, Asked(_("Write more, or answer"), lines=4)]


# --- the team ---------------------------------------------------------------------------------------------------------
class TipStepIn(Given):
    """A step and what it needs: triage a priority, a duplicate the other tip, disposing what was done."""

    step: Annotated[TipStep, Asked(is_hidden=True)]
    words: Annotated[Words, Asked(_("Note, for the team"))] = ""
    priority: Annotated[TipPriority | None, Asked(_("Priority"))] = None
    is_life_threat: Annotated[bool, Asked(_("It threatens a life: the police may read it under any agreement"))] = False
    duplicate_of: Annotated[UUID | None, Asked(_("The same as"))] = None
    disposition: Annotated[TipDisposition | None, Asked(_("What was done"))] = None


class FalseTipsIn(Given):
    """Tips of a flood that are marked as false at once; a page alone asks for it."""

    tip: Annotated[list[UUID], Field(max_length=MOST_AT_ONCE), Asked(_("Tips"))]
    words: Annotated[str, Field(max_length=200), Asked(_("Why the chosen ones are false"))]


class TipAnswerIn(Given):
    """What the reporter reads by the receipt code."""

    text: Annotated[Words, Asked(_("Answer the reporter, who does not see your name"), lines=3)]


class TipIncidentIn(Given):
    """The incident in the opener's own words; five words of the reporter's in a row are refused."""

    incident_type: Annotated[IncidentType, Asked(_("Kind"))]
    severity: Annotated[Severity, Asked(_("Dispatch priority"))]
    title: Annotated[Label, Asked(_("Title, in your own words"))]


# --- the desk ---------------------------------------------------------------------------------------------------------
class ClosedDays(Given):
    """Days without school, from `first` to `last`, both included."""

    first: date
    last: date


class TipDeskIn(Given):
    """Where tips come in: the short address of the reporters' page, and the school's calendar."""

    short_address: Annotated[str, Field(max_length=40), Asked(_("Short address"), pattern=r"[A-Za-z0-9_\-]{3,40}")]
    is_open: Annotated[bool, Asked(_("The page is open"))] = True
    keep_days: Annotated[int, Asked(_("Days a tip is kept after its end"))] = 365
    closed_days: Annotated[list[ClosedDays], Field(max_length=100)] = []


class TipRoutesIn(Given):
    """What differs from the defaults."""

    routes: dict[TipCategory, Route]


class TipTeamIn(TeamMemberIn):
    pass
