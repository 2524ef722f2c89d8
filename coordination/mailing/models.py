"""The table of letters that go out by mail: who is written to, which letter, and what became of it. No words of it."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.mailing.vocabulary import MailFault, MailKind, MailState


class OutgoingMail(models.Model):
    """One letter to one person. Its words are made when it goes out: no code and no link is stored.

    `next_try_at`: when it may be taken up; once it is, the end of that lease. Empty when it is done.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    kind = models.CharField(max_length=16, choices=MailKind.column_choices())
    # What it is known by: the same letter for the same reason is planned once.
    key = models.CharField(max_length=120, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    # Who asked for it, on behalf of which agency, by which press of a button; empty for what goes by the clock.
    agency = models.ForeignKey("mou.Agency", null=True, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    batch = models.UUIDField(null=True)
    # With what its links begin: as the settings say or, without them, as who asked for it reached this server.
    origin = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.CharField(max_length=12, default=MailState.WAITING.value, choices=MailState.column_choices())
    next_try_at = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    tries = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    fault = models.CharField(max_length=16, blank=True, default="", choices=MailFault.column_choices())
    # The mail server's own words, without addresses.
    said = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="mail_open_has_a_next_try",
                condition=Q(state=MailState.WAITING.value, next_try_at__isnull=False, ended_at__isnull=True)
                | (
                    ~Q(state=MailState.WAITING.value)
                    & Q(next_try_at__isnull=True, lease_token__isnull=True, ended_at__isnull=False)
                ),
            ),
        )
        indexes = (
            models.Index(name="mail_due", fields=["next_try_at"], condition=Q(next_try_at__isnull=False)),
            models.Index(name="mail_of_agency", fields=["agency", "kind", "-made_at"]),
            models.Index(name="mail_of_day", fields=["made_at"]),
        )
