"""Fetch a map thing and check that this person may have it, in one call. A stranger's "no" reads "not there"."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from mapping.errors import (
    DistrictNotFound,
    FloorplanNotFound,
    ImportNotFound,
    LevelNotFound,
    NotAllowed,
    PhotoNotFound,
    SiteNotFound,
)
from mapping.models import Facility, Floorplan, ImportJob, Level, PlanImage, PlanPhoto, Site
from mapping.models.spatial import SpatialQuerySet
from mapping.vocabulary import FloorplanState, SiteNeed
from mou.access.emergency.aided import standings_in_incidents
from mou.access.fetch import (
    KEEPERS,
    Standing,
    Standings,
    active_memberships,
    keeps_agreements,
    standing_at,
)
from mou.access.known_standings import FoundBefore, known_standings
from mou.access.policy import Place
from mou.models import Agency
from mou.vocabulary import ActorId, AgencyKind, Operator, TermKind

# The states that every reader of a site's floorplans sees; only those who keep its maps see the others.
PUBLIC_STATES = frozenset((FloorplanState.PUBLISHED, FloorplanState.SUPERSEDED))
TERM_FOR_NEED = {SiteNeed.FLOORPLAN: TermKind.FLOORPLAN_ACCESS, SiteNeed.ROSTER: TermKind.ROSTER_ACCESS}

_levels_shown = FoundBefore[UUID]()


@dataclass(frozen=True, slots=True)
class SiteAgencies:
    """The agencies through which a person sees the floorplans of a site; insiders belong to its school or district."""

    agency_ids: frozenset[UUID]
    is_insider: bool


def standings_meet(found: Iterable[Standing], need: SiteNeed) -> bool:
    """Tell whether any of a person's standings at a site is enough; no standing at all is enough for nothing."""
    if need is SiteNeed.EDIT:
        return any(one.is_insider and one.member.role in KEEPERS for one in found)
    term = TERM_FOR_NEED.get(need)
    return any(one.is_insider or term is None or term in one.grants for one in found)


def site_for(*, user_id: int, site_id: UUID, need: SiteNeed, at: datetime) -> Site:
    """Return the site if this person may have what is needed of it.

    Raises: SiteNotFound: it does not exist, or the person's agencies have no agreement that grants the need.
        NotAllowed: they see the site, but do not keep its maps (`EDIT`).
    """
    site = Site.objects.select_related("district", "school").filter(pk=site_id).first()
    if site is None:
        raise SiteNotFound
    _check_standing(user_id, site, need, at)
    return site


def standing_allows(*, user_id: int, site: Site, need: SiteNeed, at: datetime) -> bool:
    """Tell whether a person may have what is needed of a site that they already hold."""
    found = standing_at(user_id=user_id, district_id=site.district_id, school_id=site.school_id, site_id=site.pk, at=at)
    return standings_meet(found, need)


def grants_at(*, user_id: int, site: Site, at: datetime) -> frozenset[TermKind]:
    """Return everything that a person has at a site that they already hold."""
    found = standing_at(user_id=user_id, district_id=site.district_id, school_id=site.school_id, site_id=site.pk, at=at)
    return frozenset[TermKind]().union(*(one.grants for one in found))


def agencies_concerned(*, user_id: int, site: Site, at: datetime) -> frozenset[UUID] | None:
    """Return whose agreements about a site concern a person: their own agencies', or all, None, for the site's own."""
    found = standing_at(user_id=user_id, district_id=site.district_id, school_id=site.school_id, site_id=site.pk, at=at)
    return None if any(one.is_insider for one in found) else frozenset(one.member.agency_id for one in found)


def _check_standing(user_id: int, site: Site, need: SiteNeed, at: datetime) -> None:
    found = standing_at(user_id=user_id, district_id=site.district_id, school_id=site.school_id, site_id=site.pk, at=at)
    if standings_meet(found, need):
        return
    if need is SiteNeed.EDIT and found:
        raise NotAllowed("Only administrators and planners of the school or its district change its map.")
    raise SiteNotFound


def sites_for(user_id: int, at: datetime, *, need: SiteNeed = SiteNeed.SEE, epoch: int | None = None) -> QuerySet[Site]:
    """Return every site that `site_for` would return, as one filter that the database evaluates.

    Args:
        epoch: as `known_standings` takes it.
    """
    return _sites_under(known_standings(user_id, at, epoch=epoch), need)


