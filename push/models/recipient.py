"""Who is to be told of an event, whether or not they have a device, and when they answered."""

from django.conf import settings
from django.db import models


class Recipient(models.Model):
    """One person and one event. A person without any device is on the board too: somebody must go and tell them."""

    source_key = models.CharField(max_length=120)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="told_of")
    demands_acknowledgement = models.BooleanField()
    # Told only when others do not answer.
    is_supervisor = models.BooleanField()
    planned_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(name="recipient_once_per_event", fields=["source_key", "user"]),)
