"""The tables of role cards: what districts and schools changed, edition by edition, and who is named for which role."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.incident.staff_roles.vocabulary import StaffRole


class CardEdition(models.Model):
    """One edition of a card by a district or school, never changed: an incident reads the one of its opening.

    `steps`: as `CardStepIn` says each. `is_taken_back`: from then on the card above holds again.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=12, choices=StaffRole.column_choices())
    number = models.PositiveIntegerField()
    steps = models.JSONField()
    joins_within_min = models.PositiveSmallIntegerField()
    is_taken_back = models.BooleanField(default=False)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "role", "number"], name="one_card_edition"),
        ]


class RolePlace(models.Model):
    """A person named for a role at a school, or at a district's own sites. `position` 0 holds it, deputies follow."""

    agency = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=12, choices=StaffRole.column_choices())
    member = models.ForeignKey("mou.AgencyMember", on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "role", "member"], name="named_once_for_a_role"),
        ]
