"""The signed copy of a version: a sealed PDF, made once and kept."""

from django.db import models
from django.db.models import Q

from mou.models.version import Version


class SealedCopy(models.Model):
    """The bytes stand in the database: a backup holds the record and its paper together, or neither.

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
