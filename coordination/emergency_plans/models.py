"""Emergency operations plans, their versions, what these say, and who agreed. An adopted version is stored whole."""

from typing import ClassVar
from uuid import uuid4

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from coordination.emergency_plans.vocabulary import (
    Discipline,
    EmergencyPlanState,
    PlanNeed,
    PlanPart,
    PlanPlaceKind,
    PlanPlaceSource,
    RemarkState,
)

USER = settings.AUTH_USER_MODEL
WRITTEN = [EmergencyPlanState.DRAFT.value, EmergencyPlanState.IN_REVIEW.value]


class DistrictPlanRules(models.Model):
    """What a district asks of its plans: a document of rules/given.py. Without a row, what the library asks."""

    district = models.OneToOneField("mou.Agency", primary_key=True, on_delete=models.PROTECT, related_name="+")
    document = models.JSONField()
    set_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()


class EmergencyPlan(models.Model):
    """The emergency operations plan of a school's site or, without a site, of a district. Its versions say it."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    site = models.ForeignKey("mapping.Site", null=True, on_delete=models.PROTECT, related_name="+")
    begun_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            # Two people who begin at once must not leave a school with two plans.
            models.UniqueConstraint(
                fields=["site"], condition=models.Q(site__isnull=False), name="one_emergency_plan_of_a_site"
            ),
            models.UniqueConstraint(
                fields=["district"], condition=models.Q(site__isnull=True), name="one_emergency_plan_of_a_district"
            ),
        ]


class PlanVersion(models.Model):
    """A version of a plan. `facts_number` grows with each change of roles, places, numbers and needs.

    `text` is the document as the team reads and agrees to it, fixed when the version is laid before them.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    plan = models.ForeignKey(EmergencyPlan, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=12, default=EmergencyPlanState.DRAFT.value, choices=EmergencyPlanState.column_choices()
    )
    facts_number = models.PositiveIntegerField(default=1)
    text = models.TextField(blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    begun_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    adopted_by = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    adopted_at = models.DateTimeField(null=True)
    renew_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_version_per_number"),
            models.UniqueConstraint(
                fields=["plan"], condition=models.Q(state__in=WRITTEN), name="one_plan_version_is_written"
            ),
            models.UniqueConstraint(fields=["plan"], condition=models.Q(state="adopted"), name="one_adopted_version"),
            models.CheckConstraint(
                condition=models.Q(state__in=WRITTEN, adopted_at__isnull=True, renew_on__isnull=True)
                | models.Q(state__in=["adopted", "superseded"], adopted_at__isnull=False, renew_on__isnull=False),
                name="an_adopted_plan_says_when",
            ),
        ]


class PlanSection(models.Model):
    """A section of a version. `key` is the same in every version: a topic of the library, or "own_" and an id.

    `roles`: keys of roles of the plan, in the order in which they act.
    """

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="sections")
    key = models.CharField(max_length=40)
    part = models.CharField(max_length=12, choices=PlanPart.column_choices())
    position = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=200)
    body = models.TextField(blank=True, max_length=20000)
    roles = models.JSONField(default=list)
    # Not for all staff: how the school is secured.
    is_restricted = models.BooleanField(default=False)
    edit_number = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "key")
        constraints: ClassVar = [models.UniqueConstraint(fields=["version", "key"], name="one_section_per_key")]


class PlanSectionEdit(models.Model):
    """One save of one section, as it was after it. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="edits")
    section_key = models.CharField(max_length=40)
    edit_number = models.PositiveIntegerField()
    heading = models.CharField(max_length=200)
    body = models.TextField(blank=True, max_length=20000)
    is_removed = models.BooleanField(default=False)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class PlanStepTaken(models.Model):
    """A step in a version's life. Never changed."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=12)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class _Fact(models.Model):
    """What the plan knows by its parts, so that it can check itself. `key` is the same in every version."""

    key = models.UUIDField(default=uuid4)
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ("position", "id")


class PlanRole(_Fact):
    """A role of the plan, who has it, and who steps in, in order."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="roles")
    title = models.CharField(max_length=120)
    person = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    deputy = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    second_deputy = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")


class PlanPlace(_Fact):
    """A place of the plan. `source` and `plan_name` say by what it is known on the floor plan, if it is."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="places")
    kind = models.CharField(max_length=16, choices=PlanPlaceKind.column_choices())
    where = models.CharField(max_length=200)
    how = models.CharField(max_length=400, blank=True)
    source = models.CharField(
        max_length=20, default=PlanPlaceSource.NONE.value, choices=[(one.value, one.name) for one in PlanPlaceSource]
    )
    plan_name = models.CharField(max_length=200, blank=True)


class PlanPhone(_Fact):
    """A number that is called in an emergency."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="phones")
    label = models.CharField(max_length=120)
    number = models.CharField(max_length=40)


class PlanHelp(_Fact):
    """How many people need a kind of help, and who gives it: a count and a role, never a name."""

    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="helps")
    need = models.CharField(max_length=16, choices=PlanNeed.column_choices())
    count = models.PositiveSmallIntegerField()
    helper = models.CharField(max_length=120)
    how = models.CharField(max_length=400, blank=True)


class PlanTeamMember(models.Model):
    """A seat on the planning team. A member without an account is a parent, whose word a keeper writes down."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    plan = models.ForeignKey(EmergencyPlan, on_delete=models.PROTECT, related_name="team")
    discipline = models.CharField(max_length=24, choices=Discipline.column_choices())
    user = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey("mou.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    # Of a parent.
    name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "user"], name="once_on_a_planning_team"),
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, agency__isnull=False, name="")
                | (models.Q(user__isnull=True, agency__isnull=True, discipline="parents") & ~models.Q(name="")),
                name="a_seat_without_an_account_is_a_parents",
            ),
        ]


class PlanConsent(models.Model):
    """A member's agreement to one text of a version. Names are as they were then; a new text needs a new one."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.PROTECT, related_name="consents")
    text_sha256 = models.CharField(max_length=64)
    discipline = models.CharField(max_length=24, choices=Discipline.column_choices())
    # None of a parent without an account, whose word `by` has written down.
    user = models.ForeignKey(USER, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    organization = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "text_sha256", "user"], name="one_consent_of_a_person"),
        ]


class PlanRemark(models.Model):
    """What a member of the team, or a keeper, says about a section."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="remarks")
    section_key = models.CharField(max_length=40)
    text = models.TextField(max_length=2000)
    state = models.CharField(
        max_length=8, default=RemarkState.OPEN.value, choices=[(one.value, one.name) for one in RemarkState]
    )
    author = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class SealedPlan(models.Model):
    """An adopted version: the exact bytes, as JSON and as a sealed PDF, and their sums. Nothing changes it."""

    version = models.OneToOneField(PlanVersion, primary_key=True, on_delete=models.PROTECT, related_name="sealed")
    document = models.BinaryField()
    document_sha256 = models.CharField(max_length=64)
    pdf = models.BinaryField()
    pdf_sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()
