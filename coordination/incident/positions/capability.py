"""Where people are: never logged, the last value wins. Pure."""

from typing import Annotated, Literal

from pydantic import Field

from coordination.room.capability import Capability, Command, CommandRule, RoomNeed
from coordination.room.wire.model import Placed
from coordination.vocabulary import Audience


class SharePosition(Placed, Command):
    """Where the asker is. Never logged: the last value wins. `accuracy_m` is the radius of 68 % confidence.

    Without an `audience` responders show it to responders, and all others to everyone.
    """

    type: Literal["share_position"]
    accuracy_m: Annotated[float, Field(ge=0, le=100_000)]
    fix_age_s: Annotated[float, Field(ge=0, le=86_400)] = 0.0
    heading_deg: Annotated[float, Field(ge=0, lt=360)] | None = None
    speed_mps: Annotated[float, Field(ge=0, le=150)] | None = None
    audience: Audience | None = None


class StopSharingPosition(Command):
    """Take one's position off all maps."""

    type: Literal["stop_sharing_position"]


CAPABILITY = Capability(
    panel="positions/sharing_bar.js",
    commands=(
        CommandRule(SharePosition, need=RoomNeed.READ, is_live=True),
        CommandRule(StopSharingPosition, need=RoomNeed.READ, is_live=True),
    ),
)
