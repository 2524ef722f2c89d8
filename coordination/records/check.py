"""Walk everything that must be whole: the log of each room, the audit, deletions, and every file by its hash."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from coordination.incident.attachments.models import Attachment
from coordination.incident.attachments.uploads import blob_path
from coordination.keeping.proof import DeletionsBroken, check_deletions
from coordination.records.audit.chain import READ_AT_ONCE, Broken, check_chain
from coordination.room.entry.chain import GENESIS, entry_digest, next_hash
from coordination.room.models import LogEntry, Room

HASH_CHARS = 64
CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Checked:
    """What was walked and is whole."""

    rooms: int
    entries: int
    audit_events: int
    files: int
    deletions: int


def check_everything() -> Checked:
    """Walk all chains and files. Reads the whole log. Raises: Broken: where something is not whole."""
    rooms, entries = check_logs()
    try:
        deletions = check_deletions()
    except DeletionsBroken as broken:
        raise Broken(str(broken)) from broken
    return Checked(rooms, entries, audit_events=check_chain(), files=check_files(), deletions=deletions)


def check_logs() -> tuple[int, int]:
    """Return how many rooms and entries there are, having checked each log from #1 to its head. Raises: Broken."""
    rooms = entries = 0
    for room in Room.objects.order_by("pk").iterator():
        entries += _check_log(room)
        rooms += 1
    return rooms, entries


def _check_log(room: Room) -> int:
    seq, head = 0, GENESIS
    # Not beyond the head that was read: a server may write meanwhile.
    rows = (
        LogEntry.objects.filter(room=room, seq__lte=room.head_seq)
        .order_by("seq")
        .only("seq", "salt", "content", "digest", "chain_hash")
    )
    for row in rows.iterator(chunk_size=READ_AT_ONCE):
        seq += 1
        if row.seq != seq:
            raise Broken(f"room {room.pk}: #{seq} is missing")
        if entry_digest(salt=row.salt, content=row.content) != row.digest:
            raise Broken(f"room {room.pk}: #{seq} is not what was recorded")
        head = next_hash(previous=head, digest=row.digest)
        if head != row.chain_hash:
            raise Broken(f"room {room.pk}: the chain breaks at #{seq}")
    if (room.head_seq, room.head_hash) != (seq, head):
        raise Broken(f"room {room.pk}: it ends at #{seq}, and should end at #{room.head_seq}")
    return seq


def check_files() -> int:
    """Return how many files lie in the media folder, having hashed each whose name is a hash. Raises: Broken."""
    for attachment in Attachment.objects.filter(seq__isnull=False, deleted_at__isnull=True).only("sha256").iterator():
        if not blob_path(attachment.sha256).is_file():
            raise Broken(f"file {attachment.sha256} is missing")
    count = 0
    for path in files_below(Path(settings.MEDIA_ROOT)):
        count += 1
        if len(path.name) == HASH_CHARS and sha256_of(path) != path.name:
            raise Broken(f"file {path.name} is not what was uploaded")
    return count


def files_below(folder: Path) -> list[Path]:
    """Return all files of a folder, in order; none if there is no folder."""
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


def sha256_of(path: Path) -> str:
    """Return the hex hash of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
