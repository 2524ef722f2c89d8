"""What people have learned: courses of an agency's own, training records, and their certificates."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mou.models.agencies import Agency
from mou.vocabulary import ReplacedWhy


class OwnCourse(models.Model):
    """A course that an agency added to the catalog for its own people. It is retired, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="own_courses")
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    hours = models.FloatField()
    valid_months = models.PositiveSmallIntegerField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="own_course_once", fields=["agency", "code"]),
            models.CheckConstraint(name="own_course_has_hours", condition=Q(hours__gt=0)),
        )


class TrainingRecord(models.Model):
    """One course that one person completed, as their agency records it. `expires_on` is the last day it holds.

    A correction is a row of its own that `corrects` the one before; the earlier row stays, with `replaced_at`.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="training_records")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="training_records")
    course = models.CharField(max_length=60)
    # As it was called then.
    course_name = models.CharField(max_length=120)
    hours = models.FloatField()
    provider = models.CharField(max_length=120, blank=True)
    completed_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    certificate_number = models.CharField(max_length=60, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    corrects = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="correction")
    replaced_at = models.DateTimeField(null=True, blank=True)
    replaced_why = models.CharField(max_length=12, blank=True)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    replaced_reason = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = (
            # A file that is brought twice records nothing twice.
            models.UniqueConstraint(
                name="training_once_a_day",
                fields=["agency", "person", "course", "completed_on"],
                condition=Q(replaced_at__isnull=True),
            ),
            models.CheckConstraint(name="training_has_hours", condition=Q(hours__gt=0)),
            models.CheckConstraint(
                name="training_expires_after_it_was_completed",
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("completed_on")),
            ),
            models.CheckConstraint(
                name="training_replaced_for_a_reason",
                condition=Q(replaced_at__isnull=True, replaced_why="")
                | Q(replaced_at__isnull=False, replaced_why__in=[why.value for why in ReplacedWhy]),
            ),
        )
        indexes = (
            models.Index(name="training_of_person", fields=["person", "replaced_at"]),
            models.Index(name="training_expires", fields=["expires_on"], condition=Q(replaced_at__isnull=True)),
        )


class TrainingCertificate(models.Model):
    """The picture of a certificate, drawn anew before it was stored. Kept in the database, with the record."""

    record = models.OneToOneField(
        TrainingRecord, on_delete=models.CASCADE, related_name="certificate", primary_key=True
    )
    jpeg = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
