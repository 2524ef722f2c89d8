"""Who is to be told of an event, whether or not they have a device, and when they answered."""

from uuid import UUID

from django.conf import settings
from django.db import models


def key_of_team(source_key: str, team: str) -> str:
    """Return the key of the word to a team's leaders: a person who is told of the event may lead a team as well."""
    return f"{source_key}/{team}"


TESTS = "test:"


def key_of_test(test_id: UUID) -> str:
    """Return what a test alert is known by; no entry's key begins like it."""
    return f"{TESTS}{test_id}"


class Recipient(models.Model):
    """One person and one event. A person without any device is on the board too: they must be told in person."""

    source_key = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="told_of")
    demands_acknowledgement = models.BooleanField()
    # Told only when others do not answer.
    is_supervisor = models.BooleanField()
    # Whose silence is told to the same supervisors; empty for those without a leader of their own.
    team = models.CharField(max_length=40, blank=True)
    planned_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="recipient_once_per_event", fields=["source_key", "user"]),)
