"""Take a file in, and put it into the log."""

import hashlib
import logging
import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction

from coordination import incident_log
from coordination.access import Asker, RoomNeed, room_for
from coordination.actions.audiences import check_audience
from coordination.errors import (
    IncidentClosed,
    OpenUploadLimit,
    StorageFailed,
    UploadNotFound,
    UploadRefused,
    UploadTooLarge,
)
from coordination.incident_log import Turn
from coordination.models import Attachment
from coordination.vocabulary import IncidentStatus
from coordination.wire import events
from coordination.wire.commands import AttachFile
from coordination.wire.model import refuse_control_characters

log = logging.getLogger(__name__)

MAX_UNATTACHED = 20
# Told by the first bytes, not by the name: what a browser would run is never served as itself.
SIGNATURES = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)


def media_type_of(head: bytes) -> str:
    """Return the media type that the first bytes prove; anything else is only ever offered as a download."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in SIGNATURES if head.startswith(start)), "application/octet-stream")


def blob_path(sha256: str) -> Path:
    """Return where the bytes of a file lie, by their hash."""
    return Path(settings.MEDIA_ROOT) / sha256[:2] / sha256


def upload_file(*, asker: Asker, room_id: UUID, name: str, chunks: Iterable[bytes]) -> Attachment:
    """Store a file's bytes and note who brought it; it joins the log only by attach_file.

    Raises: UploadTooLarge, UploadRefused, OpenUploadLimit, StorageFailed, IncidentClosed and what access raises.
    """
    grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at)
    if not IncidentStatus(grant.incident.status).is_open:
        raise IncidentClosed
    body = _body(chunks)
    sha256 = hashlib.sha256(body).hexdigest()
    _store(sha256, body)
    with transaction.atomic(durable=True):
        waiting = Attachment.objects.filter(room_id=room_id, uploaded_by=grant.joined(), seq__isnull=True)
        if waiting.count() >= MAX_UNATTACHED:
            raise OpenUploadLimit
        return Attachment.objects.create(
            room=grant.room,
            uploaded_by=grant.joined(),
            uploaded_at=asker.at,
            name=_shown_name(name),
            media_type=media_type_of(body[:16]),
            size_bytes=len(body),
            sha256=sha256,
        )


def _body(chunks: Iterable[bytes]) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > settings.ATTACHMENT_MAX_BYTES:
            raise UploadTooLarge(f"At most {settings.ATTACHMENT_MAX_BYTES} bytes are taken.", pointer="/file")
    if not body:
        raise UploadRefused("The file is empty.", pointer="/file")
    return bytes(body)


def _store(sha256: str, body: bytes) -> None:
    path = blob_path(sha256)
    if path.exists():
        return
    # Written beside and renamed: a reader never sees half a file, and a crash leaves no wrong one under this hash.
    # The name is this upload's own: two people may bring the same photo at once.
    draft = path.with_suffix(f".{uuid4().hex}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with draft.open("wb") as file:
            file.write(body)
            file.flush()
            # An entry that names the file is durable; the file has to be, too.
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        log.error("a file was not stored: %s", type(error).__name__)  # noqa: TRY400 - the path would tell the hash
        raise StorageFailed from error


def _shown_name(name: str) -> str:
    try:
        shown = refuse_control_characters(Path(name.replace("\\", "/")).name.strip())
    except ValueError as error:
        raise UploadRefused("The file's name has control characters.", pointer="/file") from error
    if not shown or len(shown) > 200:
        raise UploadRefused("The file's name is empty or longer than 200 characters.", pointer="/file")
    return shown


def attach_file(*, turn: Turn, command: AttachFile) -> None:
    """Put one's own upload into the log. Raises: UploadNotFound, AudienceNotAllowed."""
    audience = check_audience(turn, command.audience)
    attachment = Attachment.objects.filter(
        room=turn.room, pk=command.upload_id, uploaded_by=turn.participant, seq__isnull=True
    ).first()
    if attachment is None:
        raise UploadNotFound(pointer="/upload_id")
    event = events.FileAttached(
        attachment_id=attachment.id,
        name=attachment.name,
        media_type=attachment.media_type,
        size_bytes=attachment.size_bytes,
        sha256=attachment.sha256,
        caption=command.caption,
    )
    seq = incident_log.append(turn, event, audience=audience)
    Attachment.objects.filter(pk=attachment.pk).update(seq=seq, audience=audience.value)
