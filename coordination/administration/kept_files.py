"""Keep a file between looking at it and taking it in: what is taken in is what was looked at."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from coordination.administration.errors import UploadNotFound
from coordination.administration.models import KeptFile
from mou.models import Agency

KEPT_FOR = timedelta(days=1)


def keep_file(*, purpose: KeptFile.Purpose, actor_id: int, agency: Agency, content: bytes, at: datetime) -> UUID:
    """Keep a file for a day and return its id, in one durable transaction; an older one of the actor is deleted."""
    with transaction.atomic(durable=True):
        KeptFile.objects.filter(sent_by_id=actor_id, purpose=purpose).delete()
        KeptFile.objects.filter(sent_at__lt=at - KEPT_FOR).delete()
        made = KeptFile.objects.create(purpose=purpose, agency=agency, sent_by_id=actor_id, sent_at=at, content=content)
    return made.pk


def kept_file(*, purpose: KeptFile.Purpose, actor_id: int, agency: Agency, file_id: UUID, at: datetime) -> bytes:
    """Return a file that the actor has looked at for this agency. Raises: UploadNotFound."""
    kept = KeptFile.objects.filter(
        pk=file_id, purpose=purpose, agency=agency, sent_by_id=actor_id, sent_at__gte=at - KEPT_FOR
    ).first()
    if kept is None:
        raise UploadNotFound
    return bytes(kept.content)


def discard_file(file_id: UUID) -> None:
    """Delete a file that was taken in."""
    KeptFile.objects.filter(pk=file_id).delete()
