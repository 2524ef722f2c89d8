"""One row that counts every change of who may see what, so that each process notices within a second."""

from django.db import models


class AccessEpoch(models.Model):
    """Row 1 is the only row. A counter, not a clock: two changes in one instant are still two."""

    count = models.BigIntegerField(default=0)
