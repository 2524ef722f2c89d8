"""Count a change of access. Called by every action that gives or takes a right, inside its transaction."""

from django.db import transaction
from django.db.models import F

from mou.access.epoch import epoch_note
from mou.models import AccessEpoch


def bump_access_epoch() -> None:
    """Raise the access epoch by one, in the caller's transaction. Locks the one row until commit."""
    transaction.on_commit(epoch_note.invalidate)
    row = AccessEpoch.objects.filter(pk=1)
    if row.update(count=F("count") + 1):
        return
    _, is_new = AccessEpoch.objects.get_or_create(pk=1, defaults={"count": 1})
    if not is_new:
        # Another process made the first row meanwhile; our change must count as well.
        row.update(count=F("count") + 1)
