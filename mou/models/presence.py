"""Who has a version open in the editor right now: one row per person, renewed every few seconds, never history."""

from django.conf import settings
from django.db import models

from mou.models.version import Version


class EditorPresence(models.Model):
    """`clause_key` is the clause the person's cursor is in, if any."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="presences")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    clause_key = models.UUIDField(null=True, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="presence_once", fields=["version", "user"]),)
