"""One edit of a draft: what a thing was before and after; kept, so that it can be undone and told to others."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from mapping.vocabulary import EditStep, FeatureKind


class PlanEdit(models.Model):
    """Edits of a draft are numbered 1, 2, 3 …; the last number is what If-Match speaks of."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=4, choices=[(step.value, step.value) for step in EditStep])
    # The number of the edit that is undone or done again.
    of_number = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in FeatureKind])
    feature_id = models.UUIDField()
    # mapping.plans.drawn.Drawn as JSON; null where the thing is not there.
    before = models.JSONField(null=True, blank=True)
    after = models.JSONField(null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        ordering = ("floorplan", "number")
        constraints = [
            # Two people who edit at the same instant must not both have made edit 7.
            models.UniqueConstraint(fields=["floorplan", "number"], name="one_plan_edit_per_number"),
            models.CheckConstraint(
                condition=models.Q(step=EditStep.EDIT.value, of_number__isnull=True)
                | (~models.Q(step=EditStep.EDIT.value) & models.Q(of_number__isnull=False)),
                name="undo_and_redo_name_an_edit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.floorplan_id} edit {self.number}"
