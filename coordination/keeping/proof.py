"""Write down that something was deleted, in one chain that verifies, in the transaction that deletes."""

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from coordination.audit_spool import AuditNote, note
from coordination.keeping.models import Deletion, DeletionHead
from coordination.keeping.vocabulary import DataClass
from coordination.room.entry.chain import GENESIS, canonical_text, entry_digest, next_hash
from coordination.room.wire.model import Json, JsonObject
from coordination.vocabulary import AuditKind, AuditOutcome

HEAD = 1
READ_AT_ONCE = 1_000


class DeletionsBroken(Exception):
    """The chain of deletions is not what it says it is. `str()` says where."""


@dataclass(frozen=True, slots=True)
class Deleted:
    """What was deleted.

    Args:
        rule: by what right: the days, whose rule it is, before when. No names.
        subjects: hashes, heads and ids by which the holder of a copy can recognize it.
        by: who did it, an account's public id; empty: the server, by the rule.
    """

    data_class: DataClass
    count: int
    rule: Mapping[str, Json]
    district_id: UUID | None = None
    subjects: Sequence[JsonObject] = field(default_factory=tuple)
    by: str = ""


def lock_deletions() -> DeletionHead:
    """Hold the chain's head until commit: one deletes at a time, and no hold is set meanwhile."""
    return DeletionHead.objects.select_for_update().get_or_create(pk=HEAD)[0]


def record_deletion(deleted: Deleted, at: datetime) -> Deletion:
    """Append to the chain, in the caller's transaction; once it is committed the audit is told."""
    head = lock_deletions()
    seq = head.seq + 1
    told: JsonObject = {
        "seq": seq,
        "at": at.isoformat(),
        "data_class": deleted.data_class.value,
        "district_id": str(deleted.district_id) if deleted.district_id else None,
        "count": deleted.count,
        "rule": dict(deleted.rule),
        "by": deleted.by or "retention",
        "subjects": list(deleted.subjects),
    }
    content, salt = canonical_text(told), secrets.token_hex(16)
    digest = entry_digest(salt=salt, content=content)
    head.seq, head.chain_hash = seq, next_hash(previous=head.chain_hash, digest=digest)
    head.save(update_fields=["seq", "chain_hash"])
    made = Deletion.objects.create(
        seq=seq,
        at=at,
        data_class=deleted.data_class.value,
        district_id=deleted.district_id,
        count=deleted.count,
        content=content,
        salt=salt,
        digest=digest,
        chain_hash=head.chain_hash,
    )
    about = {"class": deleted.data_class.value, "count": str(deleted.count), "deletion": str(seq)}
    if deleted.district_id is not None:
        about["agency_id"] = str(deleted.district_id)
    transaction.on_commit(lambda: note(AuditNote(AuditKind.RECORD, AuditOutcome.DONE, "deleted_by_rule", about=about)))
    return made


def check_deletions() -> int:
    """Return how many deletions are recorded, having checked each. Raises: DeletionsBroken."""
    told = DeletionHead.objects.first() or DeletionHead()
    seq, head = 0, GENESIS
    # Not beyond the head that was read: a server may write meanwhile.
    for row in Deletion.objects.filter(seq__lte=told.seq).order_by("seq").iterator(chunk_size=READ_AT_ONCE):
        seq += 1
        if row.seq != seq:
            raise DeletionsBroken(f"deletions: #{seq} is missing")
        if entry_digest(salt=row.salt, content=row.content) != row.digest or not _row_agrees(row):
            raise DeletionsBroken(f"deletions: #{seq} is not what was recorded")
        head = next_hash(previous=head, digest=row.digest)
        if head != row.chain_hash:
            raise DeletionsBroken(f"deletions: the chain breaks at #{seq}")
    if (told.seq, told.chain_hash) != (seq, head):
        raise DeletionsBroken(f"deletions: they end at #{seq}, and should end at #{told.seq}")
    return seq


def _row_agrees(row: Deletion) -> bool:
    """Say whether the columns say what was hashed."""
    told = json.loads(row.content)
    district_id = str(row.district_id) if row.district_id else None
    columns = {"seq": row.seq, "data_class": row.data_class, "district_id": district_id, "count": row.count}
    return all(told.get(name) == value for name, value in columns.items())
