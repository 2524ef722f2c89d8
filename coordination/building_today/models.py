"""The tables of a day in a building: cards, visitors, changes and attendance. All of it is retained for weeks only."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.building_today.vocabulary import DayCardKind, DayChangeKind


class OfSite(models.Model):
    """A thing that the office of a site wrote down."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True


class DayCard(OfSite):
    """A card. No code is stored: it is derived from the server's own key, this id and `number`; a hash finds it.

    `account`: made when the card is first scanned; no one can sign in with it. `place`: where the holder is.
    """

    kind = models.CharField(max_length=12, choices=DayCardKind.column_choices())
    holder = models.CharField(max_length=120)
    place = models.CharField(max_length=120, blank=True)
    space_id = models.UUIDField(null=True)
    vouched_by = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    devices_at_most = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=1)
    code_hash = models.CharField(max_length=64)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # Also the index behind every scan.
            models.UniqueConstraint(fields=["code_hash"], name="one_day_card_of_a_code"),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "ends_at"], name="day_cards_of_a_site")]


class CardDevice(models.Model):
    """A phone that has scanned a card. Its key is in a cookie there, and only its hash here."""

    card = models.ForeignKey(DayCard, on_delete=models.CASCADE, related_name="devices")
    key_hash = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField()
    # What it sent within the minute that began then.
    acts = models.PositiveSmallIntegerField(default=0)
    acts_since = models.DateTimeField()


class Visitor(OfSite):
    """A visit. `entered_by` none: the visitor typed it at the office's tablet."""

    name = models.CharField(max_length=120)
    reason = models.CharField(max_length=120, blank=True)
    host = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    badge = models.CharField(max_length=40, blank=True)
    came_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["site", "left_at", "came_at"], name="visitors_of_a_site")]


class DayChange(OfSite):
    """What is otherwise for a time. `room`: which room stays empty; `place`: where its people are instead."""

    kind = models.CharField(max_length=12, choices=DayChangeKind.column_choices())
    room = models.CharField(max_length=120, blank=True)
    # As reports name the room; empty without one.
    room_key = models.CharField(max_length=160, blank=True)
    group = models.CharField(max_length=120, blank=True)
    place = models.CharField(max_length=120, blank=True)
    students = models.PositiveIntegerField(null=True)
    adults = models.PositiveIntegerField(null=True)
    contact = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["site", "ends_at"], name="day_changes_of_a_site")]


class ClassCount(OfSite):
    """The attendance of a class on a day; a later count of the same day takes its place."""

    day = models.DateField()
    class_name = models.CharField(max_length=120)
    class_key = models.CharField(max_length=160)
    enrolled = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    with_substitute = models.BooleanField(default=False)
    counted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    counted_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["site", "day", "class_key"], name="one_count_of_a_class_a_day"),
        ]
