"""Which state's rules a district's maps are held to."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models


class DistrictRules(models.Model):
    """`document` is a profile that the district brought itself; empty, the one that comes with the software counts."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    district = models.OneToOneField("mou.Agency", on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=20)
    document = models.JSONField(null=True, blank=True)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.district_id} {self.key}"
