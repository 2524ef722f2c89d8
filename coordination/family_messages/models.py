"""Messages to families, what became of each, and who wants none. No name, number or address of a guardian is here."""

from datetime import time
from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from coordination.family_messages.vocabulary import (
    DeliveryFault,
    DeliveryState,
    FamilyAudience,
    FamilyMessageState,
    FamilyWay,
)
from coordination.incident.family_messages.vocabulary import FamilyMessageKind

USER = settings.AUTH_USER_MODEL
LANGUAGE_CHARS = 12


class FamilyWords(models.Model):
    """An edition of a district's words for one kind of message in one language; the newest counts."""

    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=FamilyMessageKind.column_choices())
    language = models.CharField(max_length=LANGUAGE_CHARS)
    number = models.PositiveIntegerField()
    text = models.TextField()
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["district", "kind", "language", "number"], name="one_edition_of_family_words"
            ),
        ]


class FamilySettings(models.Model):
    """When a district's families are not disturbed by what is not urgent, by the clock of the school."""

    district = models.OneToOneField("mou.Agency", primary_key=True, on_delete=models.PROTECT, related_name="+")
    quiet_from = models.TimeField(default=time(20, 0))
    quiet_until = models.TimeField(default=time(7, 0))


class FamilyMessage(models.Model):
    """One message, written from the words of its kind. `texts`: by language, as they go out but for how to stop.

    A notice of a drill has no room. One of an exercise goes to no one: it has no deliveries, and never will.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    room = models.ForeignKey("room.Room", null=True, on_delete=models.PROTECT, related_name="+")
    schools = models.ManyToManyField("mou.Agency", related_name="+")
    kind = models.CharField(max_length=16, choices=FamilyMessageKind.column_choices())
    audience = models.CharField(max_length=12, choices=FamilyAudience.column_choices())
    site = models.CharField(max_length=120, blank=True)
    time = models.CharField(max_length=120, blank=True)
    texts = models.JSONField()
    is_exercise = models.BooleanField()
    state = models.CharField(
        max_length=12, default=FamilyMessageState.DRAFT.value, choices=FamilyMessageState.column_choices()
    )
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    # How many guardians no way led to when it was approved, by the reason.
    not_told = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="family_message_takes_two_people",
                condition=Q(is_exercise=True)
                | Q(room__isnull=True)
                | ~Q(state=FamilyMessageState.APPROVED.value)
                | ~Q(decided_by=F("made_by")),
            ),
            models.CheckConstraint(
                name="family_message_is_decided_by_someone",
                condition=Q(state=FamilyMessageState.DRAFT.value, decided_at__isnull=True)
                | (~Q(state=FamilyMessageState.DRAFT.value) & Q(decided_at__isnull=False, decided_by__isnull=False)),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["room", "-made_at"], name="family_messages_of_room"),
        ]


class FamilyAddress(models.Model):
    """A number or address that was written to, as a keyed hash; `stop_code` stands in mail, and only stops it."""

    way = models.CharField(max_length=8, choices=FamilyWay.column_choices())
    digest = models.CharField(max_length=64)
    stop_code = models.CharField(max_length=16, unique=True)
    stopped_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["way", "digest"], name="once_a_family_address"),
        ]


class FamilyDelivery(models.Model):
    """One message to one guardian by one way. The number is read from the roster when it goes out.

    `next_try_at`: when it may be taken up; once it is, the end of that lease. Empty when it is done.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    message = models.ForeignKey(FamilyMessage, on_delete=models.CASCADE, related_name="deliveries")
    school = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    # No key: it outlives the row of the roster.
    guardian_id = models.UUIDField()
    way = models.CharField(max_length=8, choices=FamilyWay.column_choices())
    language = models.CharField(max_length=LANGUAGE_CHARS)
    state = models.CharField(max_length=12, choices=DeliveryState.column_choices())
    next_try_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    lease_token = models.UUIDField(null=True)
    tries = models.PositiveIntegerField(default=0)
    ended_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=16, blank=True, default="", choices=DeliveryFault.column_choices())

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message", "guardian_id", "way"], name="a_guardian_is_told_once"),
            models.CheckConstraint(
                name="family_delivery_open_has_a_next_try",
                condition=Q(state=DeliveryState.WAITING.value, next_try_at__isnull=False, ended_at__isnull=True)
                | (
                    ~Q(state=DeliveryState.WAITING.value)
                    & Q(next_try_at__isnull=True, lease_token__isnull=True, ended_at__isnull=False)
                ),
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                name="family_deliveries_due", fields=["way", "next_try_at"], condition=Q(next_try_at__isnull=False)
            ),
        ]


class GuardianChoice(models.Model):
    """In which language a guardian is told, as the office wrote it down."""

    # No key: it outlives the row of the roster until the next day.
    guardian_id = models.UUIDField(primary_key=True)
    language = models.CharField(max_length=LANGUAGE_CHARS)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()


class FamilyStatusPage(models.Model):
    """The public page of an incident: its address is drawn, and says nothing of the incident."""

    room = models.OneToOneField("room.Room", primary_key=True, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=32, unique=True)


class FamilyFeedKey(models.Model):
    """A key by which a district's own caller reads what families are told; only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
