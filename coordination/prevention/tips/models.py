"""Tips in tables of their own. Nothing here says who a reporter is; times are cut to the minute."""

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models

from coordination.administration.second_person.places import ConfidentialPlace
from coordination.casework.kinds.tables import AgencyTeam
from coordination.prevention.tips.vocabulary import (
    TipCategory,
    TipDisposition,
    TipPriority,
    TipState,
    TipStep,
)
from mou.foundation.reads import Read


class TipDesk(AgencyTeam):
    """Where tips for a school or district come in, under an address that fits on a poster."""

    short_address = models.SlugField(max_length=40, unique=True)
    is_open = models.BooleanField(default=True)
    # Days without school as [first, last], ISO dates, both included.
    closed_days = models.JSONField(default=list, blank=True)
    # What differs from tips.rules.routing.DEFAULTS.
    routes = models.JSONField(default=dict, blank=True)
    # So long after its end a tip is kept.
    keep_days = models.PositiveSmallIntegerField(default=365)
    flood_told_at = models.DateTimeField(null=True)


class TipTeamMember(ConfidentialPlace):
    """Who reads and decides. It counts while the person is a member of the school or its district."""

    TEAM = "desk"

    desk = models.ForeignKey(TipDesk, on_delete=models.CASCADE, related_name="team")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["desk", "user"], name="once_on_a_tips_team")]


class Tip(models.Model):
    """A report and what became of it. The id is drawn, and tells no time.

    Known of tips that `tips_for` found: who reads it, whether they decide on it (not in the police), and whether the
    reporter wrote last.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    desk = models.ForeignKey(TipDesk, on_delete=models.PROTECT, related_name="tips")
    # Which school it is about; empty where a district's page was used and none was named.
    school = models.ForeignKey("mou.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    category = models.CharField(max_length=20, choices=TipCategory.column_choices())
    is_now = models.BooleanField()
    text = models.TextField(max_length=4000)
    place_words = models.CharField(max_length=300, blank=True)
    people_words = models.CharField(max_length=1000, blank=True)
    how_known = models.CharField(max_length=500, blank=True)
    # Without one it was handed over by another part of prevention: no one reads an answer.
    has_reporter = models.BooleanField(default=True)
    # It came as a text message: answers go to that telephone, whose number is no part of the tip.
    by_text = models.BooleanField(default=False)
    # In which language the reporter reads.
    language = models.CharField(max_length=8)
    receipt_hash = models.CharField(max_length=64, unique=True)
    # One form is taken once.
    form_hash = models.CharField(max_length=64, unique=True)
    priority = models.CharField(max_length=10, choices=TipPriority.column_choices())
    state = models.CharField(max_length=14, default=TipState.RECEIVED.value, choices=TipState.column_choices())
    due_at = models.DateTimeField()
    is_life_threat = models.BooleanField(default=False)
    is_of_flood = models.BooleanField(default=False)
    to_police = models.BooleanField(default=False)
    duplicate_of = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="duplicates")
    disposition = models.CharField(max_length=20, blank=True, choices=TipDisposition.column_choices())
    incident_id = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    overdue_told_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    reader_id: int
    decides: bool
    waits_for_answer: bool

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[one.value for one in TipState]), name="tip_state_is_known"
            ),
            models.CheckConstraint(
                condition=(models.Q(state=TipState.DISPOSED.value) & ~models.Q(disposition=""))
                | (~models.Q(state=TipState.DISPOSED.value) & models.Q(disposition="")),
                name="a_disposed_tip_has_its_disposition",
            ),
            models.CheckConstraint(
                condition=models.Q(duplicate_of__isnull=True) | models.Q(state=TipState.DUPLICATE.value),
                name="only_a_duplicate_is_linked",
            ),
        ]
        indexes: ClassVar = [
            # The queue, the flood count and what is to be deleted.
            models.Index(fields=["desk", "received_at"], name="tips_of_desk"),
            models.Index(fields=["due_at"], condition=models.Q(acknowledged_at__isnull=True), name="tips_waiting"),
        ]

    def words_of_reporter(self) -> list[str]:
        """Return what the reporter wrote: words that do not leave the tip system."""
        said = self.messages.filter(author=None).values_list("text", flat=True)
        return [self.text, self.people_words, self.place_words, self.how_known, *said]


class TipMessage(models.Model):
    """One message of the dialogue; without an author it is the reporter's."""

    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField()


class TipPhoto(models.Model):
    """A picture that was drawn anew. Its bytes lie in the media folder under this id."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="photos")
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()


class TipAct(models.Model):
    """A step of the team, with its reason. Goes with the tip."""

    tip = models.ForeignKey(Tip, on_delete=models.CASCADE, related_name="acts")
    step = models.CharField(max_length=16, choices=TipStep.column_choices())
    before = models.CharField(max_length=14)
    after = models.CharField(max_length=14)
    words = models.TextField(blank=True, max_length=2000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    @property
    def act(self) -> str:
        """What was done, as records say it."""
        return self.step


class TipRead(Read):
    """Who read which tip, when, and by which door. Its desk decides how long that is retained."""

    desk = models.ForeignKey(TipDesk, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id", "at"], name="reads_of_tip")]
