"""Who follows up on counts that do not add up, and what they note."""

from uuid import uuid4

from django.db import models

from coordination.administration.second_person.places import ConfidentialPlace
from coordination.casework.retention import RetainingTeam


class CountTeam(RetainingTeam):
    """The team of a school or district."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    agency = models.OneToOneField("mou.Agency", on_delete=models.PROTECT, related_name="+")


class CountTeamMember(ConfidentialPlace):
    """Who reads what the team notes."""

    TEAM = "team"

    team = models.ForeignKey(CountTeam, on_delete=models.CASCADE, related_name="members")


class Discrepancy(models.Model):
    """A count that did not add up."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(CountTeam, on_delete=models.PROTECT, related_name="+")
    words = models.TextField()
    noted_by = models.ForeignKey("coordination.User", on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
