"""Files on their way to being plans: the job, what one run made of its file, and words learned on the way."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from mapping.vocabulary import DefectOutcome, ImportJobState, ImportKind, PlanFormat

ENDED = (ImportJobState.DONE.value, ImportJobState.FAILED.value, ImportJobState.CANCELLED.value)


class ImportJob(models.Model):
    """One uploaded file, on its way to being a plan.

    A worker holds it by a lease; when the worker dies, the next one begins again with the file that is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.CASCADE, related_name="import_jobs")
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    building_name = models.CharField(max_length=200)
    # Empty: told by the file's content.
    format = models.CharField(max_length=20, blank=True, choices=[(kind.value, kind.value) for kind in PlanFormat])
    order = models.JSONField(default=dict)
    is_dry_run = models.BooleanField()
    source_name = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in ImportJobState])
    done_count = models.PositiveIntegerField(default=0)
    total_count = models.PositiveIntegerField(default=0)
    # What it left: counts, features by reason, defects. A dry run has one too.
    run = models.OneToOneField(
        "mapping.ImportRun", on_delete=models.SET_NULL, related_name="job", null=True, blank=True
    )
    levels = models.JSONField(default=list)
    error_code = models.CharField(max_length=60, blank=True)
    error_detail = models.CharField(max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at", "-id")
        indexes: ClassVar = [
            # The worker's question, a few times a second: what waits, or was left behind?
            models.Index(
                fields=["created_at"], name="import_jobs_open", condition=models.Q(state__in=["queued", "running"])
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state="running", lease_token__isnull=False, lease_until__isnull=False)
                | (~models.Q(state="running") & models.Q(lease_token__isnull=True, lease_until__isnull=True)),
                name="import_job_leased_while_it_runs",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=ENDED, ended_at__isnull=False)
                | (~models.Q(state__in=ENDED) & models.Q(ended_at__isnull=True)),
                name="import_job_ended_at_some_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="failed") | ~models.Q(error_code=""), name="import_job_fails_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_name} ({self.state})"


class ImportRun(models.Model):
    """What one import read, kept, repaired and refused. Never deleted, so that a missing room can be explained.

    `counts` is written once, at the end: a run without `finished_at` is being stored, or was interrupted.

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


class LearnedWord(models.Model):
    """What a word or a field of a file means to a district: confirmed once, applied to the next file.

    A word of a layer, a kind, a use of rooms or a floor, or a field, and what a keeper said that it means.

    `table` is that of a field mapping, or what the field is; of a floor, `meaning` is JSON. Words that say a floor by
    themselves are not kept: "1" is another floor in the next building.
    """

    district = models.ForeignKey("mou.Agency", on_delete=models.CASCADE, related_name="learned_words")
    table = models.CharField(max_length=12)
    word = models.CharField(max_length=200)
    meaning = models.CharField(max_length=500)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["district", "table", "word"], name="one_meaning_per_word")]

    def __str__(self) -> str:
        return f"{self.word}: {self.meaning}"
