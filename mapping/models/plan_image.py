"""A scan under a floorplan: the picture as it came, and how it lies on the ground."""

import uuid_utils.compat as uuid_utils
from django.db import models


class PlanImage(models.Model):
    """The original is never changed; what is shown is made from it by `transform`, which stays readable here."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.OneToOneField("mapping.Floorplan", on_delete=models.CASCADE, related_name="image")
    original_sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=40)
    page = models.PositiveIntegerField()
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    # [a, b, c, d, e, f]: lon = a * x + b * y + c, lat = d * x + e * y + f.
    transform = models.JSONField()
    control_points = models.JSONField()
    residuals_m = models.JSONField()
    rms_m = models.FloatField()
    # [west, south, east, north] of what is shown.
    bounds = models.JSONField()
    shown_sha256 = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.floorplan_id} {self.media_type}"
