"""What an entry of the log says, and how its text is made. Pure.

The text is hashed, stored and sent as it is.
"""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from coordination.room.capability import Event
from coordination.room.entry.chain import canonical_text
from coordination.room.wire.addressed import Readership, audience_word
from coordination.room.wire.frames import time_text
from coordination.room.wire.model import JsonObject, WireModel
from mou.foundation.value_of import ValueOf
from mou.vocabulary import AgencyKind

CONTENT_VERSION = 1


class Author(WireModel):
    """Who did it, as they were then: names and roles are copied, so that the record does not change with the person.

    What the server writes by itself has the SERVER as its author. `role`: a value of MemberRole, or `server`.
    """

    participant_id: UUID
    name: str
    role: str
    agency_id: UUID
    agency: str
    agency_kind: Annotated[str, ValueOf(AgencyKind)]


SERVER = Author(
    participant_id=UUID(int=0),
    name="Musterpoint",
    role="server",
    agency_id=UUID(int=0),
    agency="",
    agency_kind="other",
)


def content_text(
    *,
    room_id: UUID,
    seq: int,
    at: datetime,
    exercise: bool,
    audience: Readership,
    by: Author,
    command_id: UUID,
    event: Event,
    patch: JsonObject | None,
) -> str:
    """Return the canonical JSON text of an entry's content; an entry that changes nothing carries no patch."""
    content: JsonObject = {
        "v": CONTENT_VERSION,
        "room_id": str(room_id),
        "seq": seq,
        "at": time_text(at),
        "exercise": exercise,
        "audience": str(audience_word(audience)),
        "by": by.model_dump(mode="json"),
        "command_id": str(command_id),
        "event": event.model_dump(mode="json", exclude_none=True),
    }
    if patch:
        content["patch"] = patch
    return canonical_text(content)
