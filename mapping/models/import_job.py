"""One file that somebody brought, on its way to being a plan."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from mapping.vocabulary import ImportJobState, PlanFormat

ENDED = (ImportJobState.DONE.value, ImportJobState.FAILED.value, ImportJobState.CANCELLED.value)


class ImportJob(models.Model):
    """A worker holds it by a lease; when the worker dies, the next one begins again with the file that is kept."""

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
