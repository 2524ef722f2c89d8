"""Photos and files over HTTP: bring one, and fetch one that is in the log."""

from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from coordination.incident.attachments.access import attachment_for
from coordination.incident.attachments.uploads import blob_path, upload_file
from coordination.room.entrance import grant_for
from coordination.sign_in.callers import caller_of
from mou.api.media_types import JPEG, PNG, UNKNOWN, declare_types

router = Router(tags=["rooms"])
# What a browser may show by itself; anything else is a download.
SHOWN_TYPES = frozenset({JPEG, PNG, "image/gif", "image/webp"})


class UploadOut(Schema):
    """A stored file that waits to be attached."""

    upload_id: UUID
    name: str
    media_type: str
    size_bytes: int
    sha256: str


@router.post("/rooms/{uuid:room_id}/uploads", response={201: UploadOut}, operation_id="upload_file")
def post_upload(
    request: HttpRequest, room_id: UUID, file: Annotated[UploadedFile, File()]
) -> Status[dict[str, object]]:
    """Store a photo or file; the command attach_file puts it into the log."""
    attachment = upload_file(
        asker=caller_of(request).asker(), room_id=room_id, name=file.name or "", chunks=file.chunks()
    )
    return Status(
        201,
        {
            "upload_id": attachment.id,
            "name": attachment.name,
            "media_type": attachment.media_type,
            "size_bytes": attachment.size_bytes,
            "sha256": attachment.sha256,
        },
    )


@router.get(
    "/rooms/{uuid:room_id}/attachments/{uuid:attachment_id}",
    operation_id="read_attachment",
    openapi_extra=declare_types(*sorted(SHOWN_TYPES), UNKNOWN),
)
def read_attachment(request: HttpRequest, room_id: UUID, attachment_id: UUID) -> FileResponse:
    """Return an attached file that the caller may read, never as something a browser would run."""
    attachment = attachment_for(grant_for(caller_of(request).asker(), room_id), attachment_id)
    is_shown = attachment.media_type in SHOWN_TYPES
    response = FileResponse(
        blob_path(attachment.sha256).open("rb"),
        content_type=attachment.media_type if is_shown else UNKNOWN,
        as_attachment=not is_shown,
        filename=attachment.name,
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
