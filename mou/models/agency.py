"""An organisation that can sign an agreement, or that a district runs."""

import uuid_utils.compat as uuid_utils
from django.db import models

from mou.vocabulary import AgencyKind


class Agency(models.Model):
    """District, school, police, fire… A school's `parent` is its district; nobody else has one.

    `guest_of_incident_id`: made at the door of one incident for somebody without an account. It is the name that they
    came under, nobody keeps it, and it signs nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    kind = models.CharField(max_length=24, choices=[(kind.value, kind.value) for kind in AgencyKind])
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=40)
    time_zone = models.CharField(max_length=64)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="schools")
    is_active = models.BooleanField(default=True)
    guest_of_incident_id = models.UUIDField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "agencies"
        constraints = (
            models.CheckConstraint(
                name="agency_only_a_school_has_a_parent",
                condition=models.Q(parent__isnull=True) | models.Q(kind=AgencyKind.SCHOOL.value),
            ),
            models.CheckConstraint(
                name="agency_kind_is_known",
                condition=models.Q(kind__in=[kind.value for kind in AgencyKind]),
            ),
        )

    def __str__(self) -> str:
        return self.name
