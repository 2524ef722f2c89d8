"""What one import read, kept, repaired and refused; kept for ever, so that a missing room can be explained."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.db import models

from mapping.vocabulary import DefectOutcome, ImportKind


class ImportRun(models.Model):
    """`counts` is written once, at the end: a run without `finished_at` is being stored, or was interrupted.

    What an unfinished run has stored belongs to it alone, until `storing_until`; without that it is given up and goes.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in ImportKind])
    site = models.ForeignKey(
        "mapping.Site", on_delete=models.SET_NULL, related_name="import_runs", null=True, blank=True
    )
    source_name = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    storing_until = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        ordering = ("-started_at",)
        indexes: ClassVar = [
            models.Index(
                fields=["storing_until"], name="import_runs_open", condition=models.Q(finished_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source_name}"


class ImportDefect(models.Model):
    """One thing wrong with one feature, and what was done about it; where it is, if it has a place."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="defects")
    feature_ref = models.CharField(max_length=200)
    code = models.CharField(max_length=60)
    detail = models.TextField()
    outcome = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in DefectOutcome])
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(lon__isnull=True, lat__isnull=True)
                | models.Q(lon__isnull=False, lat__isnull=False, lon__range=(-180, 180), lat__range=(-90, 90)),
                name="import_defect_on_the_earth_or_nowhere",
            )
        ]

    def __str__(self) -> str:
        return f"{self.feature_ref}: {self.code}"
