"""Alerts in tables of their own. An author is a keyed hash; what was posted is sealed, and gone once decided."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.contrib.gis.db import models

from coordination.administration.second_person.places import ConfidentialPlace
from coordination.casework.retention import RetainingTeam
from coordination.prevention.social_alerts.vocabulary import (
    AlertDisposition,
    AlertRuleState,
    AlertRuleStep,
    AlertState,
    AlertStep,
    AlertWindowKind,
)
from mou.foundation.reads import Read

PERSON = settings.AUTH_USER_MODEL


class AlertDesk(RetainingTeam):
    """Where alerts of a district come in. Its key for authors is another after each time of keeping."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    district = models.OneToOneField("mou.Agency", on_delete=models.PROTECT, related_name="+")
    is_open = models.BooleanField(default=True)
    # So long after its decision an alert is kept.
    keep_days = models.PositiveSmallIntegerField(default=90)
    last_number = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True)


class AlertTeamMember(ConfidentialPlace):
    """Who reviews. It counts while the person is a member of the district or a school of it."""

    TEAM = "desk"

    desk = models.ForeignKey(AlertDesk, on_delete=models.CASCADE, related_name="team")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["desk", "user"], name="once_on_an_alert_team")]


class AlertAuthorKey(models.Model):
    """By which authors are hashed for a while. Once it is gone, no one can say who was meant."""

    desk = models.ForeignKey(AlertDesk, on_delete=models.CASCADE, related_name="author_keys")
    # Encrypted with the server's key: a copy of the database alone has no key.
    sealed = models.TextField()
    begun_at = models.DateTimeField()


# --- where posts come from --------------------------------------------------------------------------------------------
class AlertProvider(models.Model):
    """Another company's system that sends posts."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    desk = models.ForeignKey(AlertDesk, on_delete=models.PROTECT, related_name="providers")
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    # How many posts came in the minute that began then.
    minute_at = models.DateTimeField(null=True)
    minute_posts = models.PositiveIntegerField(default=0)


class AlertProviderKey(models.Model):
    """No secret is stored: it follows from the server's own key and this id. Two count while one replaces the other."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    provider = models.ForeignKey(AlertProvider, on_delete=models.PROTECT, related_name="keys")
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)


class AlertDelivery(models.Model):
    """A delivery that was taken: sent again, it has no effect. Only a hash of the id that the provider gave it."""

    provider = models.ForeignKey(AlertProvider, on_delete=models.CASCADE, related_name="+")
    id_hash = models.CharField(max_length=64)
    taken_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "id_hash"], name="a_delivery_is_taken_once")
        ]
        indexes: ClassVar = [models.Index(fields=["taken_at"], name="alert_deliveries_old")]


class AlertTally(models.Model):
    """How many posts a provider sent on a day of the district, and how many were refused: nothing else of them."""

    provider = models.ForeignKey(AlertProvider, on_delete=models.PROTECT, related_name="tallies")
    day = models.DateField()
    posts = models.PositiveIntegerField(default=0)
    not_public = models.PositiveIntegerField(default=0)
    out_of_time = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["provider", "day"], name="one_alert_tally_a_day")]


# --- where, and what for ----------------------------------------------------------------------------------------------
class AlertFence(models.Model):
    """The ground of a site, or a parcel of a file, with a buffer around it."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    desk = models.ForeignKey(AlertDesk, on_delete=models.PROTECT, related_name="fences")
    site = models.ForeignKey("mapping.Site", on_delete=models.PROTECT, related_name="+")
    buffer_m = models.PositiveSmallIntegerField()
    # With the buffer. All fences of a district are read at once: no index.
    area = models.MultiPolygonField(srid=4326, spatial_index=False)
    only_in_windows = models.BooleanField(default=False)
    made_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)


class AlertWindow(models.Model):
    """A time in which a fence counts: a game, graduation."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    fence = models.ForeignKey(AlertFence, on_delete=models.CASCADE, related_name="windows")
    kind = models.CharField(max_length=12, choices=AlertWindowKind.column_choices())
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="a_window_ends_later")
        ]


