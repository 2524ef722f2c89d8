"""Put a photo on a draft: drawn anew without what the camera noted about place, time and owner."""

import hashlib
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import uuid_utils.compat as uuid_utils
from django.conf import settings

from mapping.access import floorplan_for
from mapping.edits.actions import Edit, Step, check_drawn, edit_draft
from mapping.edits.photo_drawing.bounded_photos import photo_drawn_apart
from mapping.errors import BadPhoto, FeatureNotFound
from mapping.models import Floorplan
from mapping.plans.drawn_things.drawn import Drawn, PhotoFile
from mapping.plans.drawn_things.drawn_queries import drawn_thing
from mapping.vocabulary import EditStep, FeatureKind

MAX_BYTES = 16 * 1024 * 1024


def photo_path(sha256: str) -> Path:
    """Return where the bytes of a photo lie, by their hash."""
    return Path(settings.MEDIA_ROOT) / "plan-photos" / sha256[:2] / f"{sha256}.jpg"


def add_photo(
    *,
    actor_id: int,
    floorplan_id: UUID,
    name: str,
    lonlat: tuple[float, float],
    about_id: UUID | None,
    chunks: Iterable[bytes],
    if_match: str | None,
    at: datetime,
) -> Edit:
    """Put a photo at a place of a draft, or on a thing of it. An edit like any other: it can be undone.

    The picture is drawn anew before the transaction, so that the lock is not held meanwhile.
    Raises: what `edit_draft` raises; BadPhoto, TooManyPhotos, BadFeature,
        FeatureNotFound, ReadersNotConfined.
    """
    # Asked before the bytes are read: a stranger's picture costs nothing.
    floorplan_for(user_id=actor_id, floorplan_id=floorplan_id, at=at)
    body, photo = drawn_anew(chunks)

    def act(plan: Floorplan) -> Step:
        new_id = uuid_utils.uuid7()
        thing = Drawn(
            id=new_id,
            kind=FeatureKind.PHOTO,
            category="photo",
            ref=f"feature:{new_id}",
            geometry=f'{{"type":"Point","coordinates":[{float(lonlat[0])!r},{float(lonlat[1])!r}]}}',
            name=name,
            about_ref=_subject_ref(plan, about_id),
            photo=photo,
        )
        check_drawn(plan, thing)
        store_photo(photo.sha256, body)
        return Step(EditStep.EDIT, None, None, thing)

    return edit_draft(actor_id=actor_id, floorplan_id=floorplan_id, if_match=if_match, at=at, act=act)


def drawn_anew(chunks: Iterable[bytes]) -> tuple[bytes, PhotoFile]:
    """Return a JPEG of the same picture, upright, of bounded size, without EXIF or any other note.

    Raises: BadPhoto, TooManyPhotos, ReadersNotConfined.
    """
    body = bytearray()
    for chunk in chunks:
        body += chunk
        if len(body) > MAX_BYTES:
            raise BadPhoto(f"At most {MAX_BYTES // 1024 // 1024} MB are taken.")
    drawn = photo_drawn_apart(bytes(body))
    if drawn.refusal:
        raise BadPhoto(drawn.refusal)
    sha256 = hashlib.sha256(drawn.jpeg).hexdigest()
    return drawn.jpeg, PhotoFile(sha256=sha256, width_px=drawn.width_px, height_px=drawn.height_px)


def _subject_ref(plan: Floorplan, about_id: UUID | None) -> str:
    if about_id is None:
        return ""
    thing = drawn_thing(plan, about_id)
    if thing is None or thing.kind is FeatureKind.PHOTO:
        raise FeatureNotFound
    return thing.ref


def store_photo(sha256: str, body: bytes) -> None:
    """Keep the bytes of a photo under their hash; a second time changes nothing. Writes to the disk."""
    path = photo_path(sha256)
    if path.exists():
        return
    # Written beside and renamed: a reader never sees half a file.
    part = path.with_suffix(f".{uuid4().hex}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    with part.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
