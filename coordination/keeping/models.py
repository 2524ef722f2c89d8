"""How long a district keeps what, what must not be deleted, and the chain of what was."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from coordination.keeping.vocabulary import HoldScope
from coordination.room.entry.chain import GENESIS


class RetentionRule(models.Model):
    """A district's own time for a class. A shorter one counts a week later; until then the one before does."""

    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    data_class = models.CharField(max_length=16)
    # Null: never deleted.
    days = models.PositiveIntegerField(null=True)
    days_before = models.PositiveIntegerField(null=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_by_name = models.CharField(max_length=150)
    set_at = models.DateTimeField()
    reason = models.TextField(max_length=1000)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["district", "data_class"], name="one_rule_per_class")]


class LegalHold(models.Model):
    """What must not be deleted until two people have released it. What it says is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    scope = models.CharField(max_length=9, choices=[(one.value, one.name) for one in HoldScope])
    # No keys into their tables: a hold outlives what it was too late for.
    incident_id = models.UUIDField(null=True)
    site_id = models.UUIDField(null=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    # The incident's title, the site's or the person's name: people without an account are known by it alone.
    name = models.CharField(max_length=200)
    reason = models.TextField(max_length=2000)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_by_name = models.CharField(max_length=150)
    set_at = models.DateTimeField()
    release_reason = models.TextField(blank=True, max_length=2000)
    release_asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    release_asked_by_name = models.CharField(max_length=150, blank=True)
    release_asked_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    released_by_name = models.CharField(max_length=150, blank=True)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_hold_has_what_its_scope_needs",
                condition=models.Q(scope=HoldScope.INCIDENT.value, incident_id__isnull=False)
                | models.Q(scope=HoldScope.SITE.value, site_id__isnull=False)
                | (models.Q(scope=HoldScope.PERSON.value) & ~models.Q(name=""))
                | models.Q(scope=HoldScope.TIME_SPAN.value, since__isnull=False, until__isnull=False),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["district", "-set_at"], name="holds_of_district")]


class Deletion(models.Model):
    """That something was deleted: what, how many, under which rule, by whom. Never changed, never deleted.

    `content` is the canonical JSON that was hashed, as in the audit; nothing in it is anybody's word or name.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    data_class = models.CharField(max_length=16)
    # Empty where it is of the whole installation.
    district_id = models.UUIDField(null=True)
    count = models.PositiveBigIntegerField()
    content = models.TextField()
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    chain_hash = models.CharField(max_length=64)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["district_id", "-seq"], name="deletions_of_district")]


class DeletionHead(models.Model):
    """The one row that says how far the chain is. Who deletes, and who sets a hold, has it to themselves."""

    id = models.SmallIntegerField(primary_key=True)
    seq = models.BigIntegerField(default=0)
    chain_hash = models.CharField(max_length=64, default=GENESIS)
