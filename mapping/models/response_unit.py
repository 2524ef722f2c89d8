"""What an agency sends: a car, an engine, a team."""

import uuid_utils.compat as uuid_utils
from django.db import models

from mapping.vocabulary import UnitKind


class ResponseUnit(models.Model):
    """A unit of an agency, by the name that is said on the radio. Its people are those whose membership names it."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="units")
    kind = models.CharField(max_length=32, choices=[(kind.value, kind.value) for kind in UnitKind])
    # As long as what a membership says of it: mou.AgencyMember.unit.
    name = models.CharField(max_length=80)
    # Where it stands when it is not called; none: nowhere.
    station = models.ForeignKey(
        "mapping.Facility", on_delete=models.PROTECT, related_name="units", null=True, blank=True
    )
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.UniqueConstraint(
                name="one_unit_per_name_in_use",
                fields=["agency", "name"],
                condition=models.Q(retired_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        return self.name
