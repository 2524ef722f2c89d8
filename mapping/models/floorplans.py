"""Versions of a floorplan and what became of each: edited, walked through, verified, published, acknowledged."""

from typing import Any
from uuid import UUID

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.contrib.gis.db import models

from mapping.vocabulary import EditStep, FeatureKind, FloorplanState

# Typed as Any so that readers need not handle None: queries return only floorplans that have a level.
WHILE_STORED: Any = {"null": True}


class Floorplan(models.Model):
    """A versioned drawing of one level. Never overwritten: a correction is the next version.

    What is drawn (spaces, openings, objects) hangs on the version, so that an incident can pin what it saw.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    # None while an import stores it, so that queries by level or by site do not find it yet.
    level = models.ForeignKey("mapping.Level", on_delete=models.CASCADE, related_name="floorplans", **WHILE_STORED)
    run = models.ForeignKey(
        "mapping.ImportRun", on_delete=models.SET_NULL, related_name="floorplans", null=True, blank=True
    )
    version = models.PositiveIntegerField()
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in FloorplanState])
    source = models.CharField(max_length=200)
    source_sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    verified_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("level", "-version")
        constraints = [
            models.UniqueConstraint(fields=["level", "version"], name="one_floorplan_per_version"),
            # Two people publishing at once must not leave a level with two truths.
            models.UniqueConstraint(
                fields=["level"],
                condition=models.Q(state=FloorplanState.PUBLISHED.value),
                name="one_published_floorplan_per_level",
            ),
            models.CheckConstraint(
                condition=models.Q(level__isnull=False) | models.Q(state=FloorplanState.DRAFT.value),
                name="floorplan_of_a_level_unless_it_is_being_stored",
            ),
            models.CheckConstraint(
                condition=models.Q(verified_by__isnull=True, verified_on__isnull=True)
                | models.Q(verified_by__isnull=False, verified_on__isnull=False),
                name="verified_by_somebody_on_some_day",
            ),
        ]

    @property
    def floor_id(self) -> UUID:
        """The id of the level. Only a floorplan that is being stored has none, and queries do not return it."""
        assert self.level_id is not None
        return self.level_id

    def __str__(self) -> str:
        return f"{self.level_id} v{self.version}"


class FloorplanStep(models.Model):
    """When a floorplan reached a state, and by whom: its permanent history.

    `by` is null for the operator at the server's own console.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=12, choices=[(state.value, state.value) for state in FloorplanState])
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("floorplan", "at", "id")
        constraints = [
            # A version goes each step once: nothing that was published becomes a draft again.
            models.UniqueConstraint(fields=["floorplan", "state"], name="one_step_per_state_of_a_floorplan")
        ]

    def __str__(self) -> str:
        return f"{self.floorplan_id} {self.state}"


class FloorplanAcknowledgement(models.Model):
    """An agency says that it has seen a published version of a floorplan.

    Said once by an agency and version, by the person who was first.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="acknowledgements")
    agency = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    acknowledged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acknowledged_at = models.DateTimeField()

    class Meta:
        ordering = ("floorplan", "acknowledged_at", "id")
        constraints = [
            models.UniqueConstraint(fields=["floorplan", "agency"], name="one_acknowledgement_per_agency_and_version")
        ]

    def __str__(self) -> str:
        return f"{self.floorplan_id} acknowledged by {self.agency_id}"


class WalkThrough(models.Model):
    """The walk through a building that verified a floorplan: who, when, with whom.

    Critical incident mapping laws want the plan compared with the building on foot, with responders present.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.OneToOneField("mapping.Floorplan", on_delete=models.CASCADE, related_name="walk_through")
    walked_on = models.DateField()
    walked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # Names of the agencies and people who walked along, as they were said; a list of texts.
    walked_with = models.JSONField(default=list)
    note = models.TextField(blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("-walked_on", "id")

    def __str__(self) -> str:
        return f"{self.floorplan_id} walked on {self.walked_on}"


class PlanEdit(models.Model):
    """One edit of a draft: what a thing was before and after; kept, so that it can be undone and told to others.

    Edits of a draft are numbered 1, 2, 3 …; the last number is what If-Match speaks of.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    floorplan = models.ForeignKey("mapping.Floorplan", on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=4, choices=[(step.value, step.value) for step in EditStep])
    # The number of the edit that is undone or done again.
    of_number = models.PositiveIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in FeatureKind])
    feature_id = models.UUIDField()
    # mapping.plans.drawn_things.drawn.Drawn as JSON; null where the thing is not there.
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
