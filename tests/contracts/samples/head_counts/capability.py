"""A capability that exists only in the tests, with everything that one can have: someone counts heads. Pure."""

from typing import ClassVar, Literal
from uuid import UUID

from coordination.room.capability import (
    About,
    Alert,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    RoomObject,
    Told,
    gettext_noop,
)
from push.texts import PushWords


class HeadCount(RoomObject):
    """How many people someone counted."""

    state_key: ClassVar = "head_counts"
    number: int
    counted_by: UUID


class CountHeads(Command):
    """Say how many people one has counted."""

    type: Literal["count_heads"]
    count_id: UUID
    number: int


class HeadsCounted(Event):
    """Heads were counted."""

    type: Literal["heads_counted"] = "heads_counted"
    count_id: UUID


CAPABILITY = Capability(
    title="Head counts",
    page_words="head_count_words",
    panel="head_counts/head_counts_panel.js",
    buttons={"count_heads": gettext_noop("Count heads")},
    objects=(HeadCount,),
    commands=(CommandRule(CountHeads, need=RoomNeed.READ, touches={"count_id": HeadCount}),),
    events=(
        EventRule(
            HeadsCounted,
            words=gettext_noop("Counted heads: {number}"),
            alert=Alert(
                Told.COMMAND,
                title=gettext_noop("Heads were counted"),
                push=PushWords(gettext_noop("Heads were counted")),
                overtakes=True,
            ),
            about=About(HeadCount, "count_id"),
        ),
    ),
)
