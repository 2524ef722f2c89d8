"""The map as OGC API - Features, part 1: what GIS programs connect to. Read-only; each caller finds what is theirs."""

import json
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router

from mapping.access import sites_for
from mapping.errors import FeatureNotFound
from mapping.ogc.queries import feature_of, page_of
from mapping.sites.bbox import box_from_text
from mapping.vocabulary import MapCollection, SiteNeed
from mou.api.caller import caller_of

router = Router(tags=["ogc"])
ROOT = "/api/v1/ogc"
MAX_LIMIT = 1_000
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMS_TO = [f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{part}" for part in ("core", "geojson")]
GEOJSON, JSON = "application/geo+json", "application/json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.1"
TITLES = {
    MapCollection.SITES: "Sites",
    MapCollection.LEVELS: "Levels that have a published floorplan",
    MapCollection.SPACES: "Rooms, corridors, stairs",
    MapCollection.OPENINGS: "Doors and passages",
    MapCollection.OBJECTS: "Things to find: defibrillators, key boxes, shut-offs",
    MapCollection.AREAS: "Places without walls: fields, bus loops, hazards",
}
type Link = dict[str, str]


@router.get("/ogc", operation_id="ogc_landing")
def landing(request: HttpRequest) -> HttpResponse:
    """Return where everything is."""
    links = [
        link(request, "", "self", JSON),
        link(request, "/conformance", "conformance", JSON),
        link(request, "/collections", "data", JSON),
        {"href": request.build_absolute_uri("/api/v1/openapi.json"), "rel": "service-desc", "type": OPENAPI},
    ]
    return answer({"title": "Musterpoint", "description": "Sites and published floorplans", "links": links})


@router.get("/ogc/conformance", operation_id="ogc_conformance")
def conformance(request: HttpRequest) -> HttpResponse:
    """Return which parts of the standard hold."""
    return answer({"conformsTo": CONFORMS_TO})


@router.get("/ogc/collections", operation_id="ogc_collections")
def collections(request: HttpRequest) -> HttpResponse:
    """List the collections: the same for everybody; what is in them differs."""
    found = [about(request, one) for one in MapCollection]
    return answer({"links": [link(request, "/collections", "self", JSON)], "collections": found})


def about(request: HttpRequest, collection: MapCollection) -> dict[str, object]:
    """Return what a client needs to know of a collection. No extent: it would tell where the sites are."""
    here = f"/collections/{collection}"
    return {
        "id": collection,
        "title": TITLES[collection],
        "itemType": "feature",
        "crs": [CRS84],
        "links": [link(request, here, "self", JSON), link(request, f"{here}/items", "items", GEOJSON)],
    }


def add_collection(collection: MapCollection) -> None:
    """Add the three routes of a collection."""
    # Who may know that a site exists need not be allowed to see its plans.
    need = SiteNeed.SEE if collection is MapCollection.SITES else SiteNeed.FLOORPLAN
    here = f"/ogc/collections/{collection}"

    @router.get(here, operation_id=f"ogc_{collection}")
    def describe(request: HttpRequest) -> HttpResponse:
        """Describe the collection."""
        return answer(about(request, collection))

    @router.get(f"{here}/items", operation_id=f"ogc_{collection}_items")
    def items(
        request: HttpRequest,
        *,
        limit: Annotated[int, Query(ge=1)] = 100,
        bbox: str = "",
        after: UUID | None = None,
    ) -> HttpResponse:
        """Return a page of features, in a box if one is given; the link `next` leads on."""
        caller = caller_of(request)
        page = page_of(
            collection,
            sites_for(caller.user_id, caller.at, need=need),
            after=after,
            limit=min(limit, MAX_LIMIT),
            box=box_from_text(bbox) if bbox else None,
        )
        links = [{"href": request.build_absolute_uri(), "rel": "self", "type": GEOJSON}]
        if page.next_after is not None:
            asked = {"limit": str(min(limit, MAX_LIMIT)), "after": str(page.next_after)} | (
                {"bbox": bbox} if bbox else {}
            )
            links.append(link(request, f"/collections/{collection}/items?{urlencode(asked)}", "next", GEOJSON))
        return HttpResponse(feature_collection(page.features, links, caller.at), content_type=GEOJSON)

    @router.get(f"{here}/items/{{uuid:feature_id}}", operation_id=f"ogc_{collection}_item")
    def item(request: HttpRequest, feature_id: UUID) -> HttpResponse:
        """Return one feature."""
        caller = caller_of(request)
        found = feature_of(collection, sites_for(caller.user_id, caller.at, need=need), feature_id)
        if found is None:
            raise FeatureNotFound
        links = [
            link(request, f"/collections/{collection}/items/{feature_id}", "self", GEOJSON),
            link(request, f"/collections/{collection}", "collection", JSON),
        ]
        return HttpResponse(f'{found[:-1]},"links":{json.dumps(links)}}}', content_type=GEOJSON)


for each in MapCollection:
    add_collection(each)


def link(request: HttpRequest, path: str, rel: str, content_type: str) -> Link:
    """Return a link of this interface, with the host that was asked."""
    return {"href": request.build_absolute_uri(ROOT + path), "rel": rel, "type": content_type}


def feature_collection(features: tuple[str, ...], links: list[Link], at: datetime) -> str:
    """Return features that are text already as one collection."""
    head = {"links": links, "numberReturned": len(features), "timeStamp": f"{at:%Y-%m-%dT%H:%M:%SZ}"}
    return f'{{"type":"FeatureCollection",{json.dumps(head)[1:-1]},"features":[{",".join(features)}]}}'


def answer(body: dict[str, object]) -> HttpResponse:
    """Return a document."""
    return HttpResponse(json.dumps(body), content_type=JSON)
