"""Who was on a confidential team lately: nobody takes them off, acts, and puts them, or somebody else, on it again."""

from datetime import datetime

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


def had_people_lately(places: QuerySet[ConfidentialPlace], place: ConfidentialPlace, at: datetime) -> bool:
    """Say whether anybody else counted on a team lately, whatever has ended it. Three queries."""
    since = at - LATELY
    if LeftPlace.objects.filter(team=_name_of_team(place), has_counted=True, left_at__gt=since).exists():
        return True
    others = places.exclude(pk=place.pk)
    if others.filter(closed_at__gt=since).exists():
        return True
    stayed = AgencyMember.objects.filter(user_id__in=others.filter(COUNTS).values("user_id"))
    return stayed.exclude(ended_at__lte=since).exists()


def _name_of_team(place: ConfidentialPlace) -> str:
    return f"{type(place).__name__}:{getattr(place, f'{place.TEAM}_id')}"
