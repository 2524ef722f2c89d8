"""What is given of cases and teams: bodies of the interface, and what forms ask. Entries: entries.py. Pure."""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from coordination.casework.texts import NO_NUL, Given, Words
from coordination.prevention.cases.rules.entries import CaseDetails
from coordination.prevention.cases.vocabulary import CaseStep
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

# A week at least, ten years at most.
Days = Annotated[int, Field(ge=7, le=3650)]


class CaseIn(Given):
    """A new case. `conflicts` name people of the team who must not read it; `tip_id` the tip that it comes from."""

    agency_id: UUID
    details: CaseDetails
    conflicts: Annotated[list[UUID], Field(max_length=50)] = []
    tip_id: UUID | None = None


class CaseStepIn(Given):
    """A step of a case."""

    step: CaseStep
    words: Annotated[str, Field(max_length=4000), Asked(_("Why"), lines=3)] = ""


class CaseTeamIn(Given):
    """A team's settings: when the police are called, and for how many days after its end a case is kept how."""

    police_threshold: Annotated[
        Words,
        Asked(_("When the police are called; it stands beside every decision"), lines=4),
    ] = ""
    seal_after_days: Annotated[Days, Asked(_("Days after its end until a case is sealed"))] = 180
    keep_days_minor: Annotated[Days, Asked(_("Days until it is expunged: no threat, or transient"))] = 365
    keep_days: Annotated[Days, Asked(_("Days until it is expunged: substantive"))] = 1825


class SetUpIn(Given):
    """One of NTAC's eight steps: done on a day, or not yet."""

    done_on: Annotated[date | None, Asked(_("Done on"))] = None
    words: Annotated[
        str,
        StringConstraints(strip_whitespace=True, max_length=500, pattern=NO_NUL),
        Asked(_("Where it is written")),
    ] = ""
