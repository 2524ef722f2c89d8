"""A short log, made as the server makes one, with the same ids, salts and times each time."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import cast
from uuid import NAMESPACE_URL, UUID, uuid5

from coordination.describe.catalogue import EVENTS
from coordination.room.capability import Event
from coordination.room.entry.chain import GENESIS, entry_digest, next_hash
from coordination.room.entry.entries import Author, content_text
from coordination.room.wire.frames import entry_frame, withheld_frame
from coordination.room.wire.model import Json, JsonObject
from coordination.vocabulary import Audience

BEGUN = datetime(2026, 3, 2, 14, 5, tzinfo=UTC)
# Letters outside the first plane, what JSON escapes, what only looks like an escape, and a name that is none.
ODD_TEXT = '"¡Aquí!" \\ \\u0041 <b>\t𝄞 😀\u2028 e\u0301</b>'


def id_of(name: str) -> UUID:
    """Return the id of a thing of the story."""
    return uuid5(NAMESPACE_URL, f"musterpoint vectors: {name}")


ROOM, MARKER, SHAPE = id_of("room"), str(id_of("marker")), str(id_of("shape"))
OFFICER = Author(
    participant_id=id_of("officer"),
    name="Dana Löwe",
    role="officer",
    agency_id=id_of("police"),
    agency="Hays Police",
    agency_kind="police",
)


@dataclass(frozen=True, slots=True)
class Told:
    """What one entry says: its event, its audience, and what it changes."""

    word: str
    fields: JsonObject
    patch: JsonObject | None = None
    audience: Audience = Audience.EVERYONE


STORY = (
    Told("message_posted", {"text": ODD_TEXT}),
    Told(
        "marker_placed",
        {"marker_id": MARKER},
        {"markers": {MARKER: {"kind": "hazard", "label": "Gas", "lon": 1e-7, "lat": 39.0000001}}},
    ),
    Told("marker_moved", {"marker_id": MARKER}, {"markers": {MARKER: {"lon": -1e-7, "lat": 39, "level_id": None}}}),
    Told("message_posted", {"text": "For the school alone."}, audience=Audience.SCHOOL),
    Told(
        "shape_drawn",
        {"shape_id": SHAPE},
        {"shapes": {SHAPE: {"kind": "line", "points": [[-99.2, 39.64], [-99.2000001, 39.6400001]]}}},
    ),
    Told("entry_struck", {"seq": 10}, {"struck": {"10": {"reason": "Twice."}, "9": {"reason": "By mistake."}}}),
    Told("marker_removed", {"marker_id": MARKER}, {"markers": {MARKER: None}}),
)


def contents_of(story: Sequence[Told] = STORY) -> list[str]:
    """Return the canonical texts of the entries."""
    models = {one.word: one.model for one in EVENTS}
    return [
        content_text(
            room_id=ROOM,
            seq=seq,
            at=BEGUN + timedelta(seconds=seq),
            exercise=True,
            audience=told.audience,
            by=OFFICER,
            command_id=id_of(f"command {seq}"),
            event=cast("Event", models[told.word].model_validate(told.fields)),
            patch=told.patch,
        )
        for seq, told in enumerate(story, start=1)
    ]


def frames_of(story: Sequence[Told] = STORY, *, withheld: frozenset[int] = frozenset(), salt: str = "") -> list[Json]:
    """Return the log as a reader receives it who may not read the entries in `withheld`."""
    head, frames = GENESIS, []
    for seq, content in enumerate(contents_of(story), start=1):
        grain = hashlib.sha256(f"{salt}{seq}".encode()).hexdigest()[:32]
        digest = entry_digest(salt=grain, content=content)
        head = next_hash(previous=head, digest=digest)
        frame = (
            withheld_frame(seq=seq, digest=digest, chain_hash=head)
            if seq in withheld
            else entry_frame(seq=seq, content=content, salt=grain, digest=digest, chain_hash=head)
        )
        frames.append(json.loads(frame))
    return frames
