"""A one-time ticket: lets one socket of one session in, once, within half a minute."""

from django.conf import settings
from django.db import models


class SocketTicket(models.Model):
    """Only the SHA-256 of the ticket is kept. A redeemed row stays until purged, so that a replay is known as one."""

    token_sha256 = models.CharField(max_length=64, primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    session_key = models.CharField(max_length=64)
    # Of the session when the ticket was asked for: a password that is changed after that makes the ticket worthless.
    auth_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
