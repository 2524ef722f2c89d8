"""Where a person may plan an exercise, for which agency, and whom they may ask to take part there."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from coordination.drills.exercises.access import planning_agencies
from coordination.drills.exercises.errors import ExerciseNotFound
from coordination.models import User
from mapping.models import Site
from mou.access import fetch, policy
from mou.access.facts import agreements_anywhere, agreements_at
from mou.models import Agency


def agencies_at(site: Site, at: datetime) -> QuerySet[Agency]:
    """Return who may take part at a site: its district, the district's schools, and who has an agreement there."""
    place = policy.Place(district_id=site.district_id, school_id=site.school_id, site_id=site.pk)
    held = (one for one in agreements_at(place, at) if policy.is_in_force(one, at) and policy.covers_place(one, place))
    partners = {one.agency_id for one in held}
    here = Q(pk=site.district_id) | Q(parent_id=site.district_id) | Q(pk__in=partners)
    return Agency.objects.filter(here, is_active=True, guest_of_incident_id__isnull=True).order_by("name", "id")


def planners_at(site: Site, at: datetime) -> QuerySet[Agency]:
    """Return which agencies may sponsor an exercise at a site: its district, its school, and the partners there."""
    other_schools = Q(parent_id=site.district_id) & ~Q(pk=site.school_id)
    return agencies_at(site, at).exclude(other_schools)


def sites_to_plan_at(user_id: int, at: datetime) -> QuerySet[Site]:
    """Return the sites at which a person may plan an exercise. Five queries, however many sites."""
    mine = set(planning_agencies(user_id, at))
    if not mine:
        return Site.objects.none()
    held = [one for one in agreements_anywhere(at, mine) if policy.is_in_force(one, at)]
    covered = fetch.Coverage(
        district_ids=frozenset(one.district_id for one in held if one.covers_all_sites),
        version_ids=frozenset(one.version_id for one in held if not one.covers_all_sites),
        pairs=frozenset(),
    )
    here = Q(district_id__in=mine) | Q(school_id__in=mine) | covered.where(site="pk", district="district_id")
    return Site.objects.filter(here, district__is_active=True).order_by("name", "id")


def place_to_plan(*, user_id: int, site_id: UUID, agency_id: UUID, at: datetime) -> tuple[Site, Agency]:
    """Return a site and the agency for which the person plans there.

    Raises: ExerciseNotFound: no such site for them, or the agency has no part there.
    """
    site = sites_to_plan_at(user_id, at).filter(pk=site_id).select_related("district", "school").first()
    if site is None:
        raise ExerciseNotFound("There is no such site for you.")
    agency = planners_at(site, at).filter(pk__in=planning_agencies(user_id, at), pk=agency_id).first()
    if agency is None:
        raise ExerciseNotFound("You do not plan for this agency at this site.")
    return site, agency


def people_of(agency_id: UUID, at: datetime) -> QuerySet[User]:
    """Return who may be given a role for an agency: its people, by name."""
    counting = fetch.members_who_count(at).filter(agency_id=agency_id).values("user_id")
    return User.objects.filter(pk__in=counting, is_device=False).order_by("display_name", "id")


def agencies_by_name(ids: Iterable[UUID]) -> QuerySet[Agency]:
    """Return agencies by their ids, by name."""
    return Agency.objects.filter(pk__in=list(ids)).order_by("name")
