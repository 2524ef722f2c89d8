"""What people give to a review: bodies of the interface, forms of pages. Pure."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from coordination.casework.kinds.tasks import TaskStepIn
from coordination.casework.texts import NO_NUL, Given
from coordination.drills.exercises.vocabulary import CoreCapability
from coordination.drills.improvement.vocabulary import ActionStep, CapabilityElement
from coordination.reviews.vocabulary import ReviewScale
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=400, pattern=NO_NUL)]
NeededLine = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=400, pattern=NO_NUL)]
NeededWords = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000, pattern=NO_NUL)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=8000, pattern=NO_NUL)]
Version = Annotated[int, Asked(is_hidden=True, is_renewed=True)]
OneToFive = Annotated[int, Field(ge=1, le=5)]
Said = Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000, pattern=NO_NUL)]


class MarkIn(Given):
    """Something that must be looked at again; `seq`: the entry that is meant, if it is one."""

    words: Annotated[NeededLine, Asked(_("What is to be looked at again"))]
    seq: Annotated[int | None, Field(ge=1), Asked(_("Number of the entry, if it is one"))] = None


class SettleIn(Given):
    """What came of it."""

    outcome: Annotated[Line, Asked(_("What came of it"))] = ""


class ReviewTextsIn(Given):
    """What keepers write for the report. No names of people: a report is about plans and equipment."""

    summary: Annotated[Text, Asked(_("What happened, in short"), lines=5)] = ""
    went_well: Annotated[Text, Asked(_("What went well"), lines=5)] = ""
    to_improve: Annotated[Text, Asked(_("What to improve, and why"), lines=5)] = ""
    version: Version


class ReviewVersionIn(Given):
    """The version that was read: who seals what is old is refused."""

    version: Version


class ReviewActionIn(Given):
    """What is changed, by whom and until when."""

    area: Annotated[NeededLine, Asked(_("Area for improvement"))]
    words: Annotated[NeededWords, Asked(_("Corrective action"), lines=3)]
    element: Annotated[CapabilityElement, Asked(_("Capability element (POETE)"))]
    capability: Annotated[CoreCapability, Asked(_("Core capability"))]
    agency_id: Annotated[UUID, Asked(_("Responsible organization"))]
    owner_id: Annotated[UUID | None, Asked(_("Who does it"))] = None
    starts_on: Annotated[date, Asked(_("Starts on"))]
    due_on: Annotated[date, Asked(_("Done by"))]


class ReviewActionStepIn(TaskStepIn):
    """A step; `owner_id` and `due_on` to say who does it until when."""

    step: ActionStep


class ReviewAnswerIn(Given):
    """What the caller says after an incident. Without `is_named` nothing stored leads to them."""

    clarity: Annotated[OneToFive, Asked(ReviewScale.CLARITY.message, shows_all=True)]
    communication: Annotated[OneToFive, Asked(ReviewScale.COMMUNICATION.message, shows_all=True)]
    felt_safe: Annotated[OneToFive, Asked(ReviewScale.FELT_SAFE.message, shows_all=True)]
    went_well: Annotated[Said, Asked(_("What went well"), lines=2)] = ""
    did_not: Annotated[Said, Asked(_("What did not"), lines=2)] = ""
    suggestion: Annotated[Said, Asked(_("One thing to do better next time"), lines=2)] = ""
    is_named: Annotated[bool, Asked(_("Put my name to it"))] = False
