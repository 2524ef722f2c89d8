"""Found things in tables of their own."""

from typing import ClassVar
from uuid import uuid4

from django.db import models

from coordination.administration.second_person.places import ConfidentialPlace
from coordination.casework.kinds.tables import AgencyTeam, NumberingTeam, Record
from mou.foundation.reads import Read
from tests.contracts.samples.found_things.vocabulary import FoundState


class FoundTeam(NumberingTeam, AgencyTeam):
    """Who keeps what was found at a school or district."""


class FoundTeamMember(ConfidentialPlace):
    """Who is on a team."""

    TEAM = "team"

    team = models.ForeignKey(FoundTeam, on_delete=models.CASCADE, related_name="members")


class FoundThing(models.Model):
    """Something that was found."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    team = models.ForeignKey(FoundTeam, on_delete=models.PROTECT, related_name="things")
    number = models.CharField(max_length=16)
    state = models.CharField(max_length=16, default=FoundState.FOUND.value, choices=FoundState.column_choices())
    thing = models.CharField(max_length=200)
    place = models.TextField(max_length=4000)
    found_by = models.ForeignKey("coordination.User", on_delete=models.PROTECT, related_name="+")
    found_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class FoundRecord(Record):
    """One step of a found thing."""

    thing = models.ForeignKey(FoundThing, on_delete=models.CASCADE, related_name="records")


class FoundRead(Read):
    """Who opened a found thing."""

    class Meta:
        indexes: ClassVar = [models.Index(fields=["subject_id", "at"], name="reads_of_found_things")]
