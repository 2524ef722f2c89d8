"""What is given of found things: the bodies of the interface, and what forms ask. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from coordination.casework.texts import Given, Line, StepWords, TeamMemberIn, Text
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _
from tests.contracts.samples.found_things.vocabulary import FoundStep


class FoundThingIn(Given):
    """Something that was found, for the team of a school."""

    agency_id: Annotated[UUID, Asked(_("School"))]
    thing: Annotated[Line, Asked(_("What was found"))]
    place: Annotated[Text, Asked(_("Where it was found"), lines=3)]


class FoundStepIn(Given):
    """A step."""

    step: Annotated[FoundStep, Asked(is_hidden=True)]
    words: StepWords = ""


class FoundTeamIn(Given):
    """A team's settings."""

    keep_days: Annotated[int, Field(ge=7, le=365), Asked(_("Days after its end until a thing is deleted"))] = 90


class FoundMemberIn(TeamMemberIn):
    pass
