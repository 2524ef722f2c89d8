"""The tables of rooms: the incident, its room, who is in it, its log, and what its log comes to now."""

from typing import TYPE_CHECKING, ClassVar
from uuid import UUID

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.contrib.gis.db import models

from coordination.room.database.words_field import WordsField
from coordination.room.entry.chain import GENESIS
from coordination.room.said import said_in
from coordination.vocabulary import Audience, IncidentStatus, IncidentType, Severity

if TYPE_CHECKING:
    from mapping.models import Site


class Incident(models.Model):
    """`is_exercise` is decided at opening and has no setter: no action changes it (promise 10)."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    # Whose it is: its agreements and its school decide who sees the room. It is there, too, unless `place` is set.
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    # Of an incident away from any site: where it is in words, and the point, where it is known.
    place = models.CharField(max_length=120, null=True)
    place_lon = models.FloatField(null=True)
    place_lat = models.FloatField(null=True)
    # The sites that are in it now besides, as JoinedSite has them: read with the incident, by each access decision.
    joined = models.JSONField(null=True)
    incident_type = models.CharField(max_length=16, choices=[(kind.value, kind.name) for kind in IncidentType])
    severity = models.CharField(max_length=10, choices=[(level.value, level.name) for level in Severity])
    # Never changed once it is written. `title_in` has it by language where it was composed by us.
    title = models.CharField(max_length=120)
    title_in = models.JSONField(null=True)
    is_exercise = models.BooleanField()
    status = models.CharField(
        max_length=10,
        default=IncidentStatus.ACTIVE.value,
        choices=[(status.value, status.name) for status in IncidentStatus],
    )
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [
            # The home page asks for the open incidents of the sites one may see, newest first.
            models.Index(fields=["site", "-opened_at"], name="incident_of_site"),
        ]

    def shown_title(self) -> str:
        """Return the title in the language that is active."""
        return said_in(self.title, self.title_in)

    def shown_place(self) -> str:
        """Return where it is in words: its site, or the place and whose it is; then how many sites have joined."""
        there = self.site.name if self.place is None else f"{self.place} · {self.site.name}"
        return f"{there} + {len(self.joined)}" if self.joined else there

    def site_ids_now(self) -> tuple[UUID, ...]:
        """Return the ids of the sites in it now: its own, unless it is away from it, then those that joined."""
        own = () if self.place is not None else (self.site_id,)
        return (*own, *(UUID(one["site_id"]) for one in self.joined or ()))

    def is_at(self, site_id: UUID) -> bool:
        """Tell whether a site is in it now."""
        return site_id in self.site_ids_now()

    def site_if_there(self) -> "Site | None":
        """Return its own site, unless it is away from it."""
        return self.site if self.is_at(self.site_id) else None

    def shown_point(self) -> tuple[float, float]:
        """Return longitude and latitude where a map begins: the place if its point is known, else the site."""
        if self.place_lon is None or self.place_lat is None:
            return self.site.location.x, self.site.location.y
        return self.place_lon, self.place_lat


class JoinedSite(models.Model):
    """A site that is in an incident besides its own, from when to when; it may leave and join again."""

    incident = models.ForeignKey("room.Incident", on_delete=models.PROTECT, related_name="joined_sites")
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "site"], condition=models.Q(left_at__isnull=True), name="a_site_is_in_once"
            ),
        ]


class Room(models.Model):
    """`head_seq` and `head_hash` are those of the newest entry; to append, hold this row's lock (promise 2)."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    incident = models.OneToOneField("room.Incident", on_delete=models.PROTECT, related_name="room")
    head_seq = models.BigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default=GENESIS)


class Participant(models.Model):
    """Names and roles are copied at joining: the record does not change when the person does."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    room = models.ForeignKey("room.Room", on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("mou.AgencyMember", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=20)
    agency_id = models.UUIDField()
    agency = models.CharField(max_length=200)
    agency_kind = models.CharField(max_length=24)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # One person is one participant, however many agencies they belong to and however often they come back.
            models.UniqueConstraint(fields=["room", "user"], name="one_participant_per_person"),
        ]


class LogEntry(models.Model):
    """`content` is the canonical JSON that was hashed and is sent; nothing ever rewrites it (the database refuses)."""

    id = models.BigAutoField(primary_key=True)
    room = models.ForeignKey("room.Room", on_delete=models.PROTECT, related_name="entries")
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    audience = models.CharField(max_length=12, choices=[(audience.value, audience.name) for audience in Audience])
    event_type = models.CharField(max_length=32)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    participant = models.ForeignKey("room.Participant", on_delete=models.PROTECT, related_name="+")
    command_id = models.UUIDField()
    # What was asked, as a digest: the same id with another body must be refused, not answered with the old seq.
    command_digest = models.CharField(max_length=64)
    # A command may append several entries; this numbers them from 0.
    command_part = models.PositiveSmallIntegerField()
    content = models.TextField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    chain_hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [
            # Promise 2: no seq twice. The same index serves every read of a tail.
            models.UniqueConstraint(fields=["room", "seq"], name="one_entry_per_seq"),
            # Promise 6: a command has effect once, even if two processes race past the check.
            models.UniqueConstraint(fields=["room", "actor", "command_id", "command_part"], name="a_command_acts_once"),
        ]


class RefusedCommand(models.Model):
    """A command that was refused for good, kept while a copy of it may be on its way (answering/answered.py).

    `problem` is what was answered, as JSON. `place_id` is its room; of a command that opens a room, the site.
    """

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False)
    place_id = models.UUIDField()
    command_id = models.UUIDField()
    command_digest = models.CharField(max_length=64)
    problem = models.TextField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            # Of all copies of one id, one answer.
            models.UniqueConstraint(fields=["actor", "place_id", "command_id"], name="a_command_is_refused_once"),
        ]


class ReadMark(models.Model):
    """Up to which entry a participant's devices have acknowledged the log, and up to which it stood on a screen."""

    participant = models.OneToOneField(Participant, on_delete=models.CASCADE, primary_key=True, related_name="+")
    received_seq = models.BigIntegerField()
    opened_seq = models.BigIntegerField()


class EntryWords(models.Model):
    """What an entry can be found by, from its content alone: written with it, and made anew from it at any time.

    Each word begins with the scope of its room and audience (tokens.scope_of).
    """

    entry = models.OneToOneField(LogEntry, on_delete=models.CASCADE, primary_key=True, related_name="index")
    author_id = models.UUIDField()
    words = WordsField()
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    level_id = models.UUIDField(null=True)


class RoomObject(models.Model):
    """An object of a room's state as it is now: what folding the patches of the log comes to, kept beside the log."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="objects_now")
    state_key = models.CharField(max_length=32)
    object_id = models.CharField(max_length=64)
    # Canonical JSON; null once the object was removed: its id stays taken, and who is behind hears that it is gone.
    value = models.TextField(null=True)
    audience = models.CharField(max_length=12, choices=[(audience.value, audience.name) for audience in Audience])
    created_seq = models.BigIntegerField()
    changed_seq = models.BigIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["room", "state_key", "object_id"], name="one_object_per_id"),
        ]
        indexes: ClassVar = [
            # What has changed since an entry.
            models.Index(fields=["room", "changed_seq"], name="changed_in_room"),
        ]
