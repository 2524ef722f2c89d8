"""Take a reporter's pictures: drawn anew in a process that reaches nothing. The bytes that came are never on disk."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from coordination.prevention.tips.errors import TipPhotoRefused
from coordination.prevention.tips.models import Tip, TipPhoto
from coordination.prevention.tips.rules.given import PHOTO_MOST_BYTES
from mapping.edits.photo_drawing.bounded_photos import photo_drawn_apart
from mapping.edits.photo_drawing.photo_process import DrawnPhoto
from mapping.errors import MappingError

MOST_PHOTOS = 3


def photo_path(photo_id: UUID) -> Path:
    """Return where the bytes of a picture lie."""
    return Path(settings.MEDIA_ROOT) / "tip-photos" / f"{photo_id}.jpg"


def drawn_anew(files: Iterable[bytes]) -> list[DrawnPhoto]:
    """Return the pictures without anything that came with them. Raises: TipPhotoRefused."""
    bodies = [body for body in files if body]
    if len(bodies) > MOST_PHOTOS or any(len(body) > PHOTO_MOST_BYTES for body in bodies):
        raise TipPhotoRefused(pointer="/photos")
    return [_draw_photo(body) for body in bodies]


def _draw_photo(body: bytes) -> DrawnPhoto:
    try:
        drawn = photo_drawn_apart(body)
    except MappingError as refused:
        raise TipPhotoRefused(pointer="/photos") from refused
    if drawn.refusal:
        raise TipPhotoRefused(pointer="/photos")
    return drawn


def keep_photos(tip: Tip, drawn: Iterable[DrawnPhoto]) -> None:
    """Store pictures with their tip, in the caller's transaction: what it takes back leaves files that are swept up."""
    for one in drawn:
        photo = TipPhoto.objects.create(tip=tip, width_px=one.width_px, height_px=one.height_px)
        store_photo(photo_path(photo.pk), one.jpeg, as_of=tip.received_at)


def store_photo(path: Path, body: bytes, *, as_of: datetime) -> None:
    """Write a picture as a new file that says to have been written at the minute of its tip."""
    part = path.with_suffix(f".{uuid4().hex}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as file:
        file.write(body)
        file.flush()
        os.utime(file.fileno(), (as_of.timestamp(), as_of.timestamp()))
        os.fsync(file.fileno())
    part.replace(path)
