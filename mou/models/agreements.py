"""Agreements between districts and agencies: their versions, and what a version says in clauses and terms."""

from datetime import datetime

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mou.models.agencies import Agency
from mou.party_roles import PartyRole
from mou.vocabulary import EditKind, EndedWhy, Topic, VersionState


class Memorandum(models.Model):
    """An agreement between a district and an agency over its whole life; what it says stands in its versions.

    `current_version` is the one in force, or the last that was; null until the first is signed. `annex_of`: it is what
    the agreement says of one further party, what `district` opens to `agency`; its versions come and go with those of
    the agreement under the same numbers, and have no signatures of their own.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    title = models.CharField(max_length=200)
    district = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="granted_memoranda")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="received_memoranda")
    template_kind = models.CharField(max_length=40, blank=True)
    current_version = models.ForeignKey(
        "mou.Version", null=True, blank=True, on_delete=models.PROTECT, related_name="current_of"
    )
    annex_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="annexes")

    class Meta:
        verbose_name_plural = "memoranda"
        constraints = (models.CheckConstraint(name="memorandum_two_parties", condition=~Q(district=F("agency"))),)
        # The access check: which agreements is this agency party to?
        indexes = (models.Index(name="memorandum_parties", fields=["agency", "district"]),)

    def __str__(self) -> str:
        return self.title


UNSIGNED = [VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.APPROVED, VersionState.OUT_FOR_SIGNATURE]
SIGNED = [VersionState.IN_FORCE, VersionState.EXPIRED, VersionState.TERMINATED, VersionState.SUPERSEDED]


def _in_states(states: list[VersionState]) -> Q:
    return Q(state__in=[state.value for state in states])


class Version(models.Model):
    """One version of an agreement: its dates, sites and state. Nothing of it changes once it is out for signature.

    `effective_on` and `expires_on` are both days on which it holds, by the district's calendar.

    It was in force from `in_force_from` (the last signature) until `ended_at`. A version that is superseded later has
    `ended_at` in the future while it is still in force. `edit_number` counts changes of dates, sites and order.
    `party_role` is the part of its memorandum's agency; empty where there are two parties. From `left_at` on that
    agency is no party of this version any more: a version that was not signed before then never opens it anything.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    memorandum = models.ForeignKey(Memorandum, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=20,
        default=VersionState.DRAFT.value,
        choices=[(state.value, state.value) for state in VersionState],
    )
    covers_all_sites = models.BooleanField()
    effective_on = models.DateField()
    expires_on = models.DateField()
    based_on = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="amendments")
    edit_number = models.PositiveIntegerField(default=1)
    # What is signed: the exact bytes, kept, so that no later release can make other bytes of the same rows.
    canonical_text = models.TextField(blank=True)
    canonical_sha256 = models.CharField(max_length=64, blank=True)
    in_force_from = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=12, blank=True, choices=[(why.value, why.value) for why in EndedWhy])
    ended_reason = models.TextField(blank=True)
    party_role = models.CharField(
        max_length=24, blank=True, db_default="", default="", choices=[(role.value, role.value) for role in PartyRole]
    )
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="version_dates_in_order", condition=Q(expires_on__gte=F("effective_on"))),
            models.UniqueConstraint(name="version_number_once", fields=["memorandum", "number"]),
            models.CheckConstraint(
                name="version_state_is_known", condition=Q(state__in=[state.value for state in VersionState])
            ),
            # The state decides access; the instants must never tell another story.
            models.CheckConstraint(
                name="version_state_matches_instants",
                condition=(_in_states(UNSIGNED) & Q(in_force_from__isnull=True, ended_at__isnull=True))
                | (
                    _in_states([VersionState.IN_FORCE])
                    & Q(in_force_from__isnull=False)
                    & (Q(ended_at__isnull=True) | Q(ended_why=EndedWhy.SUPERSEDED.value))
                )
                | (_in_states([VersionState.EXPIRED]) & Q(in_force_from__isnull=False))
                | Q(
                    state=VersionState.TERMINATED.value,
                    ended_why=EndedWhy.TERMINATED.value,
                    in_force_from__isnull=False,
                    ended_at__isnull=False,
                )
                | Q(
                    state=VersionState.SUPERSEDED.value,
                    ended_why=EndedWhy.SUPERSEDED.value,
                    in_force_from__isnull=False,
                    ended_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="version_out_for_signature_has_its_sum",
                condition=~Q(state=VersionState.OUT_FOR_SIGNATURE.value) | ~Q(canonical_sha256=""),
            ),
            # Two drafts of one agreement would make two truths of the next version.
            models.UniqueConstraint(name="version_one_unsigned", fields=["memorandum"], condition=_in_states(UNSIGNED)),
            models.UniqueConstraint(
                name="version_one_in_force",
                fields=["memorandum"],
                condition=_in_states([VersionState.IN_FORCE]) & Q(ended_at__isnull=True),
            ),
        )
        indexes = (
            # The access check: what may be in force today?
            models.Index(
                name="version_held", fields=["memorandum", "expires_on"], condition=_in_states([VersionState.IN_FORCE])
            ),
        )

    def __str__(self) -> str:
        return f"{self.memorandum_id} v{self.number}"

    @property
    def opens_until(self) -> datetime | None:
        """Return when it stops opening anything before its last day has passed: it ended, or its agency left."""
        return min((at for at in (self.ended_at, self.left_at) if at is not None), default=None)


