"""A floor of a building, or the open ground of a site."""

import uuid_utils.compat as uuid_utils
from django.contrib.gis.db import models

# The open ground, and floors of buildings that stand.
STANDING = models.Q(building__isnull=True) | models.Q(building__closed_at__isnull=True)


class Level(models.Model):
    """`ordinal` is the order from below, 0 = ground; halves exist (a landing between two floors is 0.5)."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.CASCADE, related_name="levels")
    building = models.ForeignKey(
        "mapping.Building", on_delete=models.CASCADE, related_name="levels", null=True, blank=True
    )
    ordinal = models.DecimalField(max_digits=7, decimal_places=3)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=12)

    class Meta:
        ordering = ("building__name", "ordinal", "short_name")
        # Two levels may share an ordinal (a concourse and the terrace beside it), so the short name is part of it.
        # Two constraints, because a level outdoors has no building and SQLite cannot treat that as a value.
        constraints = [
            models.UniqueConstraint(
                fields=["building", "ordinal", "short_name"],
                condition=models.Q(building__isnull=False),
                name="one_level_per_short_name",
            ),
            models.UniqueConstraint(
                fields=["site", "ordinal", "short_name"],
                condition=models.Q(building__isnull=True),
                name="one_outdoor_level_per_short_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name
