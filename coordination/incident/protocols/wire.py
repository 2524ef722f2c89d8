"""What is said of a district's protocol: the body of the route, and the form of the page."""

from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator

from coordination.incident.protocols.rules import WORDS_CHARS
from coordination.incident.protocols.vocabulary import Protocol, ProtocolAudience
from coordination.room.wire.model import refuse_control_characters
from mou.foundation.forms.asked import Asked
from mou.foundation.labelled import gettext_noop as _

ONE_LINE = r"^[^\r\n]*$"
Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=WORDS_CHARS, pattern=ONE_LINE),
    AfterValidator(refuse_control_characters),
]
WordsInSpanish = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=WORDS_CHARS, pattern=ONE_LINE),
    AfterValidator(refuse_control_characters),
]


class AudienceWordsIn(BaseModel):
    """What one audience is told, in one line."""

    model_config = ConfigDict(extra="forbid")

    audience: Annotated[ProtocolAudience, Asked(_("For whom"))]
    words: Annotated[Words, Field(description="One line: what to do."), Asked(_("What to do"))]
    words_es: Annotated[
        WordsInSpanish, Field(description="The same in Spanish, if it has it."), Asked(_("In Spanish"))
    ] = ""


class ProtocolChosenIn(BaseModel):
    """The protocol of a district with its words. It holds for actions that start from now on.

    `drawn_from`: the version that was changed, so that no one undoes what another person saved meanwhile.
    """

    model_config = ConfigDict(extra="forbid")

    drawn_from: Annotated[int, Field(ge=0), Asked(is_hidden=True, is_renewed=False)]
    protocol: Annotated[Protocol, Asked(_("Protocol"))]
    words: Annotated[
        list[AudienceWordsIn],
        Field(max_length=len(ProtocolAudience)),
        Field(description="One for each audience; empty: the words that the product proposes for the protocol."),
        Asked(
            _("Words by age"),
            hint=_("Leave all of them empty to take the words that the product proposes for the protocol."),
        ),
    ] = []

    @field_validator("words")
    @classmethod
    def _for_each_once(cls, words: list[AudienceWordsIn]) -> list[AudienceWordsIn]:
        if words and sorted(one.audience for one in words) != sorted(ProtocolAudience):
            raise ValueError("one line for each audience")
        return words


class AudienceWordsOut(Schema):
    """What one audience is told."""

    audience: ProtocolAudience
    words: str
    words_es: Annotated[str, Field(description="The same in Spanish; empty: only as it was written.")]


class ProtocolOut(Schema):
    """The protocol of a school's district. `version`: the edition of the district; 0: the product proposes it."""

    protocol: Protocol
    version: int
    words: Annotated[list[AudienceWordsOut], Field(description="What each audience is told.")]
