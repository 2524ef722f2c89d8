"""Sites, floors, plans and stations over HTTP. Parse, call, answer; no rule stands here."""

from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Router

from mapping.access import facilities_for, is_level_known, level_for, site_for, sites_for
from mapping.plans.levels import LevelView, level_views
from mapping.plans.plan_bytes import plan_bytes
from mapping.plans.queries import published_floorplan, published_floorplan_id
from mapping.sites.bbox import box_from_text
from mapping.sites.facilities import FacilityView, facility_views
from mapping.sites.queries import RosterView, SiteView, roster_of, site_view, site_views
from mapping.sites.schemas import LevelOut
from mapping.vocabulary import SiteNeed
from mou.api.caller import caller_of
from mou.api.media_types import GEOJSON, declare_types
from mou.api.unless_known import unless_known

router = Router(tags=["map"])


@router.get("/sites", response=list[SiteView], operation_id="list_sites")
def list_sites(request: HttpRequest) -> list[SiteView]:
    """List the sites of the caller's own district or school, and those that agreements in force cover."""
    caller = caller_of(request)
    return site_views(sites_for(caller.user_id, caller.at, epoch=caller.access_epoch))


@router.get("/sites/{uuid:site_id}", response=SiteView, operation_id="read_site")
def read_site(request: HttpRequest, site_id: UUID) -> SiteView:
    """Return one site."""
    caller = caller_of(request)
    return site_view(site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.SEE, at=caller.at))


@router.get("/sites/{uuid:site_id}/levels", response=list[LevelOut], operation_id="list_levels")
def list_levels(request: HttpRequest, site_id: UUID) -> list[LevelView]:
    """List the floors of a site, each with its published floorplan's version."""
    caller = caller_of(request)
    site = site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=caller.at)
    return level_views(site, caller.at)


@router.get(
    "/levels/{uuid:level_id}/plan",
    operation_id="read_plan",
    openapi_extra=declare_types(GEOJSON, schema="FeatureCollectionOut"),
)
def read_plan(request: HttpRequest, level_id: UUID) -> HttpResponseBase:
    """Return the published floorplan of a level as GeoJSON: spaces, openings and objects.

    The ETag is the floorplan's id: a published floorplan never changes, a correction is another floorplan.
    """
    return _unchanged_plan(request, level_id) or _plan_answer(request, level_id)


def _unchanged_plan(request: HttpRequest, level_id: UUID) -> HttpResponseBase | None:
    """Return a 304 to a client that has read the floor before and has its bytes; None if more has to be checked."""
    caller = caller_of(request)
    if "If-None-Match" not in request.headers or not is_level_known(
        user_id=caller.user_id, level_id=level_id, at=caller.at, epoch=caller.access_epoch
    ):
        return None
    floorplan_id = published_floorplan_id(level_id)
    if floorplan_id is None:
        return None
    answer = unless_known(request, f'"{floorplan_id}"', HttpResponse)
    return answer if answer.status_code == HTTPStatus.NOT_MODIFIED else None


def _plan_answer(request: HttpRequest, level_id: UUID) -> HttpResponseBase:
    caller = caller_of(request)
    level = level_for(user_id=caller.user_id, level_id=level_id, at=caller.at)
    floorplan = published_floorplan(level)
    return unless_known(
        request,
        f'"{floorplan.pk}"',
        lambda: HttpResponse(plan_bytes(level, floorplan), content_type=GEOJSON),
    )


@router.get("/sites/{uuid:site_id}/roster", response=list[RosterView], operation_id="read_roster")
def read_roster(request: HttpRequest, site_id: UUID) -> list[RosterView]:
    """List the people who work at the school and for its district."""
    caller = caller_of(request)
    site = site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.ROSTER, at=caller.at)
    return roster_of(site, caller.at)


@router.get("/facilities", response=list[FacilityView], operation_id="list_facilities")
def list_facilities(request: HttpRequest, bbox: str) -> list[FacilityView]:
    """List police stations, fire stations and hospitals in a box `west,south,east,north`."""
    caller = caller_of(request)
    return facility_views(facilities_for(caller.user_id, caller.at), box_from_text(bbox))
