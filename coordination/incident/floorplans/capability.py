"""The plans an incident opened with: pinned, so that what people say by door numbers stays true. Pure."""

from coordination.room.capability import Capability

CAPABILITY = Capability()
