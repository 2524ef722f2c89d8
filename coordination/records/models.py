"""The audit: what was done and read, by whom, and which agencies may read of it; its reviews, and how far it is out."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.db import models

from coordination.room.entry.chain import GENESIS
from coordination.vocabulary import AuditKind, AuditOutcome


class AuditEvent(models.Model):
    """Written once and never changed (the database refuses). `content` is the canonical JSON that was hashed.

    The columns say again what is searched for. Names are copied: the record does not change when people do.
    """

    # The number in the one chain of this installation, from 1 on.
    seq = models.BigIntegerField(primary_key=True)
    event_id = models.UUIDField(unique=True)
    at = models.DateTimeField(db_index=True)
    kind = models.CharField(max_length=16, choices=[(one.value, one.name) for one in AuditKind])
    outcome = models.CharField(max_length=8, choices=[(one.value, one.name) for one in AuditOutcome])
    what = models.CharField(max_length=64)
    # Not keys into their tables: what was recorded outlives what it is about.
    user_id = models.BigIntegerField(null=True, db_index=True)
    person_id = models.UUIDField(null=True)
    person = models.CharField(max_length=150, blank=True)
    site_id = models.UUIDField(null=True)
    site = models.CharField(max_length=200, blank=True)
    incident_id = models.UUIDField(null=True)
    # None where it is about no incident.
    is_exercise = models.BooleanField(null=True)
    source = models.CharField(max_length=64, blank=True)
    about = models.JSONField(default=dict)
    content = models.TextField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    chain_hash = models.CharField(max_length=64)


class AuditReader(models.Model):
    """An agency whose administrators may read an event: of the person, or of what it is about."""

    event = models.ForeignKey(AuditEvent, on_delete=models.PROTECT, related_name="readers")
    agency_id = models.UUIDField()
    # The event's object is the agency's, or the request was not refused: otherwise its name is kept from the agency.
    sees_object = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            # The same index serves a page of an agency's events.
            models.UniqueConstraint(fields=["agency_id", "event"], name="one_reader_per_agency"),
        ]


class AuditHead(models.Model):
    """The one row that says how far the chain is, locked while events are appended; and how far they were sent out."""

    id = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    chain_hash = models.CharField(max_length=64, default=GENESIS)


class AuditDelivery(models.Model):
    """How far the events have gone to the syslog receiver, and which process is at it until when."""

    id = models.SmallIntegerField(primary_key=True)
    sent_seq = models.BigIntegerField(default=0)
    held_until = models.DateTimeField(null=True)
    # What the receiver last answered, in a word, for the page; empty: it took everything.
    trouble = models.CharField(max_length=80, blank=True)


class AuditReview(models.Model):
    """An administrator has looked at a week of an agency's events (AU-6). Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    # The Monday of the week, in the agency's time.
    week = models.DateField()
    reviewed_by = models.ForeignKey("coordination.User", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    at = models.DateTimeField()
    note = models.TextField(blank=True, max_length=2000)
    # How many events there were to look at.
    events = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["agency", "week"], name="one_review_per_week")]


class RecordKey(models.Model):
    """The key (Ed25519) of this installation that signs heads. The private half is encrypted with the server's key."""

    public_key = models.CharField(max_length=64, unique=True)
    sealed = models.TextField()
    made_at = models.DateTimeField()


class SignedHead(models.Model):
    """How far the log of a room was at an instant, signed. Never changed (the database refuses)."""

    # It outlives the room: what retention has deleted can still be told by it.
    room = models.ForeignKey(
        "room.Room", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="signed_heads"
    )
    seq = models.BigIntegerField()
    # The canonical JSON that was signed, the signature and the key (hex).
    statement = models.TextField()
    signature = models.CharField(max_length=128)
    public_key = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["room", "seq"], name="one_signed_head_per_entry")]


class HeadDelivery(models.Model):
    """An agency was mailed a signed head, at so many addresses; zero: it has no address to mail."""

    head = models.ForeignKey(SignedHead, on_delete=models.PROTECT, related_name="deliveries")
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    addresses = models.PositiveSmallIntegerField()
    mailed_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["head", "agency"], name="one_delivery_per_agency")]


class BackupAsked(models.Model):
    """A backup that an operator asked for by page: when a server took it up, and what came of it."""

    asked_by = models.ForeignKey("coordination.User", on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(db_index=True)
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=500, blank=True, default="")


class ServerKey(models.Model):
    """A key that this installation had since an instant: by what it is known, and nothing of the key itself."""

    name = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=16)
    since = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "fingerprint"], name="one_row_per_key_of_server")
        ]