class AlertRule(models.Model):
    """What is looked for, why, by which right, and until when. No one approves their own."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    desk = models.ForeignKey(AlertDesk, on_delete=models.PROTECT, related_name="rules")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=8,
        default=AlertRuleState.PROPOSED.value,
        choices=AlertRuleState.column_choices(),
    )
    words = models.JSONField()
    purpose = models.CharField(max_length=500)
    legal_basis = models.CharField(max_length=500)
    fences = models.ManyToManyField(AlertFence, related_name="rules")
    expires_on = models.DateField()
    review_on = models.DateField()
    review_told_for = models.DateField(null=True)
    written_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    approved_by = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    # What `access.rules_for` says: whether the reader keeps its desk, and whether they wrote it.
    keeps: bool
    is_mine: bool

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["desk", "number"], name="one_alert_rule_per_number"),
            models.CheckConstraint(
                condition=~models.Q(state=AlertRuleState.APPROVED.value)
                | (models.Q(approved_by__isnull=False) & ~models.Q(approved_by=models.F("written_by"))),
                name="nobody_approves_their_own_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(review_on__lte=models.F("expires_on")), name="a_rule_is_reviewed_before_its_end"
            ),
        ]


class AlertRuleAct(models.Model):
    """What was done with a rule, and why. Stays with the rule."""

    rule = models.ForeignKey(AlertRule, on_delete=models.CASCADE, related_name="acts")
    step = models.CharField(max_length=8, choices=AlertRuleStep.column_choices())
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class AlertRuleYear(models.Model):
    """Numbers of a rule in a year of the district: they stay when the alerts are gone."""

    rule = models.ForeignKey(AlertRule, on_delete=models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    matched = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0)
    unseen = models.PositiveIntegerField(default=0)
    dismiss = models.PositiveIntegerField(default=0)
    monitor = models.PositiveIntegerField(default=0)
    tip = models.PositiveIntegerField(default=0)
    threat = models.PositiveIntegerField(default=0)
    immediate = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["rule", "year"], name="one_count_of_a_rule_a_year")]


# --- alerts -----------------------------------------------------------------------------------------------------------
class SocialAlert(models.Model):
    """A public post that a rule found. `sealed` holds what it said, and is empty once someone has decided."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    desk = models.ForeignKey(AlertDesk, on_delete=models.PROTECT, related_name="alerts")
    rule = models.ForeignKey(AlertRule, on_delete=models.PROTECT, related_name="alerts")
    fence = models.ForeignKey(AlertFence, on_delete=models.PROTECT, related_name="+")
    provider = models.ForeignKey(AlertProvider, on_delete=models.PROTECT, related_name="+")
    author_key = models.ForeignKey(AlertAuthorKey, on_delete=models.PROTECT, related_name="alerts")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=AlertState.RECEIVED.value, choices=AlertState.column_choices())
    author_hash = models.CharField(max_length=64)
    post_hash = models.CharField(max_length=64)
    text_hash = models.CharField(max_length=64)
    sealed = models.TextField(blank=True)
    match = models.CharField(max_length=12)
    # To the minute.
    posted_at = models.DateTimeField()
    captured_at = models.DateTimeField()
    reviewer = models.ForeignKey(PERSON, null=True, on_delete=models.PROTECT, related_name="+")
    disposition = models.CharField(max_length=10, blank=True, choices=AlertDisposition.column_choices())
    # The reviewer's own.
    words = models.TextField(blank=True, max_length=2000)
    to_police = models.BooleanField(default=False)
    tip_id = models.UUIDField(null=True)
    incident_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    # What `access.alerts_for` says: whether the reader decides, and whether they review it.
    decides: bool
    is_mine: bool

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "rule", "post_hash"], name="a_post_alerts_once_by_rule"),
            models.CheckConstraint(
                condition=(
                    models.Q(state=AlertState.DECIDED.value, decided_at__isnull=False, sealed="")
                    & ~models.Q(disposition="")
                )
                | (
                    ~models.Q(state=AlertState.DECIDED.value)
                    & models.Q(decided_at__isnull=True, disposition="")
                    & ~models.Q(sealed="")
                ),
                name="a_decided_alert_keeps_no_words",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["desk", "captured_at"], name="alerts_of_desk"),
            models.Index(fields=["decided_at"], name="alerts_to_expunge"),
        ]


class AlertAct(models.Model):
    """A step of a reviewer. Goes with the alert."""

    alert = models.ForeignKey(SocialAlert, on_delete=models.CASCADE, related_name="acts")
    step = models.CharField(max_length=16, choices=AlertStep.column_choices())
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    @property
    def act(self) -> str:
        """What was done, as records say it."""
        return self.step

    @property
    def words(self) -> str:
        """What the reviewer wrote for it: the alert has the words of its decision."""
        return self.alert.words if self.step == AlertStep.DECIDE else ""


class AlertRead(Read):
    """Who opened which alert, or searched.

    `asked` is what a search was for: ids, words of the vocabulary, days and a pseudonym.
    """

    desk = models.ForeignKey(AlertDesk, on_delete=models.PROTECT, related_name="+")
    asked = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id", "at"], name="reads_of_alerts")]
