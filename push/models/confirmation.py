"""A code that was sent to an address, to learn whether the person who registered it reads what arrives there."""

import uuid_utils.compat as uuid_utils
from django.db import models

from push.models.device import Device

TRIES_MAX = 5


class Confirmation(models.Model):
    """One code, without its digits: those follow from the id and our key. Rows older than an hour are deleted."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="confirmations")
    issued_at = models.DateTimeField()
    # False: the address had its codes for this hour. The person who asked is not told, for it would tell of the others.
    is_sent = models.BooleanField()
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(name="confirmation_tries_bounded", condition=models.Q(tries__lte=TRIES_MAX)),
        )
        indexes = (
            # How many were asked for within the hour.
            models.Index(name="confirmation_by_time", fields=["issued_at"]),
        )
