"""Reunification sites over HTTP. Parse, call, answer; no rule stands here."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Body, Query, Router, Status

from mapping.access import site_for
from mapping.plans.versions import local_day
from mapping.reunification_sites.actions import (
    add_reunification_site,
    change_reunification_site,
    remove_reunification_site,
)
from mapping.reunification_sites.queries import (
    ReunificationView,
    reunification_tag,
    reunification_views,
    site_recommendations,
)
from mapping.reunification_sites.recommend import Danger, Recommendation, Situation
from mapping.reunification_sites.schemas import RecommendationOut, ReunificationIn
from mapping.sites.schemas import MadeOut
from mapping.vocabulary import Reunited, SiteNeed
from mou.api.caller import caller_of
from mou.api.if_match import IfMatch

router = Router(tags=["reunification"])
type Degrees = Annotated[float, Query(ge=0, lt=360)]
type People = Annotated[int, Query(ge=1, le=1_000_000)]


@router.get(
    "/sites/{uuid:site_id}/reunification-sites",
    response=list[ReunificationView],
    operation_id="list_reunification_sites",
)
def list_sites(request: HttpRequest, site_id: UUID) -> list[ReunificationView]:
    """List a school's reunification sites by rank, with their areas and routes."""
    caller = caller_of(request)
    site = site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=caller.at)
    return reunification_views([site])[site.pk]


@router.get(
    "/sites/{uuid:site_id}/reunification-sites/recommendation",
    response=list[RecommendationOut],
    operation_id="recommend_reunification_site",
)
def recommend_site(
    request: HttpRequest,
    site_id: UUID,
    threat_deg: Degrees | None = None,
    wind_from_deg: Degrees | None = None,
    people: People | None = None,
    adults: People | None = None,
    cars: People | None = None,
    buses: People | None = None,
) -> list[RecommendationOut]:
    """Rank the sites for an incident: away from the threat, out of the plume, large enough; each point is explained.

    `people` are the students who come.
    """
    caller = caller_of(request)
    site = site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=caller.at)
    dangers = () if threat_deg is None else (Danger(bearing_deg=threat_deg, distance_m=None),)
    now = Situation(
        dangers=dangers,
        wind_from_deg=wind_from_deg,
        coming=numbers_coming(students=people, adults=adults, cars=cars, buses=buses),
        today=local_day(site, caller.at),
    )
    return recommended_sites(site_recommendations(site, now))


def numbers_coming(
    *, students: int | None, adults: int | None, cars: int | None, buses: int | None
) -> dict[Reunited, int]:
    """Return the expected numbers that were given, by kind."""
    numbers = zip(Reunited, (students, adults, cars, buses), strict=True)
    return {kind: number for kind, number in numbers if number is not None}


def recommended_sites(ranked: Iterable[tuple[ReunificationView, Recommendation]]) -> list[RecommendationOut]:
    """Return ranked sites as they are answered."""
    return [
        RecommendationOut(
            id=view.id,
            name=view.name,
            lon=view.lon,
            lat=view.lat,
            **{k: v for k, v in asdict(found).items() if k != "key"},
        )
        for view, found in ranked
    ]


@router.post(
    "/sites/{uuid:site_id}/reunification-sites", response={201: MadeOut}, operation_id="add_reunification_site"
)
def post_site(request: HttpRequest, site_id: UUID, body: Annotated[ReunificationIn, Body()]) -> Status[MadeOut]:
    """Add a reunification site."""
    caller = caller_of(request)
    made = add_reunification_site(actor_id=caller.user_id, site_id=site_id, draft=body.draft(), at=caller.at)
    return Status(201, MadeOut(id=made))


@router.put(
    "/sites/{uuid:site_id}/reunification-sites/{uuid:reunification_id}",
    response={204: None},
    operation_id="change_reunification_site",
)
def put_site(
    request: HttpRequest,
    response: HttpResponse,
    site_id: UUID,
    reunification_id: UUID,
    body: Annotated[ReunificationIn, Body()],
    if_match: IfMatch = None,
) -> Status[None]:
    """Replace a reunification site; `If-Match` with its `etag`."""
    caller = caller_of(request)
    edit_number = change_reunification_site(
        actor_id=caller.user_id,
        site_id=site_id,
        reunification_id=reunification_id,
        draft=body.draft(),
        if_match=if_match,
        at=caller.at,
    )
    response["ETag"] = reunification_tag(reunification_id, edit_number)
    return Status(204, None)


@router.delete(
    "/sites/{uuid:site_id}/reunification-sites/{uuid:reunification_id}",
    response={204: None},
    operation_id="remove_reunification_site",
)
def delete_site(request: HttpRequest, site_id: UUID, reunification_id: UUID, if_match: IfMatch = None) -> Status[None]:
    """Take a reunification site away; `If-Match` with its `etag`."""
    caller = caller_of(request)
    remove_reunification_site(
        actor_id=caller.user_id,
        site_id=site_id,
        reunification_id=reunification_id,
        if_match=if_match,
        at=caller.at,
    )
    return Status(204, None)
