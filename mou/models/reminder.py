"""A reminder that was sent before a version expires: at most one per threshold."""

from django.db import models

from mou.models.version import Version


class Reminder(models.Model):
    """`days_before` is the threshold it was sent for: 90, 60, 30, or 0 when the agreement was overdue."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="reminders")
    days_before = models.PositiveIntegerField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="reminder_once", fields=["version", "days_before"]),)
