"""Lift stored entries of an older form to today's. Pure. One function per step, never edited once released."""

import json
from collections.abc import Callable

from coordination.wire.events import EntryContent
from coordination.wire.model import JsonObject

type Lift = Callable[[JsonObject], JsonObject]

CURRENT_VERSION = 1
# LIFTS[n] turns an entry of version n into one of version n + 1.
LIFTS: dict[int, Lift] = {}


def content_from_stored(stored: str) -> EntryContent:
    """Return today's form of a stored entry.

    Raises: pydantic.ValidationError: the stored text is not an entry of any released form.
    """
    content: JsonObject = json.loads(stored)
    version = content.get("v")
    while isinstance(version, int) and version < CURRENT_VERSION:
        content = LIFTS[version](content)
        version = content.get("v")
    return EntryContent.model_validate(content)
