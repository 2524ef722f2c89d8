"""A row of a district's disclosure ledger: student data that was given away, and why (34 CFR 99.32, 99.36)."""

from typing import ClassVar

import uuid_utils.compat as uuid_utils
from django.conf import settings
from django.db import models
from django.db.models import Q

from coordination.vocabulary import DisclosureAuthority


class Disclosure(models.Model):
    """Written once, with its entry; the database refuses to change or delete it. Names are copied, as in the log."""

    id = models.UUIDField(primary_key=True, default=uuid_utils.uuid7, editable=False)
    # The ledger outlives the incident: its ids stay when retention has deleted it. Null: entered by hand, in no room.
    room = models.ForeignKey(
        "room.Room", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="disclosures"
    )
    disclosure_id = models.UUIDField()
    seq = models.BigIntegerField(null=True)
    incident = models.ForeignKey(
        "room.Incident", null=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+"
    )
    district = models.ForeignKey("mou.Agency", on_delete=models.PROTECT, related_name="+")
    site_name = models.CharField(max_length=200)
    is_exercise = models.BooleanField()
    authority = models.CharField(max_length=40, choices=[(one.value, one.name) for one in DisclosureAuthority])
    categories = models.JSONField()
    # Null: a parent, a hospital, a court, which are no agencies here.
    agency = models.ForeignKey("mou.Agency", null=True, on_delete=models.PROTECT, related_name="+")
    agency_name = models.CharField(max_length=200)
    recipient = models.CharField(max_length=120)
    students = models.TextField()
    threat = models.TextField(blank=True)
    # The legitimate interest of the asker (34 CFR 99.32(a)(3)(ii)), where the row was entered by hand.
    interest = models.TextField(blank=True)
    version_id = models.UUIDField(null=True)
    clause = models.TextField(blank=True)
    disclosed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    disclosed_by_name = models.CharField(max_length=200)
    disclosed_at = models.DateTimeField()
    # When it was entered by hand, which is later than when it was disclosed.
    entered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["room", "disclosure_id"], name="one_disclosure_per_id"),
            # 34 CFR 99.32(a)(5): in an emergency the record says which threat it was.
            models.CheckConstraint(
                name="emergency_disclosure_names_its_threat",
                condition=~Q(authority=DisclosureAuthority.EMERGENCY.value) | ~Q(threat=""),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["district", "disclosed_at"], name="disclosure_of_district")]
