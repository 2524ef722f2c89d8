"""Which desk takes tips by text under which code, and the telephones that wrote lately: sealed, and for a while.

Nothing here is to the second, and no reader of tips is shown any of it.
"""

from uuid import uuid4

from django.db import models

from coordination.prevention.tips.models import Tip, TipDesk


class TextCode(models.Model):
    """The code with which a text to the server's number begins, so that it comes to this desk."""

    desk = models.OneToOneField(TipDesk, primary_key=True, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=12, unique=True)


class TextWriter(models.Model):
    """A telephone that wrote: a keyed hash of its number tells its next text from others'.

    `number_sealed` is there only while an answer may follow; `held_sealed`: words that came before a code.
    `sent_through`: up to which message of its tip the team's answers went out.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    number_hash = models.CharField(max_length=64, unique=True)
    number_sealed = models.TextField(blank=True)
    language = models.CharField(max_length=8)
    desk = models.ForeignKey(TipDesk, null=True, on_delete=models.SET_NULL, related_name="+")
    tip = models.ForeignKey(Tip, null=True, on_delete=models.SET_NULL, related_name="+")
    held_sealed = models.TextField(blank=True)
    is_stopped = models.BooleanField(default=False)
    window_at = models.DateTimeField()
    in_window = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()
    sent_through = models.BigIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)


class TakenText(models.Model):
    """That a message of the carrier was taken: a keyed hash of its id, for two days."""

    carrier_hash = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
