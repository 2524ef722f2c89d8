"""An agreement between a district and an agency over its whole life; what it says stands in its versions."""

import uuid_utils.compat as uuid_utils
from django.db import models
from django.db.models import F, Q

from mou.models.agency import Agency


class Memorandum(models.Model):
    """`current_version` is the one in force, or the last that was; null until the first is signed."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    title = models.CharField(max_length=200)
    district = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="granted_memoranda")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="received_memoranda")
    template_kind = models.CharField(max_length=40, blank=True)
    current_version = models.ForeignKey(
        "mou.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="current_of"
    )

    class Meta:
        verbose_name_plural = "memoranda"
        constraints = (models.CheckConstraint(name="memorandum_two_parties", condition=~Q(district=F("agency"))),)
        # The access check: which agreements is this agency party to?
        indexes = (models.Index(name="memorandum_parties", fields=["agency", "district"]),)

    def __str__(self) -> str:
        return self.title
