"""Versions of a floor over HTTP: list, compare, start, verify, publish, acknowledge. Every write needs If-Match."""

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import Body, Query, Router, Status

from mapping.access import agencies_at, floorplan_for, floorplan_to_look_at, level_for, standing_allows
from mapping.edits.drafts import discard_draft, start_draft
from mapping.edits.rules.difference import list_differences
from mapping.edits.schemas import (
    ChangeOut,
    FloorDifferenceOut,
    WalkIn,
    feature_out,
)
from mapping.edits.steps import Walk, acknowledge_floorplan, publish_floorplan, verify_floorplan
from mapping.errors import FloorplanNotFound
from mapping.plans.drawn_things.drawn_queries import drawn_on
from mapping.plans.queries import plan_geojson
from mapping.plans.versions import VersionView, etag_of, newest_tag_of, version_view, version_views
from mapping.vocabulary import SiteNeed
from mou.api.caller import Caller, caller_of
from mou.api.if_match import IfMatch
from mou.api.media_types import GEOJSON, declare_types
from mou.api.unless_known import unless_known

router = Router(tags=["plans"])
PRIVATE = "private, no-cache"


@router.get("/levels/{uuid:level_id}/versions", response=list[VersionView], operation_id="list_versions")
def list_versions(request: HttpRequest, response: HttpResponse, level_id: UUID) -> list[VersionView]:
    """List the versions of a floor, the newest first; drafts only to those who keep the site's maps.

    The ETag is the newest version's for those who may edit: starting a draft names it.
    """
    caller = caller_of(request)
    level = level_for(user_id=caller.user_id, level_id=level_id, at=caller.at)
    may_edit = standing_allows(user_id=caller.user_id, site=level.site, need=SiteNeed.EDIT, at=caller.at)
    if may_edit:
        response["ETag"] = newest_tag_of(level)
    response["Cache-Control"] = PRIVATE
    seen_by = agencies_at(user_id=caller.user_id, site=level.site, at=caller.at)
    return version_views(level, seen_by=seen_by, may_edit=may_edit, at=caller.at)


@router.post("/levels/{uuid:level_id}/drafts", response={201: VersionView}, operation_id="start_draft")
def post_draft(
    request: HttpRequest, response: HttpResponse, level_id: UUID, if_match: IfMatch = None
) -> Status[VersionView]:
    """Start the next version of a floor as a copy of its newest, or return the draft that is open."""
    caller = caller_of(request)
    plan = start_draft(actor_id=caller.user_id, level_id=level_id, if_match=if_match, at=caller.at)
    return Status(201, _version_answer(response, caller, plan.pk))


@router.get("/floorplans/{uuid:floorplan_id}", response=VersionView, operation_id="read_version")
def read_version(request: HttpRequest, response: HttpResponse, floorplan_id: UUID) -> VersionView:
    """Return one version of a floor: state, history, who walked it and who has seen it."""
    return _version_answer(response, caller_of(request), floorplan_id)


@router.delete("/floorplans/{uuid:floorplan_id}", response={204: None}, operation_id="discard_draft")
def delete_draft(request: HttpRequest, floorplan_id: UUID, if_match: IfMatch = None) -> Status[None]:
    """Give a draft up. What was verified or published stays."""
    caller = caller_of(request)
    discard_draft(actor_id=caller.user_id, floorplan_id=floorplan_id, if_match=if_match, at=caller.at)
    return Status(204, None)


@router.get(
    "/floorplans/{uuid:floorplan_id}/plan",
    operation_id="read_version_plan",
    openapi_extra=declare_types(GEOJSON, schema="FeatureCollectionOut"),
)
def read_version_plan(request: HttpRequest, floorplan_id: UUID) -> HttpResponseBase:
    """Return what is drawn on a version as GeoJSON, as `read_plan` does for the published one."""
    caller = caller_of(request)
    plan = floorplan_to_look_at(user_id=caller.user_id, floorplan_id=floorplan_id, at=caller.at)
    return unless_known(
        request,
        etag_of(plan),
        lambda: HttpResponse(plan_geojson(plan.level, plan), content_type=GEOJSON),
    )


@router.get("/floorplans/{uuid:floorplan_id}/difference", response=FloorDifferenceOut, operation_id="compare_versions")
def compare_versions(request: HttpRequest, floorplan_id: UUID, since: Annotated[UUID, Query()]) -> FloorDifferenceOut:
    """Return what differs in a version since another version of the same floor."""
    caller = caller_of(request)
    after = floorplan_for(user_id=caller.user_id, floorplan_id=floorplan_id, at=caller.at)
    before = floorplan_for(user_id=caller.user_id, floorplan_id=since, at=caller.at)
    if before.level_id != after.level_id:
        raise FloorplanNotFound
    changes = [
        ChangeOut(kinds=list(one.kinds), before=feature_out(one.before), after=feature_out(one.after))
        for one in list_differences(drawn_on(before), drawn_on(after))
    ]
    return FloorDifferenceOut(before_version=before.version, after_version=after.version, changes=changes)


@router.post("/floorplans/{uuid:floorplan_id}/verify", response=VersionView, operation_id="verify_version")
def post_verify(
    request: HttpRequest,
    response: HttpResponse,
    floorplan_id: UUID,
    walk: Annotated[WalkIn, Body()],
    if_match: IfMatch = None,
) -> VersionView:
    """Say that you walked the floor and found the draft right: when, and with whom."""
    caller = caller_of(request)
    said = Walk(walked_on=walk.walked_on, walked_with=walk.walked_with, note=walk.note)
    verify_floorplan(actor_id=caller.user_id, floorplan_id=floorplan_id, walk=said, if_match=if_match, at=caller.at)
    return _version_answer(response, caller, floorplan_id)


@router.post("/floorplans/{uuid:floorplan_id}/publish", response=VersionView, operation_id="publish_version")
def post_publish(
    request: HttpRequest, response: HttpResponse, floorplan_id: UUID, if_match: IfMatch = None
) -> VersionView:
    """Put a verified version in force for all readers; the one before is superseded."""
    caller = caller_of(request)
    publish_floorplan(actor_id=caller.user_id, floorplan_id=floorplan_id, if_match=if_match, at=caller.at)
    return _version_answer(response, caller, floorplan_id)


@router.post("/floorplans/{uuid:floorplan_id}/acknowledge", response=VersionView, operation_id="acknowledge_version")
def post_acknowledge(
    request: HttpRequest, response: HttpResponse, floorplan_id: UUID, if_match: IfMatch = None
) -> VersionView:
    """Say for your agency that you have seen the published version of a floor."""
    caller = caller_of(request)
    acknowledge_floorplan(actor_id=caller.user_id, floorplan_id=floorplan_id, if_match=if_match, at=caller.at)
    return _version_answer(response, caller, floorplan_id)


def _version_answer(response: HttpResponse, caller: Caller, floorplan_id: UUID) -> VersionView:
    plan = floorplan_for(user_id=caller.user_id, floorplan_id=floorplan_id, at=caller.at)
    seen_by = agencies_at(user_id=caller.user_id, site=plan.level.site, at=caller.at)
    view = version_view(plan, seen_by=seen_by, at=caller.at)
    response["ETag"] = view.etag
    response["Cache-Control"] = PRIVATE
    return view
