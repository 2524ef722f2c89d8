"""Walk the audit's chain: nothing was changed, taken out, put in, or cut off before what the head says."""

import json

from coordination.keeping.models import Deletion
from coordination.keeping.vocabulary import DataClass
from coordination.records.models import AuditEvent, AuditHead
from coordination.room.entry.chain import GENESIS, entry_digest, next_hash

READ_AT_ONCE = 1_000


class Broken(Exception):
    """A chain is not what it says it is. `str()` says where."""


def check_chain() -> int:
    """Return how many events the audit has, having checked each. Raises: Broken."""
    told = AuditHead.objects.first() or AuditHead()
    seq, head = first_of_chain()
    # Not beyond the head that was read: a server may write meanwhile.
    for row in AuditEvent.objects.filter(seq__lte=told.seq).order_by("seq").iterator(chunk_size=READ_AT_ONCE):
        seq += 1
        if row.seq != seq:
            raise Broken(f"audit: #{seq} is missing")
        if entry_digest(salt=row.salt, content=row.content) != row.digest or not _row_agrees(row):
            raise Broken(f"audit: #{seq} is not what was recorded")
        head = next_hash(previous=head, digest=row.digest)
        if head != row.chain_hash:
            raise Broken(f"audit: the chain breaks at #{seq}")
    if (told.seq, told.chain_hash) != (seq, head):
        raise Broken(f"audit: it ends at #{seq}, and should end at #{told.seq}")
    return seq


def first_of_chain() -> tuple[int, str]:
    """Return the number and the hash after which the chain begins: events that were kept long enough are deleted."""
    for row in Deletion.objects.filter(data_class=DataClass.AUDIT.value, district_id=None).order_by("-seq"):
        for subject in json.loads(row.content)["subjects"]:
            return subject["last"], subject["chain_hash"]
    return 0, GENESIS


def _row_agrees(row: AuditEvent) -> bool:
    """Say whether the columns say what was hashed."""
    told = json.loads(row.content)
    columns = {
        "seq": row.seq,
        "id": str(row.event_id),
        "kind": row.kind,
        "outcome": row.outcome,
        "what": row.what,
        "person": row.person,
        "person_id": str(row.person_id) if row.person_id else None,
        "site": row.site,
        "site_id": str(row.site_id) if row.site_id else None,
        "is_exercise": row.is_exercise,
        "source": row.source,
        "about": row.about,
    }
    return all(told.get(name) == value for name, value in columns.items())
