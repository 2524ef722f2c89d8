"""Places by the words people use for them, over HTTP. Parse, call, answer; no rule stands here."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from ninja import Query, Router

from mapping.access import site_for
from mapping.places.gazetteer import Gazetteer
from mapping.places.queries import gazetteer_of
from mapping.places.resolve import Place, resolve_text
from mapping.places.schemas import GazetteerOut
from mapping.places.spoken import words_of
from mapping.places.wire import gazetteer_json
from mapping.sites.schemas import PlaceOut, ResolvedOut
from mapping.vocabulary import SiteNeed
from mou.api.caller import caller_of
from mou.api.unless_known import unless_known

router = Router(tags=["map"])
type Language = Literal["en", "es"]
MAX_QUERY_CHARS = 200


@router.get("/sites/{uuid:site_id}/resolve", response=ResolvedOut, operation_id="resolve_place")
def resolve_place(
    request: HttpRequest,
    site_id: UUID,
    q: Annotated[str, Query(min_length=1, max_length=MAX_QUERY_CHARS)],
    lang: Language | None = None,
) -> ResolvedOut:
    """Return what "rm 112", "2nd floor B stair", "G10" or "18S UJ 23371 06519" can mean at a site, likeliest first."""
    gazetteer = _gazetteer_for(request, site_id)
    spoken = _language_for(lang)
    return ResolvedOut(query=q, places=[_place_out(one, gazetteer, spoken) for one in resolve_text(q, gazetteer)])


@router.get("/sites/{uuid:site_id}/gazetteer", response=GazetteerOut, operation_id="read_gazetteer")
def read_gazetteer(request: HttpRequest, site_id: UUID, lang: Language | None = None) -> HttpResponseBase:
    """Return what a page needs to find and say places of a site without asking again; see docs/capabilities/maps.md."""
    return gazetteer_response(request, _gazetteer_for(request, site_id), lang)


def gazetteer_response(request: HttpRequest, gazetteer: Gazetteer, lang: Language | None) -> HttpResponseBase:
    """Return a gazetteer in the requested language, or a 304 to a client that has it."""
    spoken = _language_for(lang)
    return unless_known(
        request,
        f'"{gazetteer.version}-{spoken}"',
        lambda: HttpResponse(gazetteer_json(gazetteer, spoken), content_type="application/json"),
    )


def _gazetteer_for(request: HttpRequest, site_id: UUID) -> Gazetteer:
    caller = caller_of(request)
    return gazetteer_of(site_for(user_id=caller.user_id, site_id=site_id, need=SiteNeed.FLOORPLAN, at=caller.at))


def _language_for(asked: Language | None) -> str:
    return asked or ("es" if (get_language() or "").startswith("es") else "en")


def _place_out(place: Place, gazetteer: Gazetteer, language: str) -> PlaceOut:
    lon, lat = place.lonlat
    return PlaceOut(
        kind=place.kind,
        id=place.id,
        level_id=place.level_id,
        lon=lon,
        lat=lat,
        confidence=place.confidence,
        label=place.said_es if language == "es" else place.said_en,
        words=words_of(place, gazetteer, language),
        why=place.why,
    )
