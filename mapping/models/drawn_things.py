"""What lies on one floorplan, a table for each kind: spaces, openings, areas, objects, photos, scans."""

import uuid_utils.compat as uuid_utils
from django.contrib.gis.db import models

from mapping.models.spatial import SpatialQuerySet
from mapping.vocabulary import NAME_MAX_CHARS, NUMBER_MAX_CHARS, AreaKind, ObjectKind, OpeningCategory


class Space(models.Model):
    """A room, corridor, stair or area on one floorplan (IMDF calls it a unit).

    `correlation_id` is shared by the same stair or lift on several floors.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="spaces")
    category = models.CharField(max_length=40)
    number = models.CharField(max_length=NUMBER_MAX_CHARS, blank=True)
    name = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)
    correlation_id = models.UUIDField(null=True, blank=True)
    is_lockable = models.BooleanField(null=True, blank=True)
    # "In which room is this point?" is asked for every placed marker and every position fix.
    geometry = models.MultiPolygonField(srid=4326, spatial_index=True)

    objects = SpatialQuerySet["Space"].as_manager()

    class Meta:
        ordering = ("number", "name", "id")

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.name) if part) or self.category


class Opening(models.Model):
    """A door or passage on one floorplan.

    A line where the plan knows the width (IMDF), a point where it knows only the place (OpenStreetMap).
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="openings")
    category = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in OpeningCategory])
    number = models.CharField(max_length=NUMBER_MAX_CHARS, blank=True)
    name = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    is_exterior = models.BooleanField()
    source_ref = models.CharField(max_length=120, blank=True)
    # Drawn by viewport together with the spaces, and asked for "the nearest numbered door".
    geometry = models.GeometryField(srid=4326, spatial_index=True)

    class Meta:
        ordering = ("number", "name", "id")

    def __str__(self) -> str:
        return self.number or self.name or self.category


class PlanArea(models.Model):
    """A place on one floorplan that has a shape and a use but no walls: a bus loop, a field, a radio dead spot.

    A polygon where it covers ground, a line where only its course is known (a road, a fence).
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="areas")
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in AreaKind])
    label = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)
    # Drawn by viewport together with the spaces.
    geometry = models.GeometryField(srid=4326, spatial_index=True)

    class Meta:
        ordering = ("kind", "label", "id")

    def __str__(self) -> str:
        return self.label or self.kind


class PlanObject(models.Model):
    """A thing on one floorplan that a responder looks for: an AED, a key box, a shut-off.

    Drawn as a pictogram of its kind with the label beside it.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="objects_on_plan")
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in ObjectKind])
    label = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)
    correlation_id = models.UUIDField(null=True, blank=True)
    # "The nearest AED to this marker" is asked in a hurry.
    location = models.PointField(srid=4326, spatial_index=True)

    class Meta:
        ordering = ("kind", "label", "id")

    def __str__(self) -> str:
        return self.label or self.kind


class PlanPhoto(models.Model):
    """A photo of a place on one floorplan: what a responder will see when they stand there.

    The bytes lie in the media folder under their SHA-256, drawn anew and so without the camera's own notes.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="photos")
    label = models.CharField(max_length=NAME_MAX_CHARS, blank=True)
    source_ref = models.CharField(max_length=120, blank=True)
    # The source_ref of the room, door or thing that it shows; empty for a place alone.
    about_ref = models.CharField(max_length=120, blank=True)
    location = models.PointField(srid=4326, spatial_index=True)
    sha256 = models.CharField(max_length=64)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()

    class Meta:
        ordering = ("label", "id")

    def __str__(self) -> str:
        return self.label or str(self.pk)


class PlanImage(models.Model):
    """A scan under a floorplan: the picture as it came, and how it lies on the ground.

    The original is never changed; what is shown is made from it by `transform`, which stays readable here.
    """

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
