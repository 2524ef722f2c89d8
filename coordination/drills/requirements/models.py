"""Drills as school law counts them, and what a district is held to. Corrections are kept; nothing changes silently."""

from typing import ClassVar
from uuid import uuid4

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.drills.exercises.vocabulary import SimulationLevel
from coordination.drills.requirements.vocabulary import Announcement, DrillState, DrillType, NoticeChannel


class DistrictDrillRules(models.Model):
    """Which law a district chose. Without a row it is the common list."""

    district = models.OneToOneField("mou.Agency", primary_key=True, on_delete=models.PROTECT, related_name="+")
    # Of a law that comes with the software, or of the district's own with this key.
    law_key = models.CharField(max_length=20)
    # A local fire marshal sets how often there are fire drills: what the state says "if none does" does not count.
    has_fire_marshal_rule = models.BooleanField(default=False)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()


class OwnDrillLaw(models.Model):
    """A law that a district wrote, or changed: the form of rules/laws.py. It goes before ours of the same key."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=20)
    document = models.JSONField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["district", "key"], name="one_own_drill_law_per_key")]


class DrillRulesChange(models.Model):
    """Who changed what a district is held to, and when: the whole document as it was from then on, or null."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=20)
    key = models.CharField(max_length=20)
    document = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["district", "-at"], name="drill_rules_changes")]


class DistrictSchoolYear(models.Model):
    """A school year as a district has it. Without a row it is the usual one."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    begins_on = models.DateField()
    ends_on = models.DateField()
    second_semester_on = models.DateField()
    # Numbers of months, 1 to 12.
    open_months = models.JSONField()
    summer_months = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["district", "year"], name="one_school_year_per_district"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("begins_on")), name="a_school_year_ends_after_it_begins"
            ),
        ]


class Drill(models.Model):
    """A drill of a school: planned, held or canceled. `exercise_id` names the exercise that it was, which may go."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    building = models.CharField(max_length=120, blank=True)
    type = models.CharField(max_length=16, choices=[(one.value, one.name) for one in DrillType])
    state = models.CharField(max_length=8, choices=[(one.value, one.name) for one in DrillState])
    announcement = models.CharField(
        max_length=10, default=Announcement.FULL.value, choices=[(one.value, one.name) for one in Announcement]
    )
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    # The day in the school's own calendar: what the law counts, and what queries compare.
    on = models.DateField()
    secured_s = models.PositiveIntegerField(null=True)
    participants = models.PositiveIntegerField(null=True)
    evacuees = models.PositiveIntegerField(null=True)
    weather = models.CharField(max_length=120, blank=True)
    police_present = models.BooleanField(default=False)
    fire_present = models.BooleanField(default=False)
    scenario = models.CharField(max_length=400, blank=True)
    simulation = models.CharField(
        max_length=8,
        default=SimulationLevel.NONE.value,
        choices=[(one.value, one.name) for one in SimulationLevel],
    )
    opt_outs = models.PositiveIntegerField(null=True)
    staff_trained = models.PositiveIntegerField(null=True)
    is_debriefed = models.BooleanField(default=False)
    mental_health_present = models.BooleanField(default=False)
    issues = models.TextField(blank=True, max_length=4000)
    evaluator = models.CharField(max_length=120, blank=True)
    exercise_id = models.UUIDField(null=True)
    # The fire marshal's. `signed_by` is a member of a fire agency; null: the school wrote down what stands on paper.
    signed_name = models.CharField(max_length=120, blank=True)
    signed_on = models.DateField(null=True)
    signed_agency = models.CharField(max_length=200, blank=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    # Grows with each correction: a write that is based on an older version is refused.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["exercise_id", "site", "type"],
                condition=models.Q(exercise_id__isnull=False),
                name="a_drill_of_an_exercise_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")),
                name="a_drill_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "state", "on"], name="drills_of_site")]


class DrillChange(models.Model):
    """One field of a drill that was changed: from what to what, by whom, when and why. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="changes")
    field = models.CharField(max_length=24)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    reason = models.CharField(max_length=400, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class DrillNotice(models.Model):
    """Parents were told of a drill: when, how, and in which words."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    drill = models.ForeignKey(Drill, on_delete=models.CASCADE, related_name="notices")
    sent_at = models.DateTimeField()
    channel = models.CharField(max_length=8, choices=[(one.value, one.name) for one in NoticeChannel])
    languages = models.CharField(max_length=120, blank=True)
    words = models.TextField(blank=True, max_length=4000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
