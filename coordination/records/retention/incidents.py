"""Delete a closed incident as a whole: its log, its people, its files, its alerts. How far the log was stays, signed.

A log is one chain: nothing is ever taken out of it. So an incident goes whole, and what is left of it is its last
signed head and the hashes of its files, in the chain of deletions.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from coordination.drills.evaluation.work.keeping import delete_evaluation
from coordination.family_messages.models import FamilyMessage, FamilyStatusPage
from coordination.incident.attachments.models import Attachment
from coordination.incident.attachments.uploads import blob_path
from coordination.incident.floorplans.models import IncidentFloorplan
from coordination.incident.mutual_aid.models import AidInvitation
from coordination.incident.panic.models import PanicAlarm, PanicPress
from coordination.incident.response_actions.models import ActionInForce
from coordination.keeping.gate import may_delete
from coordination.keeping.holds import Holds, holds_now
from coordination.keeping.proof import Deleted, lock_deletions, record_deletion
from coordination.keeping.vocabulary import DataClass
from coordination.records.evidence.heads import signed_text
from coordination.records.models import SignedHead
from coordination.records.retention.rules import Days
from coordination.reunification.models import Operation
from coordination.reviews.work.keeping import delete_review_words
from coordination.room.models import EntryWords, Incident, JoinedSite, LogEntry, Participant, ReadMark, Room, RoomObject
from coordination.room.wire.model import Json, JsonObject
from coordination.vocabulary import IncidentStatus
from mou.access.epoch_change import bump_access_epoch
from mou.models import Emergency, EmergencyAccess, MutualAid
from push.models import Notification, Recipient

# Of a room, in an order in which nothing is left that points at what is gone.
BY_ROOM = (Attachment, PanicPress, PanicAlarm, ActionInForce, AidInvitation, RoomObject)
# These stay: heads and the ledger have a longer life than the incident.
OUTLIVE_IT = ("records.SignedHead", "disclosures.Disclosure")


def incidents_due(days: Days, at: datetime, holds: Holds, district_id: UUID) -> QuerySet[Incident]:
    """Return a district's closed incidents, or exercises, that are kept no longer, without those under hold."""
    cutoff = days.cutoff(at)
    rows = closed_incidents(days.data_class, district_id)
    if cutoff is None:
        return rows.none()
    held = Incident.objects.filter(holds.incidents(), site__district_id=district_id).values("pk")
    return rows.filter(closed_at__lt=cutoff).exclude(pk__in=held)


def closed_incidents(data_class: DataClass, district_id: UUID) -> QuerySet[Incident]:
    """Return the closed incidents of a class."""
    return Incident.objects.filter(
        site__district_id=district_id,
        is_exercise=data_class is DataClass.EXERCISES,
        status=IncidentStatus.CLOSED.value,
        closed_at__isnull=False,
    )


def delete_incident(incident_id: UUID, days: Days, at: datetime) -> int:
    """Delete an incident, in one durable transaction that asks again what counts; return how many entries it had.

    Files are deleted after the commit: what a crash leaves behind is swept within the hour. Locks the room's row.
    """
    with transaction.atomic(durable=True):
        lock_deletions()
        rooms = Room.objects.select_for_update(of=("self",)).select_related("incident__site")
        room = rooms.filter(incident_id=incident_id).first()
        if room is None:
            return 0
        district_id = room.incident.site.district_id
        if not incidents_due(days, at, holds_now(), district_id).filter(pk=incident_id).exists():
            return 0
        hashes = sorted(set(Attachment.objects.filter(room=room).values_list("sha256", flat=True)))
        subject = _what_it_was(room, hashes, at)
        entries = room.head_seq
        with may_delete():
            _delete_rows(room)
        rule: dict[str, Json] = {"days": days.days, "set_by": "district" if days.set_by else "default"}
        record_deletion(Deleted(days.data_class, 1, rule, district_id, [subject]), at)
    delete_files(hashes)
    return entries


