"""One press of the panic alarm; it stays, whatever becomes of it."""

from typing import ClassVar

from django.db import models

from coordination.vocabulary import PanicKind, PressSource


class PanicPress(models.Model):
    """The id follows from who pressed and the command's id: a press that is sent again is found, not repeated."""

    id = models.UUIDField(primary_key=True, editable=False)
    room = models.ForeignKey("coordination.Room", on_delete=models.PROTECT, related_name="panic_presses")
    seq = models.BigIntegerField()
    command_digest = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=[(kind.value, kind.name) for kind in PanicKind])
    source = models.CharField(max_length=8, choices=[(source.value, source.name) for source in PressSource])
    button = models.CharField(max_length=120, blank=True)
    # Two buttons may be called alike. A button that was taken down leaves its name and its presses.
    pressed_button = models.ForeignKey(
        "coordination.PanicButton", null=True, on_delete=models.SET_NULL, related_name="presses"
    )
    # As in the entry: what the plans said then, not what they say now.
    place = models.JSONField()
    note = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=1000)
    dispatch_text = models.TextField()
    confirmation_required = models.BooleanField()
    pressed_by = models.ForeignKey("coordination.Participant", on_delete=models.PROTECT, related_name="+")
    pressed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey("coordination.Participant", null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("coordination.Participant", null=True, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["room", "seq"], name="press_of_room")]
