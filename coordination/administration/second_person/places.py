"""A place on a team that reads what no rank opens, whatever the team: what its row says, and when it counts."""

from collections.abc import Iterator
from datetime import datetime
from typing import ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet


class ConfidentialPlace(models.Model):
    """Who is on a team. It counts from when a second person lets them in, until it is closed or ended."""

    # The field that names the team.
    TEAM: ClassVar[str]

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    # Who asked that they be let in, or did what closed the place: never their own second person.
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # None with an instant: there was no other who could.
    let_in_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    let_in_at = models.DateTimeField(null=True)
    # What came before it is not opened; None: all of it is.
    opens_from = models.DateTimeField(null=True)
    # Another could have spoken as this person: only the team itself opens the place again.
    closed_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


COUNTS = Q(let_in_at__isnull=False)


def opening_places(field: str) -> Q:
    """Return which places open a thing: all of it, or what came since. To the minute, as tips are: none is missed.

    Args:
        field: when the thing came, as an outer query's field.
    """
    return COUNTS & (Q(opens_from__isnull=True) | Q(opens_from__lte=models.OuterRef(field)))


def begins_at(at: datetime) -> datetime:
    """Return from when on a place opens that begins at an instant: the minute, as the times of tips are cut to it."""
    return at.replace(second=0, microsecond=0)


def all_places() -> Iterator[QuerySet[ConfidentialPlace]]:
    """Go through the places of all confidential teams that are installed, a kind of team at a time."""
    return (QuerySet(one) for one in apps.get_models() if issubclass(one, ConfidentialPlace))


def has_place(user_id: int) -> bool:
    """Say whether a person is on any confidential team, or was until another could have spoken as them."""
    return any(one.filter(user_id=user_id).exists() for one in all_places())


def people_with_places() -> set[int]:
    """Return everybody who is on a confidential team. A query for each kind of team."""
    return {user_id for one in all_places() for user_id in one.values_list("user_id", flat=True)}