class VersionSite(models.Model):
    """A site named by a version. A plain uuid: agreements do not know maps."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="sites")
    site_id = models.UUIDField()
    name = models.CharField(max_length=200, blank=True)  # as it was called when the version was sent for signature

    class Meta:
        constraints = (models.UniqueConstraint(name="version_names_a_site_once", fields=["version", "site_id"]),)


class VersionStep(models.Model):
    """A step in a version's life: append only. `by` is null for the console and for time passing."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="steps")
    before = models.CharField(max_length=20, blank=True)
    after = models.CharField(max_length=20)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)


class Clause(models.Model):
    """What a version says: clauses in words, and typed terms that the software acts on.

    `key` stays the same from version to version; `edit_number` is what If-Match is compared with.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="clauses")
    key = models.UUIDField()
    position = models.PositiveIntegerField()
    topic = models.CharField(max_length=32, choices=[(topic.value, topic.value) for topic in Topic])
    heading = models.CharField(max_length=200)
    body_html = models.TextField()  # sanitised before it is written, never after
    edit_number = models.PositiveIntegerField(default=1)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(name="clause_key_once", fields=["version", "key"]),
            models.CheckConstraint(
                name="clause_topic_is_known", condition=Q(topic__in=[topic.value for topic in Topic])
            ),
        )

    def __str__(self) -> str:
        return self.heading


class Term(models.Model):
    """One typed term. `scope` is empty, or says which of several of its kind: "student_roster:district_to_agency"."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="terms")
    clause = models.ForeignKey(Clause, null=True, blank=True, on_delete=models.SET_NULL, related_name="terms")
    kind = models.CharField(max_length=48)
    scope = models.CharField(max_length=80, blank=True)
    value = models.JSONField()
    condition = models.JSONField()

    class Meta:
        constraints = (
            # Two terms of one kind could contradict each other.
            models.UniqueConstraint(name="term_once_per_version", fields=["version", "kind", "scope"]),
            models.CheckConstraint(name="term_has_a_kind", condition=~Q(kind="")),
        )


class ClauseEdit(models.Model):
    """One save of one clause, as it was after it. Append only: the database refuses to change or delete a row."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="edits")
    clause_key = models.UUIDField()
    edit_number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in EditKind])
    position = models.PositiveIntegerField()
    topic = models.CharField(max_length=32)
    heading = models.CharField(max_length=200)
    body_html = models.TextField()
    terms = models.JSONField(default=list)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    edited_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="edit_once", fields=["version", "clause_key", "edit_number"]),
            models.CheckConstraint(name="edit_kind_is_known", condition=Q(kind__in=[kind.value for kind in EditKind])),
        )
