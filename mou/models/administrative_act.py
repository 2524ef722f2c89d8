"""What administrators did: the record that an agency keeps of who changed whose access, when and why."""

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models

from mou.models.agency import Agency
from mou.models.member import AgencyMember
from mou.vocabulary import AdministrativeActKind


class AdministrativeAct(models.Model):
    """One act. Without an actor the console did it. The database refuses to change or, on PostgreSQL, to delete one."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="acts")
    # None for what concerns the agency itself.
    member = models.ForeignKey(AgencyMember, null=True, on_delete=models.PROTECT, related_name="acts")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32)
    reason = models.CharField(max_length=300, blank=True)
    # What changed, each as [before, after].
    changes = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="administrative_act_is_known",
                condition=models.Q(kind__in=[one.value for one in AdministrativeActKind]),
            ),
        )
        indexes = (
            models.Index(fields=["agency", "-at"], name="acts_of_agency"),
            models.Index(fields=["member", "-at"], name="acts_about_member"),
        )
