"""Who signs a version for which party, and what they signed: the SHA-256 of its exact bytes."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import Q

from mou.models.agency import Agency
from mou.models.version import Version


class Signatory(models.Model):
    """A person named to sign for a party. Without a `user`, the signature is recorded from paper at the console."""

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
