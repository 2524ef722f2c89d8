"""Say that a person has a version open: renewed by polling, forgotten by itself."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from mou.agreements import version_access
from mou.models import EditorPresence

FORGOTTEN_AFTER = timedelta(seconds=12)  # four polls; a closed laptop goes away soon


def be_present(*, user_id: int, memorandum_id: UUID, number: int, clause_key: UUID | None, at: datetime) -> None:
    """Note who is here and in which clause, in one durable transaction; forget who has not been seen for a while.

    Raises: MemorandumNotFound, VersionNotFound.
    """
    with transaction.atomic(durable=True):
        version = version_access.version_for(
            user_id=user_id,
            memorandum_id=memorandum_id,
            number=number,
            need=version_access.VersionNeed.READ,
            at=at,
            lock=False,
        )
        EditorPresence.objects.update_or_create(
            version=version, user_id=user_id, defaults={"clause_key": clause_key, "seen_at": at}
        )
        EditorPresence.objects.filter(version=version, seen_at__lt=at - FORGOTTEN_AFTER).delete()
