"""An agreement between a district and an agency: which sites it covers and what it grants."""

import uuid_utils.compat as uuid_utils
from django.db import models
from django.db.models import F, Q

from mou.models.agency import Agency
from mou.vocabulary import MemorandumState, TermKind

# The kinds that a term of the first version can be of.
STORED_KINDS = (TermKind.FLOORPLAN_ACCESS, TermKind.ROOM_ACCESS, TermKind.ROSTER_ACCESS)
STORED_WORDS = [kind.value for kind in STORED_KINDS]


class Memorandum(models.Model):
    """First version of agreements: three states. `effective_on` and `expires_on` are both days on which it holds."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    title = models.CharField(max_length=200)
    district = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="granted_memoranda")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="received_memoranda")
    covers_all_sites = models.BooleanField()
    state = models.CharField(
        max_length=12,
        default=MemorandumState.DRAFT.value,
        choices=[(state.value, state.value) for state in MemorandumState],
    )
    effective_on = models.DateField()
    expires_on = models.DateField()
    signed_at = models.DateTimeField(null=True, blank=True)
    terminated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "memoranda"
        constraints = (
            models.CheckConstraint(name="memorandum_dates_in_order", condition=Q(expires_on__gte=F("effective_on"))),
            models.CheckConstraint(name="memorandum_two_parties", condition=~Q(district=F("agency"))),
            # The state decides access; the two instants must never tell another story.
            models.CheckConstraint(
                name="memorandum_state_matches_instants",
                condition=Q(state=MemorandumState.DRAFT.value, signed_at__isnull=True, terminated_at__isnull=True)
                | Q(state=MemorandumState.SIGNED.value, signed_at__isnull=False, terminated_at__isnull=True)
                | Q(state=MemorandumState.TERMINATED.value, signed_at__isnull=False, terminated_at__isnull=False),
            ),
        )
        indexes = (
            # The access check: what does this agency hold that may be in force today?
            models.Index(
                name="memorandum_held",
                fields=["agency", "district", "expires_on"],
                condition=Q(state=MemorandumState.SIGNED.value),
            ),
        )

    def __str__(self) -> str:
        return self.title


class MemorandumSite(models.Model):
    """A site named by a memorandum. A plain uuid: agreements do not know maps."""

    memorandum = models.ForeignKey(Memorandum, on_delete=models.CASCADE, related_name="sites")
    site_id = models.UUIDField()

    class Meta:
        constraints = (models.UniqueConstraint(name="memorandum_names_a_site_once", fields=["memorandum", "site_id"]),)


class Term(models.Model):
    """One typed clause. `is_granted` false states a refusal in words; it grants nothing."""

    memorandum = models.ForeignKey(Memorandum, on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=32, choices=[(word, word) for word in STORED_WORDS])
    is_granted = models.BooleanField()
    clause = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="memorandum_says_each_thing_once", fields=["memorandum", "kind"]),
            models.CheckConstraint(name="term_kind_is_known", condition=Q(kind__in=STORED_WORDS)),
        )
