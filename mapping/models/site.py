"""A campus: the place that agreements cover and incidents happen at."""

import uuid_utils.compat as uuid_utils
from django.contrib.gis.db import models

from mapping.models.spatial import SpatialQuerySet


class Site(models.Model):
    """Owned by a district; `school` is the agency whose people work there, where there is one."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    name = models.CharField(max_length=200)
    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="sites_of_district")
    school = models.ForeignKey(
        "mou.Agency", on_delete=models.PROTECT, related_name="sites_of_school", null=True, blank=True
    )
    address = models.CharField(max_length=200, blank=True)
    # Both are asked by viewport and by distance; without the index each question reads every site of a state.
    location = models.PointField(srid=4326, spatial_index=True)
    boundary = models.MultiPolygonField(srid=4326, spatial_index=True, null=True, blank=True)
    time_zone = models.CharField(max_length=64)
    enrollment = models.PositiveIntegerField(null=True, blank=True)
    # Periods of a school day as [name, begins, ends] in the site's own time: mapping.sites.bell_schedule.
    bell_schedule = models.JSONField(default=list, blank=True)
    # The owner's own key for the place ("dcps_949"): importing the same register again finds the same row.
    source_ref = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()

    objects = SpatialQuerySet["Site"].as_manager()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=["district", "source_ref"],
                condition=~models.Q(source_ref=""),
                name="one_site_per_source_ref",
            )
        ]

    def __str__(self) -> str:
        return self.name
