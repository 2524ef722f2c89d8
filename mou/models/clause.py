"""What a version says: clauses in words, and typed terms that the software acts on."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import Q

from mou.models.version import Version
from mou.vocabulary import EditKind, Topic


class Clause(models.Model):
    """`key` stays the same from version to version; `edit_number` is what If-Match is compared with."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="clauses")
    key = models.UUIDField()
    position = models.PositiveIntegerField()
    topic = models.CharField(max_length=32, choices=[(topic.value, topic.value) for topic in Topic])
    heading = models.CharField(max_length=200)
    body_html = models.TextField()  # sanitised before it is written, never after
    edit_number = models.PositiveIntegerField(default=1)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(name="clause_key_once", fields=["version", "key"]),
            models.CheckConstraint(
                name="clause_topic_is_known", condition=Q(topic__in=[topic.value for topic in Topic])
            ),
        )

    def __str__(self) -> str:
        return self.heading


class Term(models.Model):
    """One typed term. `scope` is empty, or says which of several of its kind: "student_roster:district_to_agency"."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="terms")
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.SET_NULL, related_name="terms")
    kind = models.CharField(max_length=48)
    scope = models.CharField(max_length=80, blank=True)
    value = models.JSONField()
    condition = models.JSONField()

    class Meta:
        constraints = (
            # Two terms of one kind could contradict each other.
            models.UniqueConstraint(name="term_once_per_version", fields=["version", "kind", "scope"]),
            models.CheckConstraint(name="term_has_a_kind", condition=~Q(kind="")),
        )


class ClauseEdit(models.Model):
    """One save of one clause, as it was after it. Append only: the database refuses to change or delete a row."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="edits")
    clause_key = models.UUIDField()
    edit_number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in EditKind])
    position = models.PositiveIntegerField()
    topic = models.CharField(max_length=32)
    heading = models.CharField(max_length=200)
    body_html = models.TextField()
    terms = models.JSONField(default=list)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="edit_once", fields=["version", "clause_key", "edit_number"]),
            models.CheckConstraint(name="edit_kind_is_known", condition=Q(kind__in=[kind.value for kind in EditKind])),
        )
