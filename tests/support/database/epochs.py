"""Begin a test at an access epoch that no other test has met: what a process remembers of one must not answer another.

Tests change access, and their changes are taken back, with the epoch that announced them.
"""

from itertools import count

from django.db.models import F

from mou.models import AccessEpoch

STEPS = count(1_000_000, 1_000_000)


def begin_new_epoch() -> None:
    """Raise the epoch by more than a test does. On PostgreSQL its row comes with the first commit."""
    step = next(STEPS)
    if not AccessEpoch.objects.filter(pk=1).update(count=F("count") + step):
        AccessEpoch.objects.create(pk=1, count=step)
