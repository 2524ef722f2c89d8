"""What families were told, in the room's log: the words, and to how many. No guardian and no child is named. Pure."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from coordination.incident.family_messages.vocabulary import FamilyMessageKind
from coordination.room.capability import NO_ONE, Capability, Event, EventRule, gettext_noop


class FamiliesTold(Event):
    """Two people have let a message go out. `words`: as it is in `language`; `guardians`: to how many it goes.

    In an exercise it goes to no one.
    """

    type: Literal["families_told"] = "families_told"
    message_id: UUID
    kind: FamilyMessageKind
    kind_words: str
    kind_words_in: dict[str, str] = {}
    schools: list[str]
    language: str
    words: str
    guardians: Annotated[int, Field(ge=0)]


CAPABILITY = Capability(
    title=gettext_noop("Messages to families"),
    events=(
        EventRule(
            FamiliesTold,
            words=gettext_noop("Families are told ({guardians} guardians) · {kind_words}: {words}"),
            alert=NO_ONE,
        ),
    ),
)
