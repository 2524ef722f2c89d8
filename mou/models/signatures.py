"""Who signs a version for which party, what they signed, and the sealed copy of it."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from mou.models.agencies import Agency
from mou.models.agreements import Version


class Signatory(models.Model):
    """Who signs a version for which party, and what they signed: the SHA-256 of its exact bytes.

    A person named to sign for a party. Without a `user`, the signature is recorded from paper at the console.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="signatories")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=120, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="signatory_once", fields=["version", "agency", "user"], condition=Q(user__isnull=False)
            ),
        )

    def __str__(self) -> str:
        return self.name


class Signature(models.Model):
    """One signature under one sum. A change of the version voids it; the row stays."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="signatures")
    sha256 = models.CharField(max_length=64)
    signed_name = models.CharField(max_length=120)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="signature_once", fields=["signatory"], condition=Q(voided_at__isnull=True)),
            models.CheckConstraint(name="signature_has_its_sum", condition=~Q(sha256="")),
        )


class SealedCopy(models.Model):
    """The signed copy of a version: a sealed PDF, made once and kept.

    The bytes stand in the database: a backup holds the record and its paper together, or neither.

    `sha256` is that of the file, `canonical_sha256` that of the agreement in it.
    """

    version = models.OneToOneField(Version, on_delete=models.PROTECT, related_name="sealed_copy", primary_key=True)
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    canonical_sha256 = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "sealed copies"
        constraints = (
            models.CheckConstraint(name="sealed_copy_has_its_sums", condition=~Q(sha256="") & ~Q(canonical_sha256="")),
        )


class SignedPaper(models.Model):
    """The scan of a version that was signed on paper, and whose signatures it bears.

    One person records it, another one looks at the scan and confirms it: then the version comes into force. A paper
    that was set aside, or whose version changed, stays as it was brought. `signatures`: of each its agency's id, name,
    title and day, as the recorder read them. `sha256` is that of the version, `scan_sha256` that of the stored scan.
    """

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signed_papers")
    sha256 = models.CharField(max_length=64)
    scan = models.BinaryField()
    scan_sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=32)
    signatures = models.JSONField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    set_aside_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    set_aside_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="signed_paper_has_its_sums", condition=~Q(sha256="") & ~Q(scan_sha256="")),
            # Two people: what one alone wrote down must not open anything.
            models.CheckConstraint(
                name="signed_paper_of_two_people",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | (Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("recorded_by"))),
            ),
            models.CheckConstraint(
                name="signed_paper_confirmed_or_set_aside",
                condition=Q(confirmed_at__isnull=True) | Q(set_aside_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="signed_paper_one_waits",
                fields=["version"],
                condition=Q(confirmed_at__isnull=True, set_aside_at__isnull=True),
            ),
            models.UniqueConstraint(
                name="signed_paper_one_confirmed", fields=["version"], condition=Q(confirmed_at__isnull=False)
            ),
        )


class PartyLeaving(models.Model):
    """A party's notice that it leaves a version that all have signed: append only.

    `last_day` is the last on which anything is open to it, by the district's calendar.
    """

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="leavings")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    last_day = models.DateField()
    reason = models.TextField()
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(name="party_leaves_once", fields=["version", "agency"]),)