def _sites_under(where: Standings, need: SiteNeed) -> QuerySet[Site]:
    if need is SiteNeed.EDIT:
        return Site.objects.filter(
            Q(district_id__in=where.keeper_agency_ids) | Q(school_id__in=where.keeper_agency_ids)
        )
    term = TERM_FOR_NEED.get(need)
    allowed = Q(district_id__in=where.insider_district_ids) | Q(school_id__in=where.insider_school_ids)
    coverage = where.covered if term is None else where.granted[term]
    return Site.objects.filter(allowed | coverage.where(site="pk", district="district_id"))


def level_for(*, user_id: int, level_id: UUID, at: datetime) -> Level:
    """Return the level if this person may see the floorplans of its site.

    Raises: LevelNotFound: it does not exist, or the floorplans of its site are not found for this person.
    """
    where = known_standings(user_id, at)
    sites = _sites_under(where, SiteNeed.FLOORPLAN)
    level = Level.objects.select_related("site", "building").filter(pk=level_id, site__in=sites).first()
    if level is None:
        raise LevelNotFound
    _levels_shown.note(user_id, level_id, where)
    return level


def is_level_known(*, user_id: int, level_id: UUID, at: datetime, epoch: int | None) -> bool:
    """Tell whether `level_for` has returned a level to this person, and would again unless it is gone.

    At most one query while nothing has changed, and none with an epoch that was read for this question.
    No level ever comes to another site; sites that come to another district or school move the epoch.
    """
    return _levels_shown.holds(user_id, level_id, known_standings(user_id, at, epoch=epoch))


def level_to_draw_for(*, user_id: int, level_id: UUID, at: datetime) -> Level:
    """Return the level for changing its map, and lock its site's row until commit.

    Raises: LevelNotFound: missing or not visible. NotAllowed: visible, but the person does not keep its maps.
    """
    level = level_for(user_id=user_id, level_id=level_id, at=at)
    site_to_draw_for(actor_id=user_id, site_id=level.site_id, at=at)
    return level


def floorplan_for(*, user_id: int, floorplan_id: UUID, at: datetime) -> Floorplan:
    """Return a version of a floor if this person may see it: drafts are for those who keep the maps of its site.

    Raises: FloorplanNotFound.
    """
    # A floorplan without a level is still being stored; readers may not see it yet.
    known = Floorplan.objects.filter(pk=floorplan_id, level__isnull=False)
    plan = known.select_related("level__site", "level__building").first()
    if plan is None:
        raise FloorplanNotFound
    need = SiteNeed.FLOORPLAN if FloorplanState(plan.state) in PUBLIC_STATES else SiteNeed.EDIT
    if not standing_allows(user_id=user_id, site=plan.level.site, need=need, at=at):
        raise FloorplanNotFound
    return plan


def floorplan_to_look_at(*, user_id: int, floorplan_id: UUID, at: datetime) -> Floorplan:
    """Return a version of a floor as `floorplan_for` does, also for people let into an incident there by mutual aid.

    Only doors that show the plan call this: it grants no signing, comparing, exporting or downloading.
    Raises: FloorplanNotFound.
    """
    try:
        return floorplan_for(user_id=user_id, floorplan_id=floorplan_id, at=at)
    except FloorplanNotFound:
        shown = Floorplan.objects.filter(pk=floorplan_id, level__isnull=False, state__in=PUBLIC_STATES)
        plan = shown.select_related("level__site", "level__building").first()
        if plan is None or not _is_shown_in_incident(user_id, plan.level.site, at):
            raise
        return plan


def _is_shown_in_incident(user_id: int, site: Site, at: datetime) -> bool:
    place = Place(district_id=site.district_id, school_id=site.school_id, site_id=site.pk)
    return standings_meet(standings_in_incidents(user_id=user_id, place=place, at=at), SiteNeed.FLOORPLAN)


def floorplan_to_change_for(*, user_id: int, floorplan_id: UUID, at: datetime) -> Floorplan:
    """Return a version of a floor for changing it or its state, and lock its site's row until commit.

    Raises: FloorplanNotFound: missing or not visible. NotAllowed: visible, but the person does not keep its maps.
    """
    plan = floorplan_for(user_id=user_id, floorplan_id=floorplan_id, at=at)
    site_to_draw_for(actor_id=user_id, site_id=plan.level.site_id, at=at)
    # Read again under the lock: another keeper may have verified, published or discarded it while we waited.
    locked = Floorplan.objects.select_related("level__site", "level__building").filter(pk=floorplan_id).first()
    if locked is None:
        raise FloorplanNotFound
    return locked


