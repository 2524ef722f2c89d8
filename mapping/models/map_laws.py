"""What a district holds its maps to, and what people attest where a map cannot tell."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models


class DistrictRules(models.Model):
    """Which state's rules a district's maps are held to.

    `document` is a profile that the district brought itself; empty, the one that comes with the software counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    district = models.OneToOneField("mou.Agency", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)
    document = models.JSONField(null=True, blank=True)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.district_id} {self.key}"


class RuleAttestation(models.Model):
    """A person says that a rule of a map law is met at a school, where the map alone cannot tell.

    Never changed: the newest of a rule counts, and for a year.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.CASCADE, related_name="rule_attestations")
    rule = models.CharField(max_length=12)
    note = models.CharField(max_length=500)
    attested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    attested_at = models.DateTimeField()

    class Meta:
        ordering = ("-attested_at", "-id")
        indexes = [models.Index(fields=["site", "rule", "attested_at"])]

    def __str__(self) -> str:
        return f"{self.site_id} {self.rule}"
