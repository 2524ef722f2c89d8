"""Who may read an attached file."""

from uuid import UUID

from coordination.errors import UploadNotFound
from coordination.incident.attachments.models import Attachment
from coordination.room.access import RoomGrant


def attachment_for(grant: RoomGrant, attachment_id: UUID) -> Attachment:
    """Return an attached file whose audience the reader belongs to. Raises: UploadNotFound: or it was deleted."""
    grant.joined()
    attachment = Attachment.objects.filter(
        room=grant.room,
        pk=attachment_id,
        audience__in=[audience.value for audience in grant.audiences],
        deleted_at__isnull=True,
    ).first()
    if attachment is None:
        raise UploadNotFound("There is no such file.")
    return attachment
