"""Make rows of what processes have noted: in batches, in order, each event once. Nothing a room does waits for it."""

import json
import logging
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from pathlib import Path
from uuid import UUID

from django.db import DatabaseError, DataError, transaction
from django.utils import timezone

from coordination.audit_spool import AuditNote, line_of, ready_files, spool_of_process
from coordination.records.audit.subjects import Subject, subjects_of
from coordination.records.models import AuditEvent, AuditHead, AuditReader
from coordination.room.entry.chain import canonical_text, entry_digest, next_hash
from coordination.room.wire.model import JsonObject
from coordination.vocabulary import AuditKind, AuditOutcome

logger = logging.getLogger(__name__)
BATCH = 500
HEAD = 1


@dataclass(frozen=True, slots=True)
class Noted:
    """A line of a spool, read."""

    event_id: UUID
    at: datetime
    kind: AuditKind
    outcome: AuditOutcome
    what: str
    user_id: int | None
    source: str
    about: dict[str, str]


def take_in() -> int:
    """Write rows of all that was noted by this process and by those that are gone; return how many.

    Files that could not be written stay, and a file is deleted only when its rows are committed: what is taken in a
    second time is known by its id. Raises: DatabaseError, OSError: the rest is due again.
    """
    written = 0
    files = ready_files()
    if not files:
        # Not before the older ones are gone: while the database is away there is one open file, and it is bounded.
        written += _from_memory(spool_of_process().hand_over())
        files = ready_files()
    for path in files:
        written += _from_file(path)
    return written


def _from_memory(lines: list[bytes]) -> int:
    try:
        return _write_all(lines)
    except (DatabaseError, OSError):
        spool_of_process().take_back(lines)
        raise


def _from_file(path: Path) -> int:
    try:
        lines = path.read_bytes().splitlines(keepends=True)
    except FileNotFoundError:
        return 0  # another process was quicker
    written = _write_all(lines)
    path.unlink(missing_ok=True)
    return written


def _write_all(lines: Sequence[bytes]) -> int:
    """Write lines in batches, each in a durable transaction. A line that cannot be read becomes an event itself."""
    unreadable = sum(_read_line(line) is None for line in lines)
    noted = [one for one in map(_read_line, lines) if one is not None]
    if unreadable:
        noted.append(_make_gap(unreadable))
    for batch in batched(noted, BATCH):
        _append_what_goes(batch)
    return len(noted)


def _append_what_goes(batch: Sequence[Noted]) -> None:
    """Append a batch. An event that the database refuses does not keep the others out: it is counted as lost."""
    try:
        append_events(batch)
    except (DataError, ValueError, OverflowError):
        lost = 0
        for one in batch:
            try:
                append_events([one])
            except (DataError, ValueError, OverflowError):
                logger.exception("an event of the audit was not taken")
                lost += 1
        if lost:
            append_events([_make_gap(lost)])


def _make_gap(count: int) -> Noted:
    note = AuditNote(AuditKind.GAP, AuditOutcome.FAILED, "events_lost", about={"count": str(count)})
    made = _read_line(line_of(note, timezone.now()))
    assert made is not None, "our own line"
    return made


def _read_line(line: bytes) -> Noted | None:
    try:
        told = json.loads(line)
        return Noted(
            event_id=UUID(told["id"]),
            at=datetime.fromisoformat(told["at"]),
            kind=AuditKind(told["kind"]),
            outcome=AuditOutcome(told["outcome"]),
            what=told["what"],
            user_id=told["user"],
            source=told["source"],
            about={str(key): str(value) for key, value in told["about"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def append_events(noted: Iterable[Noted]) -> None:
    """Append events to the chain in one durable transaction; those that are there already are left out."""
    with transaction.atomic(durable=True):
        head, _made = AuditHead.objects.select_for_update().get_or_create(pk=HEAD)
        asked = list(noted)
        there = set(
            AuditEvent.objects.filter(event_id__in=[one.event_id for one in asked]).values_list("event_id", flat=True)
        )
        new = {one.event_id: one for one in asked if one.event_id not in there}
        rows: list[AuditEvent] = []
        readers: list[AuditReader] = []
        at = max((one.at for one in new.values()), default=timezone.now())
        subjects = subjects_of([(one.user_id, one.about) for one in new.values()], at)
        for one, subject in zip(new.values(), subjects, strict=True):
            row = _chain_row(head, one, subject)
            rows.append(row)
            readers += _readers_of(row, subject)
        AuditEvent.objects.bulk_create(rows)
        AuditReader.objects.bulk_create(readers)
        head.save(update_fields=["seq", "chain_hash"])


def _chain_row(head: AuditHead, one: Noted, subject: Subject) -> AuditEvent:
    """Return an event as the next of the chain, and move the head."""
    seq = head.seq + 1
    told: JsonObject = {
        "seq": seq,
        "id": str(one.event_id),
        "at": one.at.isoformat(),
        "kind": one.kind.value,
        "outcome": one.outcome.value,
        "what": one.what,
        "person_id": str(subject.person_id) if subject.person_id else None,
        "person": subject.person,
        "site_id": str(subject.site_id) if subject.site_id else None,
        "site": subject.site,
        "incident_id": str(subject.incident_id) if subject.incident_id else None,
        "is_exercise": subject.is_exercise,
        "source": one.source,
        "about": dict(one.about),
        "agencies": [str(one) for one in sorted(subject.of_person | subject.of_object)],
    }
    content, salt = canonical_text(told), secrets.token_hex(16)
    digest = entry_digest(salt=salt, content=content)
    head.seq, head.chain_hash = seq, next_hash(previous=head.chain_hash, digest=digest)
    return AuditEvent(
        seq=seq,
        event_id=one.event_id,
        at=one.at,
        kind=one.kind.value,
        outcome=one.outcome.value,
        what=one.what[:64],
        user_id=one.user_id,
        person_id=subject.person_id,
        person=subject.person,
        site_id=subject.site_id,
        site=subject.site,
        incident_id=subject.incident_id,
        is_exercise=subject.is_exercise,
        source=one.source,
        about=one.about,
        content=content,
        salt=salt,
        digest=digest,
        chain_hash=head.chain_hash,
    )


def _readers_of(row: AuditEvent, subject: Subject) -> list[AuditReader]:
    """Return who may read an event. A person who was refused does not learn through their agency what is there."""
    is_refused = row.outcome == AuditOutcome.REFUSED.value
    return [
        AuditReader(event_id=row.seq, agency_id=one, sees_object=not is_refused or one in subject.of_object)
        for one in sorted(subject.of_person | subject.of_object)
    ]
