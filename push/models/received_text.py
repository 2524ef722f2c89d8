"""Text messages that people sent to us and that were carried out: the same one, delivered again, has no effect."""

from django.conf import settings
from django.db import models


class ReceivedText(models.Model):
    """`carrier_id` is the carrier's own id of the message. What was written is not kept here."""

    carrier_id = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    received_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(name="received_text_of_person", fields=["user", "received_at"]),)
