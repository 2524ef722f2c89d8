"""A person in a room, for one agency, with the role they had when they joined."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.vocabulary import ResponderStatus


class Participant(models.Model):
    """Names and roles are copied at joining: the record does not change when the person does."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    room = models.ForeignKey("coordination.Room", on_delete=models.PROTECT, related_name="participants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    member = models.ForeignKey("mou.AgencyMember", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    role = models.CharField(max_length=20)
    agency_id = models.UUIDField()
    agency = models.CharField(max_length=200)
    agency_kind = models.CharField(max_length=24)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)
    status = models.CharField(
        max_length=32, blank=True, choices=[(status.value, status.name) for status in ResponderStatus]
    )
    status_note = models.CharField(max_length=120, blank=True)
    status_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            # One person is one participant, however many agencies they belong to and however often they come back.
            models.UniqueConstraint(fields=["room", "user"], name="one_participant_per_person"),
        ]
