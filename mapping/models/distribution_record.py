"""Who was given which versions of a school's floorplans, in which form, when, and by whom."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from mapping.vocabulary import NAME_MAX_CHARS, DistributionForm


class DistributionRecord(models.Model):
    """Never changed. `agency` is one of this system; `recipient` names any other, such as a state's office."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.CASCADE, related_name="distribution_records")
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    recipient = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    form = models.CharField(max_length=16, choices=[(form.value, form.value) for form in DistributionForm])
    # The ids of the floorplans that were in force: what "has the current version" is asked of.
    floorplan_ids = models.JSONField(default=list)
    note = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("-given_at", "id")
        indexes = [models.Index(fields=["site", "given_at"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(agency__isnull=True, recipient__gt="")
                | models.Q(agency__isnull=False, recipient=""),
                name="given_to_an_agency_or_to_somebody_named",
            )
        ]

    def __str__(self) -> str:
        return f"{self.site_id} {self.form} {self.given_at:%Y-%m-%d}"
