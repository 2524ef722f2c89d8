"""Put an uploaded photo or file into the log."""

from coordination.errors import UploadNotFound
from coordination.incident.attachments.capability import AttachedFile, AttachFile, FileAttached
from coordination.incident.attachments.models import Attachment
from coordination.room.checks import checked_audience
from coordination.room.log import CommandContext
from coordination.room.objects import patch_to_create


def attach_file(*, context: CommandContext, command: AttachFile) -> None:
    """Put one's own upload into the log. Raises: UploadNotFound, AudienceNotAllowed."""
    audience = checked_audience(context, command.audience)
    attachment = Attachment.objects.filter(
        room=context.room, pk=command.upload_id, uploaded_by=context.participant, seq__isnull=True
    ).first()
    if attachment is None:
        raise UploadNotFound(pointer="/upload_id")
    patch = patch_to_create(
        AttachedFile,
        attachment.id,
        name=attachment.name,
        media_type=attachment.media_type,
        size_bytes=attachment.size_bytes,
        sha256=attachment.sha256,
        caption=command.caption,
        audience=audience,
        attached_by=context.participant.id,
        attached_at=context.at_text,
    )
    seq = context.append(FileAttached(attachment_id=attachment.id), patch=patch, audience=audience)
    Attachment.objects.filter(pk=attachment.pk).update(seq=seq, audience=audience.value)
