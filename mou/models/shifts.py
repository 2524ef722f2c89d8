"""When people of an agency are to be on duty, and until when what was set by hand holds."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mou.models.agencies import AgencyMember


class Shift(models.Model):
    """A time for which a member is planned on duty: from `starts_at` until just before `ends_at`."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    member = models.ForeignKey(AgencyMember, on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="shift_once", fields=["member", "starts_at", "ends_at"]),
            models.CheckConstraint(name="shift_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
        )
        # A page reads what is still to come; the hourly deletion what is over.
        indexes = (models.Index(name="shift_by_end", fields=["ends_at"]),)


class DutyClock(models.Model):
    """When duty of a member is looked at next. `held_until`: until then what was set by hand wins over any shift."""

    member = models.OneToOneField(AgencyMember, primary_key=True, on_delete=models.PROTECT, related_name="duty_clock")
    held_until = models.DateTimeField(null=True)
    changes_at = models.DateTimeField(null=True)

    class Meta:
        # The keeper of clocks asks every few seconds whether one of these is due.
        indexes = (models.Index(name="duty_changes", fields=["changes_at"], condition=Q(changes_at__isnull=False)),)
