"""Take a file in; a command puts it into the log."""

import hashlib
import logging
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum

from coordination.errors import (
    IncidentClosed,
    OpenUploadLimit,
    StorageFailed,
    UploadQuotaUsed,
    UploadRefused,
    UploadTooLarge,
)
from coordination.incident.attachments.models import Attachment
from coordination.models import User
from coordination.room.access import Asker, RoomGrant, room_for
from coordination.room.capability import RoomNeed
from coordination.vocabulary import IncidentStatus
from mou.foundation.shown_text import first_hidden, hidden_sentence

log = logging.getLogger(__name__)

MAX_UNATTACHED = 20
# What one person brings to one site in a day: photos of a whole incident, and no more of the disk than that.
DAY = timedelta(days=1)
DAY_MAX_FILES = 300
DAY_MAX_BYTES = 2 * 1024 * 1024 * 1024
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
    """Store a file's bytes and note who brought it; it joins the log only by attach_file. Locks their row.

    Raises: UploadTooLarge, UploadRefused, OpenUploadLimit, UploadQuotaUsed, StorageFailed, IncidentClosed and what
    access raises.
    """
    grant = room_for(user_id=asker.user_id, room_id=room_id, need=RoomNeed.READ, at=asker.at)
    if not IncidentStatus(grant.incident.status).is_open:
        raise IncidentClosed
    shown_name = _shown_name(name)
    # Checked before a byte is stored, and again with the row: files that come at once share one limit.
    _refuse_too_many(grant, asker.at, size_bytes=1)
    body = _read_body(chunks)
    _refuse_too_many(grant, asker.at, size_bytes=len(body))
    sha256 = hashlib.sha256(body).hexdigest()
    _store_blob(sha256, body)
    with transaction.atomic(durable=True):
        # Two files that one person sends at once must be counted together.
        User.objects.select_for_update(no_key=True).get(pk=asker.user_id)
        _refuse_too_many(grant, asker.at, size_bytes=len(body))
        return Attachment.objects.create(
            room=grant.room,
            uploaded_by=grant.joined(),
            uploaded_at=asker.at,
            name=shown_name,
            media_type=media_type_of(body[:16]),
            size_bytes=len(body),
            sha256=sha256,
        )


def _refuse_too_many(grant: RoomGrant, at: datetime, *, size_bytes: int) -> None:
    """Raises: OpenUploadLimit, UploadQuotaUsed: with so many bytes more it would be too much."""
    who = grant.joined()
    if Attachment.objects.filter(uploaded_by=who, seq__isnull=True).count() >= MAX_UNATTACHED:
        raise OpenUploadLimit
    of_day = Attachment.objects.filter(
        uploaded_by__user_id=who.user_id, room__incident__site_id=grant.incident.site_id, uploaded_at__gt=at - DAY
    ).aggregate(files=Count("pk"), size_bytes=Sum("size_bytes", default=0))
    if of_day["files"] >= DAY_MAX_FILES or of_day["size_bytes"] + size_bytes > DAY_MAX_BYTES:
        raise UploadQuotaUsed


def _read_body(chunks: Iterable[bytes]) -> bytes:
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > settings.ATTACHMENT_MAX_BYTES:
            raise UploadTooLarge(f"At most {settings.ATTACHMENT_MAX_BYTES} bytes are taken.", pointer="/file")
    if not body:
        raise UploadRefused("The file is empty.", pointer="/file")
    return bytes(body)


def _store_blob(sha256: str, body: bytes) -> None:
    path = blob_path(sha256)
    with suppress(FileNotFoundError):
        # Renew the file's age, or the sweep may delete it before a row names it.
        os.utime(path)
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
    shown = Path(name.replace("\\", "/")).name.strip()
    if hidden := first_hidden(shown):
        raise UploadRefused(hidden_sentence("file's name", hidden), pointer="/file")
    if not shown or len(shown) > 200:
        raise UploadRefused("The file's name is empty or longer than 200 characters.", pointer="/file")
    return shown
