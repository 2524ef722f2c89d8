"""Reads that are noted: who opened what, when, by which door. A read outlives what was read, and says nothing of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import QuerySet

from mou.foundation.tables.newest import Newest, read_newest

# A page shows the newest.
MOST_SHOWN = 50


class Read(models.Model):
    """One reading, in a desk's own table: a copy of one desk's data carries no other's."""

    subject_id = models.UUIDField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    door = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        abstract = True


@dataclass(frozen=True, slots=True)
class ReadLog[ReadT: Read, Door: str]:
    """The reads of one desk: what notes them and shows them, so that the record can move.

    Args:
        columns: what else a row says of what was read, by the name of the column.
    """

    table: type[ReadT]
    columns: Callable[[UUID], Mapping[str, object]] = lambda _subject_id: {}

    def note_reads(self, subject_ids: Iterable[UUID], *, user_id: int, at: datetime, door: Door) -> None:
        """Write down that someone opened things. In the caller's transaction, if any."""
        table: QuerySet[ReadT] = QuerySet(self.table)
        by = {"user_id": user_id, "door": str(door), "at": at}
        table.bulk_create(self.table(subject_id=one, **by, **self.columns(one)) for one in subject_ids)

    def reads_of(self, subject_id: UUID) -> Newest[tuple[str, str, datetime]]:
        """Return who opened something, the newest first: a name, a door and an instant; at most fifty of how many."""
        rows: QuerySet[ReadT] = QuerySet(self.table).filter(subject_id=subject_id)
        newest = read_newest(rows.select_related("user").order_by("-at", "-id"), MOST_SHOWN)
        return newest.make_each(lambda one: (one.user.shown_name(), one.door, one.at))
