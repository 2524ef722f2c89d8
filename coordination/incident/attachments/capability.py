"""Photos and files in the log. Pure."""

from typing import ClassVar, Literal
from uuid import UUID

from coordination.room.capability import (
    NO_ONE,
    About,
    Capability,
    Command,
    CommandRule,
    Event,
    EventRule,
    RoomNeed,
    RoomObject,
    Who,
    gettext_noop,
)
from coordination.room.wire.model import Label
from coordination.vocabulary import Audience


class AttachedFile(RoomObject):
    """A photo or file that is part of the log; its bytes are fetched by its id."""

    state_key: ClassVar = "attachments"
    name: str
    media_type: str
    size_bytes: int
    sha256: str
    caption: str | None = None
    audience: Audience
    attached_by: UUID
    attached_at: str


class AttachFile(Command):
    """Put one's own uploaded photo or file into the log."""

    type: Literal["attach_file"]
    upload_id: UUID
    caption: Label | None = None
    audience: Audience = Audience.EVERYONE


class FileAttached(Event):
    type: Literal["file_attached"] = "file_attached"
    attachment_id: UUID


CAPABILITY = Capability(
    title=gettext_noop("Files"),
    objects=(AttachedFile,),
    commands=(CommandRule(AttachFile, need=RoomNeed.READ, who=Who.AUTHOR, has_tables=True),),
    events=(
        EventRule(
            FileAttached,
            words=gettext_noop("{caption}"),
            alert=NO_ONE,
            about=About(AttachedFile, "attachment_id"),
            is_strikable=True,
        ),
    ),
)
