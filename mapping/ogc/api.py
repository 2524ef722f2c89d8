"""The map as OGC API - Features, part 1: what GIS programs connect to. Read-only; each caller finds what is theirs."""

import json
from collections.abc import Collection
from copy import deepcopy
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router

from mapping.access import sites_for
from mapping.errors import BadQuery, FeatureNotFound
from mapping.ogc.queries import feature_of, page_of
from mapping.ogc.question import NAMES, PARAMETERS, question_from
from mapping.ogc.schemas import CollectionOut, CollectionsOut, ConformanceOut, LandingOut
from mapping.vocabulary import MapCollection, SiteNeed
from mou.api.caller import caller_of
from mou.api.media_types import GEOJSON, declare_types
from mou.foundation.moments import time_text

router = Router(tags=["ogc"])
ROOT = "/api/v1/ogc"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CONFORMS_TO = [f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{part}" for part in ("core", "geojson")]
JSON = "application/json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.1"
TITLES = {
    MapCollection.SITES: "Sites",
    MapCollection.LEVELS: "Levels that have a published floorplan",
    MapCollection.SPACES: "Rooms, corridors, stairs",
    MapCollection.OPENINGS: "Doors and passages",
    MapCollection.OPENING_POINTS: "Doors of which only the place is known",
    MapCollection.OBJECTS: "Things to find: defibrillators, key boxes, shut-offs",
    MapCollection.AREAS: "Places without walls: fields, bus loops, hazards",
    MapCollection.AREA_LINES: "Places of which only the course is known: roads, fences",
}
type Link = dict[str, str]


@router.get("/ogc", response=LandingOut, operation_id="ogc_landing")
def landing(request: HttpRequest) -> HttpResponse:
    """Return where everything is."""
    known_only(request)
    links = [
        interface_link(request, "", "self", JSON),
        interface_link(request, "/conformance", "conformance", JSON),
        interface_link(request, "/collections", "data", JSON),
        {"href": request.build_absolute_uri("/api/v1/openapi.json"), "rel": "service-desc", "type": OPENAPI},
    ]
    return json_answer({"title": "Musterpoint", "description": "Sites and published floorplans", "links": links})


@router.get("/ogc/conformance", response=ConformanceOut, operation_id="ogc_conformance")
def conformance(request: HttpRequest) -> HttpResponse:
    """Return which parts of the standard hold."""
    known_only(request)
    return json_answer({"conformsTo": CONFORMS_TO})


@router.get("/ogc/collections", response=CollectionsOut, operation_id="ogc_collections")
def collections(request: HttpRequest) -> HttpResponse:
    """List the collections. The list is the same for all clients; the contents differ."""
    known_only(request)
    found = [describe_collection(request, one) for one in MapCollection]
    return json_answer({"links": [interface_link(request, "/collections", "self", JSON)], "collections": found})


def describe_collection(request: HttpRequest, collection: MapCollection) -> dict[str, object]:
    """Return what a client needs to know of a collection. No extent: it would tell where the sites are."""
    here = f"/collections/{collection}"
    return {
        "id": collection,
        "title": TITLES[collection],
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            interface_link(request, here, "self", JSON),
            interface_link(request, f"{here}/items", "items", GEOJSON),
        ],
    }


def add_collection(collection: MapCollection) -> None:
    """Add the three routes of a collection."""
    # Who may know that a site exists need not be allowed to see its plans.
    need = SiteNeed.SEE if collection is MapCollection.SITES else SiteNeed.FLOORPLAN
    here = f"/ogc/collections/{collection}"

    @router.get(here, response=CollectionOut, operation_id=f"ogc_{collection}")
    def describe(request: HttpRequest) -> HttpResponse:
        """Describe the collection."""
        known_only(request)
        return json_answer(describe_collection(request, collection))

    @router.get(
        f"{here}/items",
        operation_id=f"ogc_{collection}_items",
        openapi_extra={"parameters": deepcopy(PARAMETERS), **declare_types(GEOJSON, schema="FeaturePageOut")},
    )
    def items(request: HttpRequest) -> HttpResponse:
        """Return a page of features, in a box if one is given; the link `next` leads on."""
        known_only(request, NAMES)
        caller = caller_of(request)
        asked = {name: request.GET[name] for name in request.GET}
        page = page_of(collection, sites_for(caller.user_id, caller.at, need=need), question_from(asked))
        links = [{"href": request.build_absolute_uri(), "rel": "self", "type": GEOJSON}]
        if page.next_after is not None:
            following = urlencode(asked | {"after": str(page.next_after)})
            links.append(interface_link(request, f"/collections/{collection}/items?{following}", "next", GEOJSON))
        return HttpResponse(feature_collection(page.features, links, caller.at), content_type=GEOJSON)

    @router.get(
        f"{here}/items/{{uuid:feature_id}}",
        operation_id=f"ogc_{collection}_item",
        openapi_extra=declare_types(GEOJSON, schema="LinkedFeatureOut"),
    )
    def item(request: HttpRequest, feature_id: UUID) -> HttpResponse:
        """Return one feature."""
        known_only(request)
        caller = caller_of(request)
        found = feature_of(collection, sites_for(caller.user_id, caller.at, need=need), feature_id)
        if found is None:
            raise FeatureNotFound
        links = [
            interface_link(request, f"/collections/{collection}/items/{feature_id}", "self", GEOJSON),
            interface_link(request, f"/collections/{collection}", "collection", JSON),
        ]
        return HttpResponse(f'{found[:-1]},"links":{json.dumps(links)}}}', content_type=GEOJSON)


for each in MapCollection:
    add_collection(each)


def known_only(request: HttpRequest, names: Collection[str] = ()) -> None:
    """Refuse a parameter that is not described. Raises: BadQuery."""
    unknown = sorted(set(request.GET) - set(names))
    if unknown:
        raise BadQuery(f"There is no parameter {unknown[0][:40]!r}.")


def interface_link(request: HttpRequest, path: str, rel: str, content_type: str) -> Link:
    """Return a link of this interface, with the host that was asked."""
    return {"href": request.build_absolute_uri(ROOT + path), "rel": rel, "type": content_type}


def feature_collection(features: tuple[str, ...], links: list[Link], at: datetime) -> str:
    """Return features that are text already as one collection."""
    head = {"links": links, "numberReturned": len(features), "timeStamp": time_text(at)}
    return f'{{"type":"FeatureCollection",{json.dumps(head)[1:-1]},"features":[{",".join(features)}]}}'


def json_answer(body: dict[str, object]) -> HttpResponse:
    """Return a document."""
    return HttpResponse(json.dumps(body), content_type=JSON)
