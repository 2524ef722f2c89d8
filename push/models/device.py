"""A phone, browser or other place where a person can be told something. Bound to the sign-in it was registered by."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from push.vocabulary import ASKED_KINDS, DeviceKind, RetireReason


class Device(models.Model):
    """Retired devices stay, so that the record of what was sent to them keeps its meaning."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="devices")
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.value) for kind in DeviceKind])
    value = models.CharField(max_length=2000)
    platform = models.CharField(max_length=40, blank=True)
    app_version = models.CharField(max_length=20, blank=True)
    locale = models.CharField(max_length=20, blank=True)
    session_key = models.CharField(max_length=64, blank=True)
    is_active = models.BooleanField(default=True)
    registered_at = models.DateTimeField()
    # Empty until the person who registered it has shown that they read what is sent there: it is told nothing before.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Since when tries have brought no answer, of what lives at a server of a stranger's; empty again with the next one.
    unanswered_since = models.DateTimeField(null=True, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)
    retired_reason = models.CharField(
        max_length=16, blank=True, choices=[(reason.value, reason.value) for reason in RetireReason]
    )

    class Meta:
        constraints = (
            # One address, one person: the person who signed in last on a shared phone gets its alerts.
            models.UniqueConstraint(
                name="device_address_once",
                fields=["kind", "value"],
                condition=models.Q(is_active=True, confirmed_at__isnull=False),
            ),
            # Until then each person may claim it once: a claim takes nothing from its owner.
            models.UniqueConstraint(
                name="device_once_per_person", fields=["user", "kind", "value"], condition=models.Q(is_active=True)
            ),
            models.CheckConstraint(
                name="device_confirmed_unless_asked",
                condition=models.Q(confirmed_at__isnull=False)
                | models.Q(kind__in=sorted(kind.value for kind in ASKED_KINDS)),
            ),
            models.CheckConstraint(
                name="device_retired_with_reason",
                condition=models.Q(is_active=True, retired_at__isnull=True, retired_reason="")
                | (models.Q(is_active=False, retired_at__isnull=False) & ~models.Q(retired_reason="")),
            ),
        )
        indexes = (
            # Signing out retires by session; a sign-out must not scan all devices.
            models.Index(name="device_of_session", fields=["session_key"], condition=models.Q(is_active=True)),
        )
