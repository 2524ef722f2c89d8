"""Where other systems' badges and wall buttons come in: a key, and what each button's reference stands for."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.contrib.gis.db import models


class PanicIntake(models.Model):
    """No secret is stored: it is derived from the server's own key and this id. Revoked ones stay for the record."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    # Whose presses they are in the log: an account of the district without a way to sign in.
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class PanicButton(models.Model):
    """A fixed button has a place; a badge may have none and send where it is."""

    intake = models.ForeignKey(PanicIntake, on_delete=models.PROTECT, related_name="buttons")
    ref = models.CharField(max_length=120)
    label = models.CharField(max_length=120)
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey("mapping.Level", null=True, on_delete=models.PROTECT, related_name="+")
    location = models.PointField(srid=4326, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["intake", "ref"], name="one_button_per_reference"),
        ]
