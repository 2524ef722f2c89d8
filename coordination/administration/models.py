"""Invitations, and files that were looked at and wait to be taken in."""

import uuid_utils.compat as uuid_utils
from django.db import models


class Invitation(models.Model):
    """The one-time code with which a person sets a password: at most one per person. Only its hash is stored."""

    user = models.OneToOneField("coordination.User", on_delete=models.CASCADE, related_name="invitation")
    code_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey("coordination.User", null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()


class KeptFile(models.Model):
    """A file that an administrator looked at and may take in. Deleted when it is, or after a day."""

    class Purpose(models.TextChoices):
        PEOPLE = "people"
        SCHOOLS = "schools"

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    agency = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="+")
    sent_by = models.ForeignKey("coordination.User", on_delete=models.CASCADE, related_name="+")
    sent_at = models.DateTimeField(db_index=True)
    content = models.BinaryField()