def _what_it_was(room: Room, hashes: list[str], at: datetime) -> JsonObject:
    """Return what a holder of a copy of the record can recognize it by; it has no name and no word of the record."""
    head = SignedHead.objects.filter(room=room).order_by("-seq").first()
    if head is None or head.seq < room.head_seq:
        made = signed_text(room, at)
        head = SignedHead.objects.create(
            room=room,
            seq=room.head_seq,
            statement=made.statement,
            signature=made.signature,
            public_key=made.key,
            signed_at=at,
        )
    return {
        "incident_id": str(room.incident_id),
        "room_id": str(room.pk),
        "is_exercise": room.incident.is_exercise,
        "closed_at": room.incident.closed_at.isoformat() if room.incident.closed_at else None,
        "entries": room.head_seq,
        "head": room.head_hash,
        "signature": head.signature,
        "key": head.public_key,
        "files": list(hashes),
    }


def _delete_rows(room: Room) -> None:
    incident = room.incident
    # Students, pick-ups and releases hang on it.
    Operation.objects.filter(room=room).delete()
    FamilyMessage.objects.filter(room=room).delete()
    FamilyStatusPage.objects.filter(room=room).delete()
    # Without reading them: a log may have a hundred thousand entries.
    _delete_unread(EntryWords.objects.filter(entry__room=room))
    for model in BY_ROOM:
        _delete_unread(model.objects.filter(room=room))
    _delete_unread(LogEntry.objects.filter(room=room))
    _delete_unread(ReadMark.objects.filter(participant__room=room))
    _delete_unread(Participant.objects.filter(room=room))
    _delete_unread(IncidentFloorplan.objects.filter(incident=incident))
    _delete_unread(JoinedSite.objects.filter(incident=incident))
    Notification.objects.filter(room_id=room.pk).delete()
    Recipient.objects.filter(source_key__startswith=f"room:{room.pk}:").delete()
    EmergencyAccess.objects.filter(incident_id=incident.pk).delete()
    MutualAid.objects.filter(incident_id=incident.pk).delete()
    Emergency.objects.filter(incident_id=incident.pk).delete()
    delete_evaluation(incident.pk)
    delete_review_words(incident.pk)
    # A reader who has its page open is checked again, and has no room any more: the socket closes within a second.
    bump_access_epoch()
    room.delete()
    incident.delete()


def _delete_unread(rows: QuerySet[Any]) -> None:
    rows._raw_delete(rows.db)  # noqa: SLF001 - nothing hangs on these rows that is not deleted here


def delete_files(hashes: Iterable[str]) -> int:
    """Delete the bytes of uploads that no row names any more; return how many. What is missed is swept later."""
    gone = 0
    for sha256 in hashes:
        if not Attachment.objects.filter(sha256=sha256, deleted_at__isnull=True).exists():
            blob_path(sha256).unlink(missing_ok=True)
            gone += 1
    return gone


def uploads_due(days: Days, at: datetime, holds: Holds, district_id: UUID) -> QuerySet[Attachment]:
    """Return files of closed incidents whose bytes are kept no longer, though the log is."""
    cutoff = days.cutoff(at)
    rows = Attachment.objects.filter(room__incident__site__district_id=district_id, deleted_at__isnull=True)
    if cutoff is None:
        return rows.none()
    held = Incident.objects.filter(holds.incidents(), site__district_id=district_id).values("pk")
    ended = rows.filter(room__incident__status=IncidentStatus.CLOSED.value, room__incident__closed_at__lt=cutoff)
    return ended.exclude(room__incident__in=held)


def delete_uploads(days: Days, at: datetime, district_id: UUID, *, most: int) -> int:
    """Delete the bytes of files, in one durable transaction for the rows; the hash stays there and in the log."""
    with transaction.atomic(durable=True):
        lock_deletions()
        due = uploads_due(days, at, holds_now(), district_id).order_by("uploaded_at")
        found = list(due.values_list("pk", "sha256", "room_id", "seq")[:most])
        if not found:
            return 0
        Attachment.objects.filter(pk__in=[pk for pk, *_rest in found]).update(deleted_at=at)
        subjects: list[JsonObject] = [
            {"file": sha256, "room_id": str(room_id), "seq": seq} for _pk, sha256, room_id, seq in found
        ]
        rule: dict[str, Json] = {"days": days.days, "set_by": "district"}
        record_deletion(Deleted(DataClass.UPLOADS, len(found), rule, district_id, subjects), at)
    delete_files({sha256 for _pk, sha256, *_rest in found})
    return len(found)
