"""Who was on a confidential team lately: else one could take them off, act, and put them, or another, on it again."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from coordination.administration.models import LeftPlace
from coordination.administration.second_person.places import COUNTS, ConfidentialPlace
from mou.agencies.makers import LATELY
from mou.models import AgencyMember


def note_left(place: ConfidentialPlace, at: datetime) -> None:
    """Note that a place is taken away, in the caller's transaction; what is older than it counts is forgotten."""
    LeftPlace.objects.filter(left_at__lte=at - LATELY).delete()
    LeftPlace.objects.create(
        user_id=place.user_id, team=_name_of_team(place), has_counted=place.let_in_at is not None, left_at=at
    )


def left_lately(at: datetime) -> set[int]:
    """Return who was taken from any confidential team lately. One query."""
    return set(LeftPlace.objects.filter(left_at__gt=at - LATELY).values_list("user_id", flat=True))


def had_people_lately(place: ConfidentialPlace, beside: Collection[int | UUID], at: datetime) -> bool:
    """Say whether anybody else counted on a team lately, or counts, whatever has ended it. Three queries.

    Args:
        beside: the numbers of other teams of the kind that read what this one does.
    """
    since, teams = at - LATELY, {getattr(place, f"{place.TEAM}_id"), *beside}
    names = [_name_of(type(place), one) for one in teams]
    if LeftPlace.objects.filter(team__in=names, has_counted=True, left_at__gt=since).exists():
        return True
    rows: QuerySet[ConfidentialPlace] = QuerySet(type(place))
    others = rows.filter(**{f"{place.TEAM}_id__in": teams}).exclude(pk=place.pk)
    if others.filter(closed_at__gt=since).exists():
        return True
    stayed = AgencyMember.objects.filter(user_id__in=others.filter(COUNTS).values("user_id"))
    return stayed.exclude(ended_at__lte=since).exists()


def _name_of_team(place: ConfidentialPlace) -> str:
    return _name_of(type(place), getattr(place, f"{place.TEAM}_id"))


def _name_of(kind: type[ConfidentialPlace], team_id: object) -> str:
    return f"{kind.__name__}:{team_id}"
