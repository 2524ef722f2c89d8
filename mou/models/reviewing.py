"""What goes on around a version before and after it is signed: remarks, who has it open, reminders."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import Q

from mou.models.agreements import Version
from mou.vocabulary import CommentState


class ClauseComment(models.Model):
    """What reviewers say about a clause: remarks, and suggested words that a planner accepts or rejects.

    A remark, or with `suggested_html` a suggestion. `edit_number` is that of the clause its author had read.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="comments")
    clause_key = models.UUIDField()
    edit_number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agency_name = models.CharField(max_length=200)  # for whom the author spoke then
    text = models.TextField(blank=True)
    suggested_html = models.TextField(blank=True)
    state = models.CharField(
        max_length=12,
        default=CommentState.OPEN.value,
        choices=[(state.value, state.value) for state in CommentState],
    )
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="") | ~Q(suggested_html="")),
            models.CheckConstraint(
                name="comment_closed_with_an_instant",
                condition=Q(state=CommentState.OPEN.value, closed_at__isnull=True)
                | (~Q(state=CommentState.OPEN.value) & Q(closed_at__isnull=False)),
            ),
        )
        indexes = (models.Index(name="comment_of_clause", fields=["version", "clause_key", "created_at"]),)


class EditorPresence(models.Model):
    """Who has a version open in the editor right now: one row per person, renewed every few seconds, never history.

    `clause_key` is the clause the person's cursor is in, if any.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    clause_key = models.UUIDField(null=True, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="presence_once", fields=["version", "user"]),)


class Reminder(models.Model):
    """A reminder that was sent before a version expires: at most one per threshold.

    `days_before` is the threshold it was sent for: 90, 60, 30, or 0 when the agreement was overdue.
    """

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="reminders")
    days_before = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="reminder_once", fields=["version", "days_before"]),)
