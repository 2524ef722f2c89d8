"""What the classes of a desk's acts have in common: texts, stripped and bounded; who comes on a team. Pure."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, StringConstraints

from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

# No database stores a NUL.
NO_NUL = r"^[^\x00]*$"
# One line and a text that have to be given, and the same where they may be left out.
Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=NO_NUL)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=4000, pattern=NO_NUL)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=NO_NUL)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000, pattern=NO_NUL)]
# The words of a step; the machine says which steps need them.
StepWords = Annotated[Words, Asked(_("In words"), lines=3)]


class Given(BaseModel):
    """What someone gives for an act. An undeclared field is an error."""

    model_config = ConfigDict(extra="forbid")


class TeamMemberIn(Given):
    """Someone for a team."""

    person_id: Annotated[UUID, Asked(_("Person"), begins_empty=True)]


class TeamMemberTaken(BaseModel):
    """Someone who is on a team, as the button beside the name says it."""

    person_id: Annotated[UUID, Asked(is_hidden=True)]