def plan_photo_for(*, user_id: int, photo_id: UUID, at: datetime) -> PlanPhoto:
    """Return a photo of a version that this person may see. Raises: PhotoNotFound."""
    photo = PlanPhoto.objects.filter(pk=photo_id).first()
    if photo is None:
        raise PhotoNotFound
    try:
        floorplan_to_look_at(user_id=user_id, floorplan_id=photo.floorplan_id, at=at)
    except FloorplanNotFound as missing:
        raise PhotoNotFound from missing
    return photo


def agencies_at(*, user_id: int, site: Site, at: datetime) -> SiteAgencies:
    """Return for which agencies a person sees the floorplans of a site that they already hold."""
    found = standing_at(user_id=user_id, district_id=site.district_id, school_id=site.school_id, site_id=site.pk, at=at)
    seeing = [one for one in found if standings_meet([one], SiteNeed.FLOORPLAN)]
    return SiteAgencies(
        agency_ids=frozenset(one.member.agency_id for one in seeing), is_insider=any(one.is_insider for one in seeing)
    )


def site_to_draw_for(*, actor_id: ActorId, site_id: UUID, at: datetime) -> Site:
    """Return the site for changing its map, and lock its row until commit.

    The lock makes two imports of one site wait for each other: versions are numbered in the order of commits. It is one
    that incidents and alarms at the site, which only name it, do not wait for.
    Raises: SiteNotFound: missing or not visible. NotAllowed: visible, but the actor does not keep its maps.
    """
    locked = Site.objects.select_for_update(no_key=True).filter(pk=site_id).first()
    if locked is None:
        raise SiteNotFound
    if not isinstance(actor_id, Operator):
        _check_standing(actor_id, locked, SiteNeed.EDIT, at)
    return locked


def import_job_for(*, user_id: int, job_id: UUID, at: datetime, lock: bool) -> ImportJob:
    """Return an import of a site whose map this person keeps. With `lock`, holds its row until commit.

    Raises: ImportNotFound: there is none, or the person does not keep the map of its site.
    """
    rows = ImportJob.objects.select_for_update(of=("self",)) if lock else ImportJob.objects.all()
    job = rows.filter(pk=job_id).first()
    if job is None:
        raise ImportNotFound
    try:
        site_for(user_id=user_id, site_id=job.site_id, need=SiteNeed.EDIT, at=at)
    except (SiteNotFound, NotAllowed) as missing:
        raise ImportNotFound from missing
    return job


def floorplan_image_for(*, user_id: int, floorplan_id: UUID, at: datetime) -> PlanImage:
    """Return the picture under a floorplan: of a draft to those who keep the map, of any other to those who see plans.

    Raises: FloorplanNotFound: there is none, or none for this person.
    """
    image = PlanImage.objects.select_related("floorplan__level").filter(floorplan_id=floorplan_id).first()
    if image is None:
        raise FloorplanNotFound
    is_shown = image.floorplan.state in (FloorplanState.PUBLISHED, FloorplanState.SUPERSEDED)
    need = SiteNeed.FLOORPLAN if is_shown else SiteNeed.EDIT
    try:
        site_for(user_id=user_id, site_id=image.floorplan.level.site_id, need=need, at=at)
    except (SiteNotFound, NotAllowed):
        # Raises the same, unless they are let into an incident there.
        floorplan_to_look_at(user_id=user_id, floorplan_id=floorplan_id, at=at)
    return image


def district_to_draw_for(*, actor_id: ActorId, district_id: UUID, at: datetime) -> Agency:
    """Return the district for adding sites to it: the console's operator, or a keeper of the district.

    Raises: DistrictNotFound: there is none, or the actor does not keep it.
    """
    district = Agency.objects.filter(pk=district_id, kind=AgencyKind.DISTRICT.value, is_active=True).first()
    if district is None or not keeps_agreements(actor_id, district_id, at):
        raise DistrictNotFound
    return district


def district_for(*, user_id: int, district_id: UUID, at: datetime) -> Agency:
    """Return a district for reading what concerns all its schools: only for its own people.

    Raises: DistrictNotFound: there is no such district, or the person does not belong to it.
    """
    if district_id not in known_standings(user_id, at).insider_district_ids:
        raise DistrictNotFound
    return Agency.objects.get(pk=district_id)


def facilities_for(user_id: int, at: datetime) -> SpatialQuerySet[Facility]:
    """Return all stations and hospitals, for members of an active agency; none for other people."""
    if not active_memberships(user_id, at):
        return Facility.objects.none()
    return Facility.objects.filter(retired_at__isnull=True).select_related("agency")
